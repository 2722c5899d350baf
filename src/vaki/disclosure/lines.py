"""One document as a caller may see it: which of its lines leave, and what the ledger must know of them."""

from __future__ import annotations

from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from vaki.disclosure.ages import Ages, mentioned_is_under, reading_day
from vaki.disclosure.choosing import Fate, Sieve, censored_object, mentioned, sieve, token
from vaki.register.document import year_end_municipality
from vaki.register.groups import BY_NAME, COMPUTED_AT_READING, KIND, PLACE
from vaki.register.wire import to_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import asyncpg

    from vaki.disclosure import ledger
    from vaki.disclosure.rights import Rights

STORED_YEAR: Final = str(BY_NAME[COMPUTED_AT_READING].number)
"""The token of a year-end municipality that a loaded document brought along."""
_BEFORE_KIND: Final = f'{{"{KIND}":"'


class BaseReader:
    """Chooses the lines of one request's persons and gathers what the ledger must know."""

    def __init__(self, rights: Rights, entry: ledger.Entry) -> None:
        self.entry = entry
        self.rights = rights
        self.ages = Ages(rights)
        self._sieves: dict[tuple[frozenset[str], bool, bool], Sieve] = {}
        self._tokens: set[str] = set()
        self._mentioned: set[str] = set()

    def item(self, row: asyncpg.Record) -> tuple[int, str]:
        """(person, the groups that leave as JSON without brackets) of a row of `sql.BY_CODES` and its like."""
        person: int = row["person_id"]
        day = reading_day(row["day"], row["due"])
        protected = row["protected"] and self.rights.guards
        told = self.lines(row["document"], row["birth_date"], day, protected=protected)
        entry = self.entry
        entry.subjects.append(person)
        if protected:
            entry.censored.add(person)
        return person, ",".join(told)

    def lines(self, document: str, birth: date | None, day: date, *, protected: bool) -> list[str]:
        """The lines of a document that leave, in wire order."""
        first, *lines = document.split("\n")
        kinds, _keys, mentions, homes, overlaps, protections = first.split("\t")
        tokens = kinds.split()
        sieve = self._sieve(
            self.ages.grown(birth, day),
            protected,
            protected and born_during(protections, birth),
        )
        fates = list(map(sieve.__getitem__, tokens))
        if overlaps and self.rights.withheld:
            self._withhold(tokens, fates, overlaps)
        if self.rights.mentioned_ages and Fate.LEAVES_IF_YOUNG in fates:
            _check_ages(sieve, tokens, lines, fates, day)
        told = list(compress(lines, fates))
        if sieve.computes_year and STORED_YEAR not in tokens:
            year = year_end_municipality(homes, day)
            if year is not None:
                told.insert(fates.count(Fate.LEAVES), to_line(year))
                self.entry.groups.add(COMPUTED_AT_READING)
        if sieve.literals:
            told = _with_literals(told, sieve.literals)
        self._tokens.update(compress(tokens, fates))
        if mentions:
            self._mentioned.update(mentioned(mentions, fates))
        return told

    def _sieve(self, grown: frozenset[str], protected: bool, born_protected: bool) -> Sieve:
        known = self._sieves.get((grown, protected, born_protected))
        if known is None:
            known = sieve(self.rights, grown, censored=protected, born_protected=born_protected)
            self._sieves[grown, protected, born_protected] = known
        return known

    def _withhold(self, tokens: list[str], fates: list[Fate], overlaps: str) -> None:
        for number in map(int, overlaps.split()):
            if token(tokens[number]).kind in self.rights.withheld:
                fates[number] = Fate.STAYS

    def mention(self, mentions: str, leaves: Sequence[int]) -> None:
        """Note whom an item's leaving lines mention; `mentions` is the field of its first line."""
        self._mentioned.update(mentioned(mentions, leaves))

    def finish(self) -> None:
        """Tell the entry what was gathered: persons mentioned, groups told and censored."""
        self.entry.mentioned.update(map(int, self._mentioned))
        self.entry.groups.update(token(text).kind for text in self._tokens)
        for used in self._sieves.values():
            self.entry.censored_groups.update(used.literals)


def _check_ages(sieve: Sieve, tokens: list[str], lines: list[str], fates: list[Fate], day: date) -> None:
    number = -1
    for _ in range(fates.count(Fate.LEAVES_IF_YOUNG)):
        number = fates.index(Fate.LEAVES_IF_YOUNG, number + 1)
        if not mentioned_is_under(lines[number], sieve.age(tokens[number]), day):
            fates[number] = Fate.STAYS


def _with_literals(told: list[str], kinds: tuple[str, ...]) -> list[str]:
    """The lines and the censored objects of these kinds, in wire order."""
    placed = [(PLACE.get(kind_of_line(line), len(PLACE)), line) for line in told]
    placed += [(PLACE[kind], censored_object(kind)) for kind in kinds]
    return [line for _, line in sorted(placed, key=itemgetter(0))]


def kind_of_line(line: str) -> str:
    """The kind of a document's line: its first member's value (no kind's name needs escaping)."""
    return line[len(_BEFORE_KIND) : line.index('"', len(_BEFORE_KIND))]


def born_during(protections: str, birth: date | None) -> bool:
    """Whether the person was born into the time of protection that lasts."""
    since, _, until = protections.rpartition(" ")[2].partition("/")
    return bool(since) and not until and birth is not None and since <= birth.isoformat()
