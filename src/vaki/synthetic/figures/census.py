"""Counting people: one pass over stored documents, a few lines of each looked at.

A census of 5.6 million must not parse what it does not count, so it takes lines by the numbers in a document's first
line and parses three of them. Parts counted apart are added up with `merge`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.register.groups import BY_NAME, BY_NUMBER
from vaki.synthetic.figures.homes import dwelling_number

if TYPE_CHECKING:
    from datetime import date

DECADE: Final = 10
_NOWHERE: Final = frozenset({"198", "199"})
_ABROAD: Final = "200"
RESIDENT, DEAD, ABROAD, ELSEWHERE = "resident", "dead", "abroad", "no home municipality"
NO_NAME: Final = ""
IN_FORCE: Final = "AKTIIVI"
FINNISH: Final = "246"


class _Sex(msgspec.Struct):
    sukupuoli: str


class _Tongue(msgspec.Struct):
    kielikoodi: str


class _Community(msgspec.Struct):
    uskontokuntalaji: str


class _Status(msgspec.Struct):
    siviilisaaty: str


class _Names(msgspec.Struct):
    etunimi: str = ""
    sukunimi: str = ""
    etunimiUTF8: str = ""  # noqa: N815 -- the wire's name
    sukunimiUTF8: str = ""  # noqa: N815 -- the wire's name


class _Home(msgspec.Struct):
    asuinpaikantunnus: str = ""


class _Citizenship(msgspec.Struct):
    kansalaisuuskoodi: str = ""
    voimassaolo: str = IN_FORCE


class _Citizenships(msgspec.Struct):
    henkilonKansalaisuudet: list[_Citizenship]  # noqa: N815 -- the wire's name


def _number(kind: str) -> str:
    return str(BY_NAME[kind].number)


_SEX, _TONGUE, _RELIGION = _number("SUKUPUOLI"), _number("AIDINKIELI"), _number("USKONTOKUNTALAJI")
_STATUS, _NAMES, _CITIZEN = _number("SIVIILISAATY"), _number("HENKILON_NIMI"), _number("KANSALAISUUS")
_HOME: Final = _number("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
_PROTECTED: Final = _number("TURVAKIELTO")
_sex = msgspec.json.Decoder(_Sex).decode
_tongue = msgspec.json.Decoder(_Tongue).decode
_community = msgspec.json.Decoder(_Community).decode
_status = msgspec.json.Decoder(_Status).decode
_names = msgspec.json.Decoder(_Names).decode
_home = msgspec.json.Decoder(_Home).decode
_citizenships = msgspec.json.Decoder(_Citizenships).decode


@dataclass(slots=True)
class Census:
    """What is counted of a population as of a day. Everything but `states` and `groups` is of living residents."""

    day: date
    states: Counter[str] = field(default_factory=Counter)
    """Records: resident, dead, abroad, no home municipality."""
    groups: Counter[str] = field(default_factory=Counter)
    """Groups of each kind in all records, those that are no longer in force too."""
    ages: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(wire name of the sex, whole years)."""
    municipalities: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    """Mother tongues by code; empty where none is told."""
    citizenships: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """Countries of the citizenships in force, in their order in the document."""
    religions: Counter[str] = field(default_factory=Counter)
    """Wire names of kinds of religious communities."""
    marital: Counter[str] = field(default_factory=Counter)
    surnames: Counter[str] = field(default_factory=Counter)
    first_names: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(sex, the first of the first names)."""
    decades: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """(sex, decade of birth, the first of the first names)."""
    lived_in: array[int] = field(default_factory=lambda: array("Q"))
    """The permanent dwelling of each resident who has one, as `homes.dwelling_number`."""
    homes: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Dwellings that somebody lives in permanently: (people, class of the building). Whoever takes the census counts
    them from `lived_in` when all people are counted."""
    without_dwelling: int = 0
    protected: int = 0
    groups_in_document: Counter[int] = field(default_factory=Counter)
    """Documents by the number of groups."""
    kilobytes: Counter[int] = field(default_factory=Counter)
    """Documents by their size as JSON lines, whole kilobytes."""
    bytes: int = 0
    """All documents together, as JSON lines."""
    moves: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Persons who moved in the lived log: (month as 2026-08, whether between municipalities)."""
    events: Counter[tuple[date, str]] = field(default_factory=Counter)
    """Events of the last `taking.FORTNIGHT` days of the lived log: (day, name)."""
    lived_from: date | None = None
    """The first day of the lived log."""

    @property
    def residents(self) -> int:
        return self.states[RESIDENT]

    def add(self, municipality: str | None, alive: bool, born: date | None, document: str) -> None:
        """Count one stored row of a person: its search columns and its document as text."""
        first, _, rest = document.partition("\n")
        tokens = first.partition("\t")[0].split()
        self.groups.update(tokens)
        if not alive:
            self.states[DEAD] += 1
        elif municipality is None or municipality in _NOWHERE:
            self.states[ELSEWHERE] += 1
        elif municipality == _ABROAD:
            self.states[ABROAD] += 1
        else:
            self.states[RESIDENT] += 1
            self.municipalities[municipality] += 1
            self._count(dict(zip(tokens, rest.split("\n"), strict=False)), born)
            self.groups_in_document[len(tokens)] += 1
            size = len(rest.encode())
            self.bytes += size
            self.kilobytes[size // 1000] += 1

    def _count(self, lines: dict[str, str], born: date | None) -> None:
        """Count what a resident's lines tell; of kinds that stand once."""
        sex = _sex(lines[_SEX]).sukupuoli if _SEX in lines else ""
        if born is not None:
            before_birthday = (self.day.month, self.day.day) < (born.month, born.day)
            self.ages[sex, self.day.year - born.year - before_birthday] += 1
        self.languages[_tongue(lines[_TONGUE]).kielikoodi if _TONGUE in lines else ""] += 1
        self.religions[_community(lines[_RELIGION]).uskontokuntalaji if _RELIGION in lines else ""] += 1
        self.marital[_status(lines[_STATUS]).siviilisaaty if _STATUS in lines else ""] += 1
        held = _citizenships(lines[_CITIZEN]).henkilonKansalaisuudet if _CITIZEN in lines else []
        self.citizenships[tuple(one.kansalaisuuskoodi for one in held if one.voimassaolo == IN_FORCE)] += 1
        if _NAMES in lines:
            own = _names(lines[_NAMES])
            self.surnames[own.sukunimiUTF8 or own.sukunimi] += 1
            first_name = (own.etunimiUTF8 or own.etunimi).partition(" ")[0]
            self.first_names[sex, first_name] += 1
            if born is not None:
                self.decades[sex, born.year // DECADE * DECADE, first_name] += 1
        home = _home(lines[_HOME]).asuinpaikantunnus if _HOME in lines else ""
        if home:
            self.lived_in.append(dwelling_number(home))
        else:
            self.without_dwelling += 1
        self.protected += '"turvakieltoAktiivinen":true' in lines.get(_PROTECTED, "")

    def merge(self, other: Census) -> None:
        """Add what was counted apart, as of the same day."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            elif isinstance(mine, array):
                mine.extend(theirs)
            elif isinstance(mine, int):
                setattr(self, one.name, mine + theirs)

    def occurrences(self) -> dict[str, int]:
        """Groups of each kind by wire name, in force or not, kept ones left out."""
        found: Counter[str] = Counter()
        for token, count in self.groups.items():
            number = token.removesuffix("p")
            if not number.isdigit():
                if not token.endswith("k"):
                    found[token] += count
            elif int(number) in BY_NUMBER:
                found[BY_NUMBER[int(number)].name] += count
        return dict(found)
