"""Widening never back-fills: a change is told by the permit's newest version, cut down to what it granted at its key.

A customer whose permit is widened fetches base data for what is new; older changes of it stay untold. The first version
stands for all keys before it too: a new permit may be read from before it was given (docs/decisions/0305).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from vaki.disclosure.rights import Rights

if TYPE_CHECKING:
    from vaki.disclosure.permits import Permit


@dataclass(frozen=True, slots=True)
class Grant:
    """What a permit grants of the changes with keys above `after_key`, up to the next grant's."""

    after_key: int
    rights: Rights
    municipalities: frozenset[str] | None
    """None when the permit does not select by municipality."""
    conditions: tuple[str, ...] = ()
    """Tailored conditions, JSON; a person has to meet all of them."""
    ground: str | None = None


def own_grant(permit: Permit, after_key: int = -1) -> Grant:
    """What this one version grants by itself."""
    return Grant(
        after_key,
        permit.rights,
        frozenset(permit.municipalities) or None,
        () if permit.conditions is None else (permit.conditions,),
        permit.ground,
    )


def grants_of(newest: Permit, earlier: Sequence[Permit]) -> tuple[Grant, ...]:
    """The newest version's grants, by key; `earlier` are the versions before it, oldest first."""
    own = own_grant(newest, newest.from_key)
    found: list[Grant] = []
    for version in (*earlier, newest):
        # Of versions written between two changes the last one counts; the first one counts from the beginning.
        after_key = version.from_key if found else -1
        cut = _cut(own, own_grant(version), after_key)
        if found and found[-1].after_key >= after_key:
            found.pop()
        if not found or not _same(found[-1], cut):
            found.append(cut)
    return tuple(found)


def _same(one: Grant, other: Grant) -> bool:
    return (one.rights, one.municipalities, one.conditions, one.ground) == (
        *(other.rights, other.municipalities),
        *(other.conditions, other.ground),
    )


def _cut(newest: Grant, older: Grant, after_key: int) -> Grant:
    return Grant(
        after_key,
        both(newest.rights, older.rights),
        _within(newest.municipalities, older.municipalities),
        tuple(dict.fromkeys(newest.conditions + older.conditions)),
        newest.ground if newest.ground == older.ground else None,
    )


@cache
def both(newest: Rights, older: Rights) -> Rights:
    """The rights that let through only what both do; persons are selected as the newest says."""
    cut: dict[str, Any] = {
        "selection": newest.selection,
        "kinds": _within(newest.kinds, older.kinds),
        "wanted": _within(newest.wanted, older.wanted),
        "subject_ages": _lower(newest.subject_ages, older.subject_ages),
        "mentioned_ages": _lower(newest.mentioned_ages, older.mentioned_ages),
    }
    # Every other member names kinds that are held back in some way.
    for member in fields(Rights):
        if member.name not in cut:
            cut[member.name] = getattr(newest, member.name) | getattr(older, member.name)
    if cut["kinds"] is not None:
        cut["hidden"] &= cut["kinds"]
    return Rights(**cut)


def _within(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """What is in both sets; None is the set of everything."""
    if one is None:
        return other
    return one if other is None else one & other


def _lower(one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    ages = dict(one)
    for kind, under in other:
        ages[kind] = min(under, ages.get(kind, under))
    return tuple(ages.items())
