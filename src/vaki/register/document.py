"""A person as one document: groups in wire order, one a line, below a first line that tells what the lines are.

The first line has six fields, separated by tabs:

1. kinds: one token a line, separated by blanks. A token is the group's number, followed by `p` when the group says
   that it is no longer in force (voimassaolo PASSIIVI) and by `k` when the line is kept; a kind the catalogue does not
   know stands by its name. A kept line is true no longer: it stays for those who were told it before protection began
   and may not hear until its end what became of it.
2. keys: the change key that wrote each line, separated by blanks; 0 means the key of the row the document stands in,
   so that a document can be written before its key is known.
3. mentions: `line:person`, for each line that holds a copy of another person's name or code.
4. homes: `municipality:first day`, newest first, from which the year-end municipality is computed at reading; or
   `~code` in a document that stands exactly as it was loaded under that code, whose year-end municipality is the
   line that was loaded, if any.
5. withheld: numbers of the lines that those from whom places are hidden are not told: history of place whose period
   overlaps a time of protection, and what was written during one (`whereabouts.FROZEN`); the birth municipality of one
   born under the mother's protection. History once withheld stays so.
6. protections: `first day/last day` of each time of protection, the last day empty while it lasts.

Serving is choosing lines by field 1; the JSON of a line is parsed only by an event. See docs/decisions/0003.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from vaki.register.entry import KEPT, NEW, OVER, Entry
from vaki.register.groups import (
    BY_NAME,
    COMPUTED_AT_READING,
    DEATHS,
    HISTORY_OF_PLACE,
    KIND,
    PLACE,
    WireGroup,
)
from vaki.register.whereabouts import FROZEN
from vaki.register.wire import read_day, to_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "KEPT", "NEW", "SHAPE", "Document", "Entry", "homes", "homes_field", "is_covered", "overlaps_protection",
    "protections_of", "read", "reference", "write", "year_end_municipality",
]  # fmt: skip

SHAPE: Final = 1
"""The shape this code writes; an older shape is upgraded when read."""

_AS_LOADED: Final = "~"


@dataclass(slots=True)
class Document:
    """All that the register knows of one person, in wire order.

    Events work on a clone and replace groups whole: a group dict, once in a document, is never altered in place.
    """

    person_id: int
    entries: list[Entry] = field(default_factory=list)
    protections: tuple[tuple[str, str], ...] = ()
    """Periods of protection as ISO dates, the end empty while it lasts."""
    loaded_as: str | None = None
    """The code under which the document was loaded (life event `loaded`), while it stands exactly as loaded."""
    kept: tuple[tuple[int, Entry], ...] = ()
    """Kept lines, each with its place among the lines of its kind that are not withheld. Never among `entries`."""

    def clone(self) -> Document:
        return Document(self.person_id, list(self.entries), self.protections, self.loaded_as, self.kept)

    def all(self, kind: str) -> list[WireGroup]:
        """Every group of a kind, in document order."""
        return [entry.group for entry in self.entries if entry.kind == kind]

    def one(self, kind: str) -> WireGroup | None:
        """The only group of a kind, or None."""
        for entry in self.entries:
            if entry.kind == kind:
                return entry.group
        return None

    def entries_of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def sort(self) -> None:
        """Put every line in its place on the wire; a document taken in from elsewhere may have it otherwise."""
        self.entries.sort(key=lambda entry: PLACE.get(entry.kind, len(PLACE)))

    def add(self, group: WireGroup, *mentions: int) -> None:
        """Put one more group in its place on the wire, after others of its kind."""
        self.place(Entry(group, NEW, mentions))

    def place(self, entry: Entry) -> None:
        """As `add`, of a whole entry."""
        place = PLACE.get(entry.kind, len(PLACE))
        at = len(self.entries)
        while at and PLACE.get(self.entries[at - 1].kind, len(PLACE)) > place:
            at -= 1
        self.entries.insert(at, entry)

    def put(self, group: WireGroup, *mentions: int) -> None:
        """Make the group the only one of its kind."""
        self.drop_kind(group[KIND])
        self.add(group, *mentions)

    def swap(self, old: WireGroup, new: WireGroup, *mentions: int) -> None:
        """Replace one group (found by identity) by another of its kind, in the same place.

        Without `mentions` the old line's are kept.
        """
        for at, entry in enumerate(self.entries):
            if entry.holds(old):
                self.entries[at] = Entry(new, NEW, mentions or entry.mentions, withheld=entry.withheld)
                return
        raise LookupError(old[KIND])

    def withhold(self, *, written: bool) -> None:
        """Mark the history of place that protection covers; with `written` also what is frozen and has no key yet."""
        if not self.protections:
            return
        for at, entry in enumerate(self.entries):
            if entry.withheld or entry.kind not in FROZEN:
                continue
            if (written and entry.key == NEW) or _is_covered(entry, self.protections):
                self.entries[at] = entry.marked(withheld=True)

    def keep(self, before: Document) -> None:
        """Keep, of the frozen kinds, what stood in the document before and those from whom it is hidden were told."""
        kept: list[tuple[int, Entry]] = []
        for kind in sorted({entry.kind for entry in before.entries if entry.kind in FROZEN} | _kinds(before.kept)):
            standing = [entry.group for entry in self.entries_of(kind) if not entry.withheld]
            for place, entry in enumerate(before.told_to_all(kind)):
                if entry.group in standing:
                    standing.remove(entry.group)
                else:
                    kept.append((place, entry))
        self.kept = tuple(kept)

    def withhold_as(self, present: Document) -> None:
        """Mark of an earlier state what the present one does not tell those from whom places are hidden."""
        told = {kind: [entry.group for entry in present.told_to_all(kind)] for kind in FROZEN}
        self.entries = [
            entry.marked(withheld=True) if entry.kind in told and entry.group not in told[entry.kind] else entry
            for entry in self.entries
        ]
        self.kept = tuple((place, entry) for place, entry in self.kept if entry.group in told[entry.kind])

    def told_to_all(self, kind: str) -> list[Entry]:
        """The lines of a kind, kept ones among them, that are not withheld."""
        told = [entry for entry in self.entries_of(kind) if not entry.withheld]
        for place, entry in self.kept:
            if entry.kind == kind:
                told.insert(place, entry)
        return told

    def drop(self, group: WireGroup) -> None:
        """Take one group (found by identity) away."""
        self.entries = [entry for entry in self.entries if not entry.holds(group)]

    def drop_kind(self, kind: str) -> None:
        self.entries = [entry for entry in self.entries if entry.kind != kind]

    # What other rooms and the search columns ask most.

    @property
    def code(self) -> str:
        """The active identity code."""
        for group in self.all("HENKILOTUNNUS_KORJAUS"):
            if group.get("aktiivinenHenkilotunnus"):
                return str(group["aktiivinenHenkilotunnus"])
        return self.loaded_as or ""

    @property
    def codes(self) -> list[str]:
        """The active code, then every passive one."""
        found = [self.code] if self.code else []
        for group in self.all("HENKILOTUNNUS_KORJAUS"):
            found += group.get("edellisetHenkilotunnukset", [])
            if group.get("voimassaolo") == "PASSIIVI" and "muutettuHenkilotunnus" in group:
                found.append(group["muutettuHenkilotunnus"])
        return list(dict.fromkeys([*found, self.loaded_as] if self.loaded_as else found))

    @property
    def municipality(self) -> str | None:
        """Home municipality code; 200 abroad, 199 unknown."""
        group = self.one("KOTIKUNTA")
        return None if group is None or "kuntakoodi" not in group else str(group["kuntakoodi"])

    @property
    def alive(self) -> bool:
        return not any(group.get("kuollut") for kind in DEATHS for group in self.all(kind))

    @property
    def death_day(self) -> date | None:
        """Day of death or of being declared dead; None for the living and for a death without a day."""
        for kind, member in (("KUOLINPAIVA", "kuolinpv"), ("KUOLLEEKSIJULISTAMISPAIVA", "kuolleeksijulistamispv")):
            for group in self.all(kind):
                if group.get("kuollut") and member in group:
                    return read_day(group[member])
        return None

    @property
    def protected(self) -> bool:
        """Whether non-disclosure for personal safety (turvakielto) is in force."""
        group = self.one("TURVAKIELTO")
        return group is not None and bool(group["turvakieltoAktiivinen"])

    @property
    def birth_date(self) -> date | None:
        group = self.one("SYNTYMAPAIVA")
        return None if group is None else read_day(group["syntymapv"])

    @property
    def sex(self) -> str:
        group = self.one("SUKUPUOLI")
        return "PUUTTUU" if group is None else str(group["sukupuoli"])

    def in_force(self, kind: str) -> list[WireGroup]:
        """Groups of a kind that do not say PASSIIVI."""
        return [group for group in self.all(kind) if group.get("voimassaolo") != "PASSIIVI"]

    def about(self, kind: str, person_id: int) -> WireGroup | None:
        """The group of a kind in force that holds the copy of that person."""
        for entry in self.entries:
            if entry.kind == kind and person_id in entry.mentions and entry.group.get("voimassaolo") != "PASSIIVI":
                return entry.group
        return None

    def relatives(self) -> Iterator[tuple[str, int]]:
        """(kind, person) of every copy in stored, not derived, groups."""
        for entry in self.entries:
            if not entry.mentions:
                continue
            known = BY_NAME.get(entry.kind)
            if known is not None and known.derived_from is not None:
                continue
            for person in entry.mentions:
                yield entry.kind, person


def reference(document: Document) -> dict[str, Any]:
    """The copy of a person that stands in others' groups (Henkilo, §2.1).

    An unnamed newborn has only code, birth date and sex.
    """
    copy: dict[str, Any] = {"henkilotunnus": document.code}
    name = document.one("HENKILON_NIMI")
    if name is not None:
        for source, target in (
            ("etunimi", "etunimet"),
            ("sukunimi", "sukunimi"),
            ("etunimiUTF8", "etunimetUTF8"),
            ("sukunimiUTF8", "sukunimiUTF8"),
        ):
            if source in name:
                copy[target] = name[source]
    birth = document.one("SYNTYMAPAIVA")
    if birth is not None:
        copy["syntymapv"] = birth["syntymapv"]
    copy["sukupuoli"] = document.sex
    return copy


def write(document: Document) -> str:
    """The document as stored text: the first line, then a group a line."""
    entries, kept = _in_order(document)
    tokens = [entry.token for entry in entries]
    for at in kept:
        tokens[at] = tokens[at].removesuffix(OVER) + KEPT
    mentions = [f"{at}:{person}" for at, entry in enumerate(entries) if entry.mentions for person in entry.mentions]
    withheld = [
        str(at)
        for at, entry in enumerate(entries)
        if (entry.withheld or (document.protections and _is_covered(entry, document.protections))) and at not in kept
    ]
    first = (
        " ".join(tokens),
        " ".join([str(entry.key) for entry in entries]),
        " ".join(mentions),
        homes_field(document),
        " ".join(withheld),
        " ".join(f"{start}/{end}" for start, end in document.protections),
    )
    made = iter(to_lines([entry.group for entry in entries if entry.stored is None]))
    lines = [next(made) if entry.stored is None else entry.stored for entry in entries]
    return "\n".join(("\t".join(first), *lines))


def _in_order(document: Document) -> tuple[list[Entry], frozenset[int]]:
    """Every line and the numbers of the kept ones, which stand where they stood for whoever is told them."""
    lines = list(document.entries)
    for kind in sorted(_kinds(document.kept)):
        place = PLACE[kind]
        at = next((n for n, one in enumerate(lines) if PLACE.get(one.kind, len(PLACE)) >= place), len(lines))
        own = [*document.told_to_all(kind), *(one for one in document.entries_of(kind) if one.withheld)]
        lines = [*lines[:at], *own, *(one for one in lines[at:] if one.kind != kind)]
    kept = {id(entry) for _, entry in document.kept}
    return lines, frozenset(at for at, one in enumerate(lines) if id(one) in kept) if kept else frozenset()


def _kinds(kept: Iterable[tuple[int, Entry]]) -> set[str]:
    return {entry.kind for _, entry in kept}


def read(text: str, person_id: int, key: int) -> Document:
    """The document that `write` stored in a row with this key."""
    first, _, rest = text.partition("\n")
    kinds, keys, mentions, homes_of, withheld, protections = first.split("\t")
    numbers = {int(number) for number in withheld.split()}
    by_line: dict[int, tuple[int, ...]] = {}
    for pair in mentions.split():
        line, _, person = pair.partition(":")
        by_line[int(line)] = (*by_line.get(int(line), ()), int(person))
    lines = zip(kinds.split(), rest.split("\n") if rest else (), strict=True)
    entries = [
        Entry(None, int(written) or key, by_line.get(at, ()), withheld=at in numbers, stored=stored)
        for at, (stored, written) in enumerate(zip(lines, keys.split(), strict=True))
    ]
    kept: tuple[tuple[int, Entry], ...] = ()
    if KEPT in kinds:
        entries, kept = _apart(entries, kinds.split())
    loaded_as = homes_of[1:] if homes_of.startswith(_AS_LOADED) else None
    return Document(person_id, entries, protections_of(protections), loaded_as, kept)


def _apart(entries: list[Entry], tokens: list[str]) -> tuple[list[Entry], tuple[tuple[int, Entry], ...]]:
    """The lines that are true, and the kept ones with their places."""
    own: list[Entry] = []
    kept: list[tuple[int, Entry]] = []
    for entry, token in zip(entries, tokens, strict=True):
        if token.endswith(KEPT) and token[:-1].isdigit():
            place = sum(one.kind == entry.kind and not one.withheld for one in own)
            kept.append((place + sum(one.kind == entry.kind for _, one in kept), entry))
        else:
            own.append(entry)
    return own, tuple(kept)


def homes_field(document: Document) -> str:
    """The first line's fourth field."""
    if document.loaded_as is not None:
        return f"{_AS_LOADED}{document.loaded_as}"
    return " ".join(homes(document))


