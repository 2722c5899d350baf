"""Groups that follow from others: the one place where they are made, for documents and for changes alike.

Source: docs/wire/muutosrajapinta.md §2.12 (SUPPEA hides adoption, RAJOITETTU drops the terms) and §2.2 for names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from vaki.register.document import Document, Entry
from vaki.register.groups import ATTRIBUTE, BY_NAME, IN_FORCE, KIND, WireGroup, in_member_order

_HIDDEN_ROLE: Final = {"ADOPTIOISA": "ISA", "ADOPTIOAITI": "AITI"}
_CALL_NAMES: Final = frozenset({"NYKYINEN_KUTSUMANIMI", "EDELLINEN_KUTSUMANIMI"})
_ALWAYS: Final = frozenset({KIND, ATTRIBUTE})


def _only_members(kind: str, group: WireGroup) -> WireGroup:
    made = {member: group[member] for member in _kept(kind, tuple(group))}
    made[KIND] = kind
    role = made.get("huoltajanRooli")
    if role in _HIDDEN_ROLE:
        made["huoltajanRooli"] = _HIDDEN_ROLE[role]
    return made


@lru_cache(maxsize=4096)
def _kept(kind: str, members: tuple[str, ...]) -> tuple[str, ...]:
    allowed = BY_NAME[kind].members
    return tuple(member for member in members if member in allowed or member in _ALWAYS)


def _call_name(kind: str, group: WireGroup) -> WireGroup | None:
    in_base_only_the_present = ATTRIBUTE in group or group["nimilaji"] == "NYKYINEN_KUTSUMANIMI"
    if group["nimilaji"] not in _CALL_NAMES or not in_base_only_the_present:
        return None
    return _only_members(kind, group)


def _family(group: WireGroup) -> WireGroup:
    child = group[KIND] == "LAPSI"
    made = {
        KIND: "PERHESUHDE",
        "henkilo": group["lapsi" if child else "vanhempi"],
        "rooli": "LAPSI" if child else "VANHEMPI",
    }
    for member in ("isaAiti", "lapsilaatu", "vanhemmuusnimike", "alkupv", "loppupv"):
        if member in group:
            made[member] = group[member]
    made["voimassaolo"] = "PASSIIVI" if "loppupv" in group else "AKTIIVI"
    if ATTRIBUTE in group:
        made[ATTRIBUTE] = group[ATTRIBUTE]
    return in_member_order(made)


_MAKERS: Final[dict[str, tuple[tuple[str, Callable[[str, WireGroup], WireGroup | None]], ...]]] = {
    "NIMENMUUTOS_LAAJA": (("NIMENMUUTOS", _only_members), ("KUTSUMANIMI", _call_name)),
    "LAPSI": (("LAPSI_SUPPEA", _only_members), ("PERHESUHDE", lambda _kind, group: _family(group))),
    "VANHEMPI": (("VANHEMPI_SUPPEA", _only_members), ("PERHESUHDE", lambda _kind, group: _family(group))),
    "HUOLLETTAVA": (("HUOLLETTAVA_SUPPEA", _only_members), ("HUOLLETTAVA_RAJOITETTU", _only_members)),
    "HUOLTAJA": (("HUOLTAJA_SUPPEA", _only_members), ("HUOLTAJA_RAJOITETTU", _only_members)),
}
SOURCES: Final = frozenset(_MAKERS)
_CONCERNED: Final = SOURCES | {kind for makers in _MAKERS.values() for kind, _ in makers}
_BEFORE_SOURCE: Final = frozenset({"NIMENMUUTOS"})
"""Derived kinds that a change tells before their source (§2.12)."""


def derived_entries(entry: Entry) -> list[Entry]:
    """The lines that follow from one stored line; they mention whom it mentions."""
    made = []
    for kind, make in _MAKERS.get(entry.kind, ()):
        group = make(kind, entry.group)
        if group is not None:
            made.append(Entry(group, entry.key, entry.mentions))
    return made


def derive(document: Document, before: Document | None = None) -> None:
    """Make the derived lines of a document anew, in place.

    A derived kind whose source the document has never held (a document loaded from a narrower answer) stays as it
    is; so does a family relation that has ended, whose source is gone. Lines that come out as they were keep the key
    that wrote them.
    """
    if before is not None and _concerned(document) == _concerned(before):
        return
    present = {entry.kind for entry in document.entries} | {entry.kind for entry in (before or document).entries}
    stale = {kind for source in SOURCES & present for kind, _ in _MAKERS[source]}
    old = {entry.kind: [] for entry in document.entries if entry.kind in stale}  # type: dict[str, list[Entry]]
    for entry in document.entries:
        if entry.kind in stale:
            old[entry.kind].append(entry)
    sources = [entry for entry in document.entries if entry.kind not in stale or _has_ended(entry)]
    document.entries = sources.copy()
    for source in sources:
        for made in derived_entries(source):
            for known in old.get(made.kind, ()):
                if known.group == made.group:
                    made.key = known.key
                    break
            document.place(made)


def _has_ended(entry: Entry) -> bool:
    return entry.kind == "PERHESUHDE" and entry.over


def _concerned(document: Document) -> list[int]:
    """Which very lines the derived ones are made from and are, by identity: clones share what nobody replaced."""
    return [id(entry) for entry in document.entries if entry.kind in _CONCERNED]


def with_derived(changes: list[tuple[WireGroup, tuple[int, ...]]]) -> list[tuple[WireGroup, tuple[int, ...]]]:
    """The changes of one item, each run of a source kind joined by the runs of the kinds derived from it (§2.12)."""
    told: list[tuple[WireGroup, tuple[int, ...]]] = []
    call_names: list[tuple[WireGroup, tuple[int, ...]]] = []
    at = 0
    while at < len(changes):
        kind = changes[at][0][KIND]
        end = at
        while end < len(changes) and changes[end][0][KIND] == kind:
            end += 1
        run = changes[at:end]
        before: list[tuple[WireGroup, tuple[int, ...]]] = []
        after: list[tuple[WireGroup, tuple[int, ...]]] = []
        for derived, make in _MAKERS.get(kind, ()):
            made = [(_derived_change(derived, make, group), mentions) for group, mentions in run]
            told_here = [(group, mentions) for group, mentions in made if group is not None]
            if derived == "KUTSUMANIMI":
                call_names.extend(told_here)
            else:
                (before if derived in _BEFORE_SOURCE else after).extend(told_here)
        told += [*before, *run, *after]
        at = end
    return told + call_names


def _derived_change(
    kind: str, make: Callable[[str, WireGroup], WireGroup | None], group: WireGroup
) -> WireGroup | None:
    made = make(kind, group)
    if made is not None and IN_FORCE in group:
        made[IN_FORCE] = [still for known in group[IN_FORCE] if (still := make(kind, known)) is not None]
    return made
