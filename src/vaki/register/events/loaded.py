"""A person as an answer of the change interface tells them, taken in exactly as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from vaki.codes import hetu
from vaki.register.derive import derive
from vaki.register.document import Document, Entry, homes_field, write, year_end_municipality
from vaki.register.due import due_day
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import IdentityCode
from vaki.register.events.protection import BAN
from vaki.register.groups import ATTRIBUTE, COMPUTED_AT_READING, IN_FORCE, KIND, PLACE, WITHHELD
from vaki.register.index import narrow_rows

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup

_PERSON_CODE: Final = "henkilotunnus"
_ONLY_IN_CHANGES: Final = frozenset({ATTRIBUTE, IN_FORCE})


_ALWAYS_THERE: Final[dict[str, tuple[str, ...]]] = {
    "AIDINKIELI": ("kielikoodi",),
    "ASIOINTIKIELI": ("kielikoodi",),
    "AVIOLIITTO": ("puoliso", "voimassaolo"),
    "HENKILON_NIMI": ("etunimi", "sukunimi"),
    "HUOLLETTAVA": ("huollettava", "huoltajanRooli", "huoltosuhteenAlkupv", "huoltosuhteenLoppupv"),
    "HUOLTAJA": ("huoltaja", "huoltajanRooli", "huoltosuhteenAlkupv", "huoltosuhteenLoppupv"),
    "KANSALAISUUS": ("henkilonKansalaisuudet",),
    "EDELLINEN_KOTIKUNTA": ("kuntakoodi", "kuntaanMuuttopv"),
    "KOTIKUNTA": ("kuntakoodi", "kuntaanMuuttopv"),
    "KUOLINPAIVA": ("kuollut",),
    "KUTSUMANIMI": ("nimilaji", "nimi"),
    "LAPSI": ("lapsi", "isaAiti", "lapsilaatu"),
    "NIMENMUUTOS": ("nimilaji", "nimi"),
    "NIMENMUUTOS_LAAJA": ("nimilaji", "nimi"),
    "REKISTEROITY_PARISUHDE": ("osapuoli", "voimassaolo"),
    "SIVIILISAATY": ("siviilisaaty",),
    "SUKUPUOLI": ("sukupuoli",),
    "SYNTYMAPAIVA": ("syntymapv",),
    "TURVAKIELTO": ("turvakieltoAktiivinen",),
    "VAESTOKIRJANPITOKUNTA": ("kuntakoodi",),
    "VANHEMPI": ("vanhempi", "isaAiti", "lapsilaatu"),
}
"""Members that every uncensored object of a kind has in the examples (§2.8), and that later events read."""


class Loaded(Event):
    """A person's groups exactly as they stand in one item of `perustiedot`, derived and unknown ones included.

    Published as LISATTY; of someone known already, only what differs, what is gone as POISTETTU. Groups and members
    keep their order until the person's next event, which derives anew. Loading the same again tells nothing. Persons
    who stand in each other's groups are linked when both are known: the earlier one then tells the group as
    LISATIETO. Source: docs/wire/muutosrajapinta.md §1.4 and §2.2.
    """

    name: ClassVar[str] = "loaded"
    henkilotunnus: IdentityCode
    tietoryhmat: list[dict[str, Any]]

    def codes(self) -> Iterable[str]:
        return list(dict.fromkeys([self.henkilotunnus, *self._own_codes(), *_named(self.tietoryhmat)]))

    def _own_codes(self) -> Iterator[str]:
        for group in self.tietoryhmat:
            if group.get(KIND) == "HENKILOTUNNUS_KORJAUS" and isinstance(group.get("aktiivinenHenkilotunnus"), str):
                yield group["aktiivinenHenkilotunnus"]

    def apply(self, draft: Draft) -> None:
        if not hetu.is_shaped(self.henkilotunnus):
            raise EventRefused("The identity code has not the shape of one.")
        for group in self.tietoryhmat:
            if not isinstance(group.get(KIND), str) or not _ONLY_IN_CHANGES.isdisjoint(group):
                raise EventRefused("A group is not one of base data.")
        known = {draft.ids[code] for code in (self.henkilotunnus, *self._own_codes()) if code in draft.ids}
        if len(known) > 1:
            raise EventRefused("The identity codes belong to several persons.")
        document = draft.by_id(known.pop()) if known else draft.newborn()
        before = draft.people.get(document.person_id)
        if before is not None and _as_read(before, draft) == self.tietoryhmat:
            return
        _refuse_incomplete(self.tietoryhmat)
        self._fill(draft, document)
        _refuse_unreadable(document, draft)
        draft.verbatim.add(document.person_id)
        _tell(draft, document, before)
        _link(draft, document)

    def _fill(self, draft: Draft, document: Document) -> None:
        known = bool(document.entries)
        held = {id(entry): entry for entry in document.entries}
        entries = []
        for group in self.tietoryhmat:
            same = next((key for key, entry in held.items() if entry.group == group), None)
            if same is not None and list(held[same].group) == list(group):
                entries.append(held.pop(same))
            else:
                mentions = tuple(draft.ids[code] for code in _named([group]) if code in draft.ids)
                entries.append(Entry(group, mentions=tuple(one for one in mentions if one != document.person_id)))
        document.entries = entries
        document.loaded_as = self.henkilotunnus
        _note_protection(draft, document, known=known)


def _named(groups: Any) -> Iterator[str]:
    """Identity codes of the persons who stand in groups, at any depth; each once."""
    found: dict[str, None] = {}
    waiting = [value for group in groups for value in group.values()]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            code = value.get(_PERSON_CODE)
            if isinstance(code, str) and hetu.is_shaped(code):
                found[code] = None
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    yield from found


def _as_read(document: Document, draft: Draft) -> list[WireGroup]:
    """The groups as the door hands them out."""
    groups = [entry.group for entry in document.entries]
    year_end = year_end_municipality(homes_field(document), draft.day)
    if year_end is None or document.one(COMPUTED_AT_READING) is not None:
        return groups
    place = PLACE[COMPUTED_AT_READING]
    at = sum(PLACE.get(group[KIND], len(PLACE)) < place for group in groups)
    return [*groups[:at], year_end, *groups[at:]]


def _note_protection(draft: Draft, document: Document, *, known: bool) -> None:
    """Nobody knows since when a person who comes under protection has had it: perhaps since the day after birth."""
    protected = any(group.get("turvakieltoAktiivinen") for group in document.all(BAN))
    lasting = bool(document.protections) and not document.protections[-1][1]
    if protected and not lasting:
        first = draft.day if known else (document.birth_date or date.min) + timedelta(days=1)
        document.protections = (*document.protections, (first.isoformat(), ""))
    elif lasting and not protected:
        *earlier, (since, _) = document.protections
        document.protections = (*earlier, (since, max(since, draft.day.isoformat())))


def _refuse_incomplete(groups: list[WireGroup]) -> None:
    for group in groups:
        if WITHHELD not in group and any(member not in group for member in _ALWAYS_THERE.get(group[KIND], ())):
            raise EventRefused("A group has not the members that its kind has.")


def _refuse_unreadable(document: Document, draft: Draft) -> None:
    """The file is anybody's: whatever the register's own reading stumbles on is refused here."""
    try:
        write(document)
        narrow_rows(document)
        derive(document.clone())
        due_day(document, draft.day)
        _ = document.birth_date, document.death_day, document.sex, document.protected
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EventRefused("A group has not the members that its kind has.") from error


def _tell(draft: Draft, document: Document, before: Document | None) -> None:
    was = [] if before is None else _as_read(before, draft)
    new = []
    for entry in document.entries:
        if entry.group in was:
            was.remove(entry.group)
        else:
            new.append(entry.group)
    for group in was:
        # a known client reads the municipality in force from the removal of another
        draft.removed(document, group, document.all(group[KIND]) if group[KIND] == "KOTIKUNTA" else ())
    for group in new:
        draft.added(document, group)


def _link(draft: Draft, document: Document) -> None:
    """Those loaded earlier hold this person's code without knowing whose it is."""
    code = document.code
    named = {draft.ids[one] for one in _named(entry.group for entry in document.entries) if one in draft.ids}
    for person_id in sorted(named & draft.people.keys() - {document.person_id}):
        other = draft.by_id(person_id)
        for entry in list(other.entries):
            if document.person_id not in entry.mentions and code in _named([entry.group]):
                linked = Entry(entry.group, mentions=(*entry.mentions, document.person_id))
                other.entries = [linked if one is entry else one for one in other.entries]
                draft.unchanged(other, entry.group)
                if other.loaded_as is not None:
                    draft.verbatim.add(person_id)
