"""What has been public of each person's whereabouts, reckoned from documents and dates, not from the code's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.planting import HISTORY
from tests.oracle.rules import HIDDEN_ALWAYS, HIDDEN_WITH_THE_TOWN
from tests.oracle.searching import found

from vaki.register.whereabouts import BIRTH_HOME
from vaki.register.wire import to_line

if TYPE_CHECKING:
    from tests.register.people import Register

    from vaki.register.document import Document, Entry

_HIDDEN: Final = HIDDEN_ALWAYS | HIDDEN_WITH_THE_TOWN
_FOREIGN: Final = "ULKOMAINEN_HENKILOTUNNUS"
_HOMES: Final = ("KOTIKUNTA", "EDELLINEN_KOTIKUNTA")


def _tokens(entry: Entry) -> set[str]:
    return found(to_line(entry.group).encode())


def _computed(entry: Entry) -> set[str]:
    """What an answer holds of a year-end municipality computed of a home; no document holds it but a loaded one."""
    is_home = entry.kind in _HOMES and "kuntakoodi" in entry.group
    return {f'"{entry.group["kuntakoodi"]}","vuodenvaihde"'} if is_home else set()


def _is_history(kind: str) -> bool:
    return kind.startswith(HISTORY)


def _touches(entry: Entry, since: str, until: str) -> bool:
    """Whether a record of history lasted into a time of protection, or to the day before it."""
    first = entry.group.get("alkupv") or entry.group.get("kuntaanMuuttopv")
    left = entry.group.get("loppupv") or entry.group.get("kunnastaPoisMuuttopv")
    begins_in_time = first is None or not until or first["arvo"] <= until
    return begins_in_time and (left is None or date.fromisoformat(left["arvo"]) >= _day_before(since))


def _day_before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)


@dataclass
class Memory:
    """Of one person: every token there has been, and those that anybody may know."""

    ever: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    """In kinds that are never hidden."""
    with_town: set[str] = field(default_factory=set)
    """In kinds told wherever the home municipality is."""
    public: set[str] = field(default_factory=set)
    """Told to all at a time without protection."""
    told_past: set[str] = field(default_factory=set)
    """Of the public, what the history of an earlier time tells while protection lasts."""
    withheld: set[str] = field(default_factory=set)
    """First seen in history while there was protection."""
    born_told: set[str] = field(default_factory=set)
    """Where the person was born, told when a protection that hid it ended."""
    protected: bool = False
    last: list[Entry] = field(default_factory=list)
    """The lines as they stood before protection."""

    def see(self, document: Document) -> None:
        """Take in the document as it stands after an event."""
        for entry in document.entries:
            tokens = _tokens(entry)
            if document.protected and _is_history(entry.kind):
                self.withheld |= tokens - self.ever
            self.ever |= tokens
            if entry.kind not in _HIDDEN:
                self.open |= tokens
            if entry.kind in HIDDEN_WITH_THE_TOWN:
                self.with_town |= tokens
            if not document.protected:
                not_told = self._not_told(entry, document)
                self.public |= tokens - not_told
                if not not_told:
                    self.public |= _computed(entry)
        if document.protected and not self.protected:
            self._begin(document)
        if self.protected and not document.protected:
            # unless the mother's protection hides it still, which her document would tell and here the mark does
            told = [entry for entry in document.entries_of(BIRTH_HOME) if not entry.withheld]
            self.born_told |= {token for entry in told for token in _tokens(entry)}
        self.protected = document.protected
        if not document.protected:
            self.last = [*document.entries]

    def _not_told(self, entry: Entry, document: Document) -> set[str]:
        """Of a line of someone not protected now: what was written under protection, or of a time under it."""
        if not _is_history(entry.kind):
            return set()
        return _tokens(entry) if any(_touches(entry, *period) for period in document.protections) else self.withheld

    def _begin(self, document: Document) -> None:
        self.told_past = set()
        for entry in self.last:
            if entry.kind == _FOREIGN or (_is_history(entry.kind) and not _touches(entry, *document.protections[-1])):
                self.told_past |= _tokens(entry) & self.public

    def allowed(self, *, town: bool) -> set[str]:
        """What may be told of the person now to whoever may not have what is protected."""
        told = self.told_past | self.born_told if self.protected else self.public
        return self.open | told | (self.with_town if town else set())


class Memories(dict[int, Memory]):
    """By person."""

    def see(self, register: Register) -> None:
        for person, document in register.people.items():
            self.setdefault(person, Memory()).see(document)

    def forbidden(self, *, town: bool) -> set[str]:
        """Tokens that may not reach the unentitled: hidden of their owner, and told of nobody else."""
        allowed = {token for memory in self.values() for token in memory.allowed(town=town)}
        return {token for memory in self.values() for token in memory.ever} - allowed
