"""Which lines of a stored text leave, chosen by its first line and never by its JSON.

A choice depends on the kinds that the first line lists, on the rights and on a few yes-or-no facts of the person, so it
is made once and kept: nearly all persons of a municipality share a few hundred choices (docs/decisions/0003).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from vaki.disclosure.rights import BIRTH_HOME, Rights
from vaki.register.groups import ATTRIBUTE, BY_NAME, BY_NUMBER, COMPUTED_AT_READING, KIND, PLACE, WITHHELD
from vaki.register.item import AGE_RULE

if TYPE_CHECKING:
    from collections.abc import Sequence
from collections.abc import Set as AbstractSet

_KEPT_CHOICES: Final = 50_000
_LAST: Final = len(PLACE)
_TOKEN: Final = re.compile(r"([0-9]+)([a-z]?)")
Picker = Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Token:
    """What the first line says of one line."""

    kind: str
    ended: bool
    """No longer in force (voimassaolo PASSIIVI)."""
    for_age_rules: bool
    """Told only to products with an age rule on the kind."""


def tokens(kinds_field: str) -> list[Token]:
    """The tokens of a first line's first field, a document's or an item's."""
    found = []
    for text in kinds_field.split():
        known = _TOKEN.fullmatch(text)
        if known is None:
            found.append(Token(text, ended=False, for_age_rules=False))
        else:
            kind = BY_NUMBER[int(known[1])].name
            found.append(Token(kind, ended=known[2] == "p", for_age_rules=known[2] == AGE_RULE))
    return found


def censored_object(kind: str, attribute: str | None = None) -> str:
    """The one object that stands for all groups of a censored kind (§2.6): the members' names, never a value."""
    told = {KIND: kind} if attribute is None else {KIND: kind, ATTRIBUTE: attribute}
    return msgspec.json.encode({**told, WITHHELD: BY_NAME[kind].hidden}).decode()


def with_attribute(line: str, kind: str, attribute: str) -> str:
    """A document's line as it is told in a change item."""
    at = len(f'{{"{KIND}":"{kind}"')
    return f'{line[:at]},"{ATTRIBUTE}":"{attribute}"{line[at:]}'


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The lines of a document that leave, in wire order.

    `places` and `pick` count the document's lines (the first line is 0), then the year-end municipality, then
    `literals`; `names` are their kinds.
    """

    pick: Picker
    places: tuple[int, ...]
    names: tuple[str, ...]
    literals: tuple[str, ...]
    computes_year: bool
    kinds: frozenset[str]
    censored: frozenset[str]
    mentioning: frozenset[str]
    """Numbers (as text) of the document's lines that leave, as the mentions field writes them."""
    age_checked: tuple[tuple[int, int], ...]
    """(place, age) of leaving lines that depend on the age of the person they mention."""


def _picker(places: Sequence[int]) -> Picker:
    if len(places) > 1:
        return itemgetter(*places)
    if places:
        only = places[0]
        return lambda lines: (lines[only],)
    return lambda _lines: ()


About = tuple[str, str, frozenset[str], bool, bool]
"""What a choice depends on: the kinds and the overlaps of the first line, the kinds withheld because of the subject's
age, whether the person's data is censored, and whether the person was born into a time of protection."""


