"""Which lines of a stored text leave, chosen by its first line and never by its JSON.

What happens to a line depends on its token in the first line, on the rights and on a few facts of the person, so it is
found once for each token and kept. Not once for each first line: 25 000 people have 11 000 different ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.disclosure.rights import Rights
from vaki.register.document import KEPT
from vaki.register.groups import ATTRIBUTE, BY_NAME, BY_NUMBER, COMPUTED_AT_READING, KIND, PLACE, WITHHELD
from vaki.register.item import AGE_RULE
from vaki.register.whereabouts import BIRTH_HOME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEPT: Final = 2_000
_LAST: Final = len(PLACE)
_TOKEN: Final = re.compile(r"([0-9]+)([a-z]?)")


class Fate(IntEnum):
    """What becomes of a line; false when it stays."""

    STAYS = 0
    LEAVES = 1
    LEAVES_AFTER_YEAR_END = 2
    """Its place on the wire is after the year-end municipality's."""
    LEAVES_IF_YOUNG = 3
    """Depends on the age of the person it mentions; always after the year-end municipality."""


@dataclass(frozen=True, slots=True)
class Token:
    """What the first line says of one line."""

    kind: str
    ended: bool
    """No longer in force (voimassaolo PASSIIVI)."""
    for_age_rules: bool
    """Told only to products with an age rule on the kind."""
    kept: bool = False
    """True no longer, and told only to those from whom what became of it is withheld."""

    @property
    def place(self) -> int:
        """Where its kind stands on the wire; kinds unknown to the catalogue stand last."""
        return PLACE.get(self.kind, _LAST)


@lru_cache(maxsize=_KEPT)
def token(text: str) -> Token:
    """A token of a first line's first field, a document's or an item's."""
    known = _TOKEN.fullmatch(text)
    if known is None:
        return Token(text, ended=False, for_age_rules=False)
    kind, suffix = BY_NUMBER[int(known[1])].name, known[2]
    return Token(kind, ended=suffix == "p", for_age_rules=suffix == AGE_RULE, kept=suffix == KEPT)


@lru_cache(maxsize=_KEPT)
def censored_object(kind: str, attribute: str | None = None) -> str:
    """The one object that stands for all groups of a censored kind (§2.6): the members' names, never a value."""
    told = {KIND: kind} if attribute is None else {KIND: kind, ATTRIBUTE: attribute}
    return msgspec.json.encode({**told, WITHHELD: BY_NAME[kind].hidden}).decode()


def with_attribute(line: str, kind: str, attribute: str) -> str:
    """A document's line as it is told in a change item."""
    at = len(f'{{"{KIND}":"{kind}"')
    return f'{line[:at]},"{ATTRIBUTE}":"{attribute}"{line[at:]}'


def attribute_of(line: str, kind: str) -> str:
    """The attribute of a change item's line, which is its second member."""
    at = len(f'{{"{KIND}":"{kind}","{ATTRIBUTE}":"')
    return line[at : line.index('"', at)]


def retold(line: str, kind: str, attribute: str) -> str:
    """A change item's line under another attribute."""
    at = len(f'{{"{KIND}":"{kind}","{ATTRIBUTE}":"')
    return line[:at] + attribute + line[line.index('"', at) :]


