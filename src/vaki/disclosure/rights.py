"""What a permit lets through of a product: groups, what is hidden of the protected, and the rules on single groups.

The one table of the protection rules (docs/decisions/0307; the kinds are classed, with reasons, in
`vaki.register.whereabouts`). A product has one of three rules, and a permit may be entitled to everything:

| of a protected person                         | only home municipality | nothing protected | everything, entitled |
|-----------------------------------------------|------------------------|-------------------|----------------------|
| KOTIKUNTA, VUODENVAIHTEEN_KUNTA               | told                   | censored          | told                 |
| the other fourteen sensitive kinds            | censored               | censored          | told                 |
| EDELLINEN_KOTIKUNTA                           | told                   | overlaps withheld | told                 |
| the three other kinds of history of place     | overlaps withheld      | overlaps withheld | told                 |
| ULKOMAINEN_HENKILOTUNNUS                      | frozen                 | frozen            | told                 |
| VAESTOKIRJANPITOKUNTA, SUOMEEN_MUUTTOPAIVA,   |                        |                   |                      |
| REKISTERIVIRANOMAINEN, EDUNVALVONTA           | told                   | left out          | told                 |
| POISSAOLO, VALTIO_JOHON and _JOSTA_MUUTTANUT, |                        |                   |                      |
| every kind of LISATIEDOT                      | left out               | left out          | told                 |
| SYNTYMAKOTIKUNTA of one born under protection | left out               | left out          | told                 |
| every other kind                              | told                   | told              | told                 |

*Censored*: one object a kind, without content, whether there is data or not. *Left out*: nothing, not even that.
*Overlaps withheld*: periods that touch a time of protection, and records written during one whatever their period,
also after it has ended. *Frozen*, which history of place is too: what was told when protection began is told unaltered
until it ends, whatever the register has learnt since. *Born under protection*: the mother's, until hers ends, or the
person's own, until that ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from vaki.disclosure.products import ALL, Product, ProtectionRule, Selection, get
from vaki.register.groups import BY_NAME, PLACE, SENSITIVE
from vaki.register.whereabouts import BIRTH_HOME, FROZEN, TRACES_OF_COUNTRY, TRACES_OF_MUNICIPALITY

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME: Final = "KOTIKUNTA"
FORMER_HOME: Final = "EDELLINEN_KOTIKUNTA"
_HOMES: Final = frozenset({HOME, "VUODENVAIHTEEN_KUNTA"})
_NOTHING: Final[frozenset[str]] = frozenset()
_FAMILIES: Final = (
    frozenset({HOME, *(kind for kind in SENSITIVE if kind.startswith("VAKINAINEN_"))}),
    frozenset(kind for kind in SENSITIVE if kind.startswith("TILAPAINEN_")),
)
"""Kinds that one and the same event may touch or not: where a person lives, and where for a time."""

LAST_GROUPS: Final = frozenset({HOME, "VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_ULKOMAINEN_OSOITE"})
"""What the last item of a person who leaves the permit's municipalities tells (product description of K2000 §3)."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The rules that lines are chosen by. `kinds` is None where every group passes, unknown ones included."""

    selection: Selection
    kinds: frozenset[str] | None
    hidden: frozenset[str] = _NOTHING
    touching: frozenset[str] = _NOTHING
    """Kinds that give the censored block when an event touches them: the hidden ones, and others of their family.

    A move touches this or that kind according to where it leads. Were only those of the product looked at, the block's
    coming would tell.
    """
    withheld: frozenset[str] = _NOTHING
    """Kinds of which single lines are not told: those that the register has marked as withheld."""
    left_out: frozenset[str] = _NOTHING
    """Kinds of which nothing is told of a protected person, not even that they were withheld."""
    subject_ages: tuple[tuple[str, int], ...] = ()
    mentioned_ages: tuple[tuple[str, int], ...] = ()
    in_force_only: frozenset[str] = _NOTHING
    wanted: frozenset[str] | None = None
    """What the caller asked for; None for everything."""

    @property
    def guards(self) -> bool:
        """Whether anything of a protected person is held back."""
        return bool(self.hidden or self.left_out)

    def passes(self, kind: str) -> bool:
        """Whether the group is in the product and was asked for."""
        return (self.kinds is None or kind in self.kinds) and (self.wanted is None or kind in self.wanted)

    def censored_kinds(self) -> tuple[str, ...]:
        """Kinds that stand as censored objects in a protected person's item, in wire order."""
        return tuple(sorted((kind for kind in self.hidden if self.passes(kind)), key=PLACE.__getitem__))

    def narrowed(self, wanted: frozenset[str] | None) -> Rights:
        """The same rights for a request that names its groups."""
        return self if wanted is None else replace(self, wanted=wanted)

    def subject_age(self, kind: str) -> int | None:
        return next((age for known, age in self.subject_ages if known == kind), None)


@cache
def rights(
    product: str, version: int, purposes: frozenset[str], *, entitled: bool, omitted: frozenset[str] = _NOTHING
) -> Rights:
    """The rights that a permit for a version of a product gives, its `omitted` groups aside; raises UnknownProduct."""
    return _rights(get(product, version), purposes, omitted, entitled=entitled)


def _rights(product: Product, purposes: frozenset[str], omitted: frozenset[str], *, entitled: bool) -> Rights:
    kinds = None if product.groups == ALL else frozenset(product.groups)
    refused = omitted | {rule.group for rule in product.rules if rule.purposes and not purposes & set(rule.purposes)}
    if refused:
        kinds = (frozenset(BY_NAME) if kinds is None else kinds) - refused
    always_hidden = _hidden(product.protection, entitled=entitled)
    hidden = always_hidden if kinds is None else always_hidden & kinds
    touching = frozenset[str]().union(hidden, *(family & always_hidden for family in _FAMILIES if family & hidden))
    home_passes = product.protection is ProtectionRule.ONLY_HOME_MUNICIPALITY
    guards = product.protection is not ProtectionRule.EVERYTHING and not entitled
    return Rights(
        product.selection,
        kinds,
        hidden,
        touching,
        _some({BIRTH_HOME} | FROZEN - ({FORMER_HOME} if home_passes else set()), when=guards),
        _some(TRACES_OF_COUNTRY | (set() if home_passes else TRACES_OF_MUNICIPALITY), when=guards),
        _ages(product, "subject"),
        _ages(product, "mentioned"),
        frozenset(rule.group for rule in product.rules if rule.in_force_only),
    )


def _hidden(rule: ProtectionRule, *, entitled: bool) -> frozenset[str]:
    if entitled or rule is ProtectionRule.EVERYTHING:
        return _NOTHING
    return SENSITIVE - _HOMES if rule is ProtectionRule.ONLY_HOME_MUNICIPALITY else SENSITIVE


def _some(kinds: Iterable[str], *, when: bool) -> frozenset[str]:
    return frozenset(kinds) if when else _NOTHING


def _ages(product: Product, of: str) -> tuple[tuple[str, int], ...]:
    return tuple((rule.group, rule.under) for rule in product.rules if rule.under is not None and rule.of == of)