@lru_cache(maxsize=_KEPT_CHOICES)
def choose(rights: Rights, about: About) -> Choice:
    """The choice for all documents of which the same is true."""
    kinds_field, overlaps, grown, censored, born_protected = about
    listed = tokens(kinds_field)
    overlapping = {int(number) for number in overlaps.split()}
    hidden = frozenset(rights.censored_kinds()) if censored else frozenset()
    chosen: list[tuple[int, int, str]] = []  # (place in the wire order, place among the lines, kind)
    for number, token in enumerate(listed):
        if _leaves(rights, token, grown, censored=censored, born_protected=born_protected) and not (
            number in overlapping and token.kind in rights.withheld_history
        ):
            chosen.append((PLACE.get(token.kind, _LAST), number + 1, token.kind))
    literals = tuple(censored_object(kind) for kind in sorted(hidden, key=PLACE.__getitem__))
    first_literal = len(listed) + 2
    for at, kind in enumerate(sorted(hidden, key=PLACE.__getitem__)):
        _insert(chosen, (PLACE[kind], first_literal + at, kind))
    stored_year = any(token.kind == COMPUTED_AT_READING for token in listed)
    computes = rights.passes(COMPUTED_AT_READING) and COMPUTED_AT_READING not in hidden and not stored_year
    if computes:
        _insert(chosen, (PLACE[COMPUTED_AT_READING], len(listed) + 1, COMPUTED_AT_READING))
    from_document = [(place, kind) for _, place, kind in chosen if place <= len(listed)]
    ages = dict(rights.mentioned_ages)
    return Choice(
        pick=_picker([place for _, place, _ in chosen]),
        places=tuple(place for _, place, _ in chosen),
        names=tuple(kind for _, _, kind in chosen),
        literals=literals,
        computes_year=computes,
        kinds=frozenset(kind for _, _, kind in chosen),
        censored=hidden,
        mentioning=frozenset(str(place - 1) for place, _ in from_document),
        age_checked=tuple((place, ages[kind]) for place, kind in from_document if kind in ages),
    )


def _leaves(rights: Rights, token: Token, grown: frozenset[str], *, censored: bool, born_protected: bool) -> bool:
    if not rights.passes(token.kind) or token.kind in grown:
        return False
    if token.ended and token.kind in rights.in_force_only:
        return False
    if token.kind == BIRTH_HOME and token.kind in rights.left_out:
        return not born_protected
    return not (censored and (token.kind in rights.hidden or token.kind in rights.left_out))


def _insert(chosen: list[tuple[int, int, str]], entry: tuple[int, int, str]) -> None:
    at = len(chosen)
    while at and chosen[at - 1][0] > entry[0]:
        at -= 1
    chosen.insert(at, entry)


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """The lines of a stored change item that are told; numbers count from 0, the line after the first."""

    told: tuple[int, ...]
    kinds: tuple[str, ...]
    """The kind of every line of the item."""
    touches_hidden: bool
    """Something was told of a kind that is censored for this caller, so the fixed block stands for it."""
    history: tuple[int, ...]
    """Lines of the product, told or not, whose period must be held against the times of protection."""
    age_checked: tuple[tuple[int, int], ...]
    ended: tuple[int, ...]
    """Told lines of records no longer in force, of kinds of which only the ending of one in force is told."""


@lru_cache(maxsize=_KEPT_CHOICES)
def choose_item(
    rights: Rights, kinds_field: str, grown: frozenset[str], *, censored: bool, born_protected: bool
) -> ItemChoice:
    """The choice for change items whose first line has these kinds."""
    listed = tokens(kinds_field)
    told: list[int] = []
    touches = False
    ages = dict(rights.mentioned_ages)
    for number, token in enumerate(listed):
        in_product = rights.kinds is None or token.kind in rights.kinds
        if censored and in_product and (token.kind in rights.hidden or token.kind in rights.left_out - {BIRTH_HOME}):
            touches = True
            continue
        if not rights.passes(token.kind):
            continue
        if token.for_age_rules:
            if rights.subject_age(token.kind) is not None:
                told.append(number)
        elif token.kind not in grown and not (
            token.kind == BIRTH_HOME and token.kind in rights.left_out and born_protected
        ):
            told.append(number)
    return ItemChoice(
        told=tuple(told),
        kinds=tuple(token.kind for token in listed),
        touches_hidden=touches,
        history=tuple(
            number
            for number, token in enumerate(listed)
            if token.kind in rights.withheld_history and (rights.kinds is None or token.kind in rights.kinds)
        ),
        age_checked=tuple((number, ages[listed[number].kind]) for number in told if listed[number].kind in ages),
        ended=tuple(number for number in told if listed[number].ended and listed[number].kind in rights.in_force_only),
    )


def mentioned(mentions_field: str, numbers: AbstractSet[str]) -> list[str]:
    """Persons (as text) whom the lines with these numbers (as text) mention."""
    fields = iter(mentions_field.replace(" ", ":").split(":"))
    return [person for number, person in zip(fields, fields, strict=True) if number in numbers]