class Sieve(dict[str, Fate]):
    """The fate of each token of a document, for some rights and facts of a person.

    `grown` holds the kinds withheld because of the person's age.
    """

    def __init__(self, rights: Rights, grown: frozenset[str], *, censored: bool, born_protected: bool) -> None:
        super().__init__()
        self._rights = rights
        self._grown = grown
        self._censored = censored
        self._born_protected = born_protected
        self._ages = dict(rights.mentioned_ages)
        self.literals = rights.censored_kinds() if censored else ()
        """Kinds for which a censored object stands."""
        self.computes_year = rights.passes(COMPUTED_AT_READING) and COMPUTED_AT_READING not in self.literals

    def __missing__(self, text: str) -> Fate:
        known = token(text)
        fate = Fate.STAYS
        if self._leaves(known):
            fate = Fate.LEAVES_AFTER_YEAR_END if known.place > PLACE[COMPUTED_AT_READING] else Fate.LEAVES
            if known.kind in self._ages:
                fate = Fate.LEAVES_IF_YOUNG
        self[text] = fate
        return fate

    def age(self, text: str) -> int:
        """The age that the person mentioned by a line with this token must not have reached."""
        return self._ages[token(text).kind]

    def _leaves(self, known: Token) -> bool:
        rights = self._rights
        if not rights.passes(known.kind) or known.kind in self._grown:
            return False
        if known.ended and known.kind in rights.in_force_only:
            return False
        if known.kept:
            return self._censored and known.kind in rights.withheld
        if known.kind == BIRTH_HOME and known.kind in rights.withheld:
            return not self._born_protected
        return not (self._censored and (known.kind in rights.hidden or known.kind in rights.left_out))


@lru_cache(maxsize=_KEPT)
def sieve(rights: Rights, grown: frozenset[str], *, censored: bool, born_protected: bool) -> Sieve:
    """The sieve for these rights and facts, kept with what it has learnt."""
    return Sieve(rights, grown, censored=censored, born_protected=born_protected)


@dataclass(frozen=True, slots=True)
class ItemFate:
    """What becomes of a line of a change item."""

    kind: str
    told: bool
    hidden: bool
    """Of a kind that is hidden from this caller, in the product or not, so that the fixed block stands for it."""
    may_be_withheld: bool
    """It must be asked of the line itself whether it is withheld, also of one that is not told anyway."""
    young_under: int | None
    """The age that the person it mentions must not have reached."""
    ending: bool
    """A record no longer in force, of a kind of which only the ending of one in force is told."""


class ItemSieve(dict[str, ItemFate]):
    """The fate of each token of a change item, for some rights and facts of a person."""

    def __init__(self, rights: Rights, grown: frozenset[str], *, censored: bool, born_protected: bool) -> None:
        super().__init__()
        self._rights = rights
        self._grown = grown
        self._censored = censored
        self._born_protected = born_protected

    def __missing__(self, text: str) -> ItemFate:
        rights, known = self._rights, token(text)
        kind = known.kind
        in_product = rights.kinds is None or kind in rights.kinds
        hidden = self._censored and in_product and (kind in rights.hidden or kind in rights.left_out)
        told = not hidden and self._told(known)
        fate = self[text] = ItemFate(
            kind,
            told=told,
            hidden=hidden or (self._censored and kind in rights.touching),
            may_be_withheld=in_product and kind in rights.withheld,
            young_under=None if known.for_age_rules else dict(rights.mentioned_ages).get(kind),
            ending=told and known.ended and kind in rights.in_force_only,
        )
        return fate

    def _told(self, known: Token) -> bool:
        rights = self._rights
        if not rights.passes(known.kind):
            return False
        if known.for_age_rules:
            return rights.subject_age(known.kind) is not None or known.kind in dict(rights.mentioned_ages)
        if known.kind == BIRTH_HOME and known.kind in rights.withheld and self._born_protected:
            return False
        return known.kind not in self._grown


@lru_cache(maxsize=_KEPT)
def item_sieve(rights: Rights, grown: frozenset[str], *, censored: bool, born_protected: bool) -> ItemSieve:
    """As `sieve`, for change items."""
    return ItemSieve(rights, grown, censored=censored, born_protected=born_protected)


def mentioned(mentions_field: str, leaves: Sequence[int]) -> Iterator[str]:
    """Persons (as text) whom leaving lines mention; `leaves` says of each line whether it leaves."""
    fields = mentions_field.replace(" ", ":").split(":")
    return compress(fields[1::2], map(leaves.__getitem__, map(int, fields[::2])))