def homes(document: Document) -> list[str]:
    """`municipality:first day` of the present and earlier home municipalities, newest first.

    A dead person's year-end municipality no longer moves with the years, so the last day it was computed for stands
    first, as `=day`.
    """
    known = [
        (str(group["kuntaanMuuttopv"]["arvo"]), str(group["kuntakoodi"]))
        for kind in ("KOTIKUNTA", "EDELLINEN_KOTIKUNTA")
        for group in document.all(kind)
        if "kuntaanMuuttopv" in group and "kuntakoodi" in group
    ]
    periods = [f"{code}:{since}" for since, code in sorted(known, reverse=True)]
    died = document.death_day
    return periods if died is None else [f"={died.isoformat()}", *periods]


def year_end_municipality(homes_of: str, as_of: date) -> WireGroup | None:
    """VUODENVAIHTEEN_KUNTA as of a day: the home municipality on the last turn of year before it, if any.

    `vuodenvaihde` is the year that ended (docs/decisions/0102). None for a document that stands as it was loaded.
    """
    if homes_of.startswith(_AS_LOADED):
        return None
    periods = homes_of.split()
    if periods and periods[0].startswith("="):
        as_of = min(as_of, date.fromisoformat(periods.pop(0)[1:]))
    year = as_of.year - 1
    last_day = f"{year}-12-31"
    for home in periods:
        code, _, since = home.partition(":")
        if since <= last_day:
            return {KIND: COMPUTED_AT_READING, "kuntakoodi": code, "vuodenvaihde": year}
    return None


def _is_covered(entry: Entry, periods: tuple[tuple[str, str], ...]) -> bool:
    return bool(periods) and entry.kind in HISTORY_OF_PLACE and overlaps_protection(entry.group, periods)


def is_covered(group: WireGroup, periods: Iterable[tuple[str, str]]) -> bool:
    """Whether the group is a record of history of place whose period touches a time of protection."""
    return group[KIND] in HISTORY_OF_PLACE and overlaps_protection(group, periods)


def overlaps_protection(group: WireGroup, periods: Iterable[tuple[str, str]]) -> bool:
    """Whether the period of a history record touches a time of protection.

    `periods` are ISO dates, the end empty while the protection lasts. A record that ended the day before protection
    began counts: whoever moves on its first day would otherwise be seen leaving.
    """
    start = group.get("alkupv") or group.get("kuntaanMuuttopv")
    end = group.get("loppupv") or group.get("kunnastaPoisMuuttopv")
    first = start["arvo"] if start else date.min.isoformat()
    left = date.fromisoformat(end["arvo"]) if end else date.max
    last = left if left == date.max else left + timedelta(days=1)
    return any(first <= (until or date.max.isoformat()) and since <= last.isoformat() for since, until in periods)


def protections_of(field: str) -> tuple[tuple[str, str], ...]:
    """The periods in the sixth field of a first line."""
    return tuple((start, end) for start, _, end in (period.partition("/") for period in field.split()))
