"""First and last days, whatever they are of: none runs backwards, none lies before the birth or after the death."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaki.register.audit import contradictions as that
from vaki.register.groups import CATALOGUE, KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.groups import WireGroup

_ENDS: Final = {
    "alkupv": ("loppupv", "paatymispv", "paattymispv"),
    "kuntaanMuuttopv": ("kunnastaPoisMuuttopv",),
    "huoltosuhteenAlkupv": ("huoltosuhteenLoppupv",),
    "asumisenAlkupv": ("asumisenLoppupv",),
    "oikeudenAlkupv": ("oikeudenLoppupv",),
    "vihkipv": ("paattymispv",),
    "virallistamispv": ("paattymispv",),
    "valtuutussuhteenAlkupv": ("valtuutussuhteenLoppupv",),
    "saamispv": ("menetyspv",),
    "antopv": (),
    "siirtopv": (),
    "suomeenMuuttopv": (),
}
_LASTING: Final = frozenset({"LAPSI", "VANHEMPI", "PERHESUHDE"})
"""A parenthood may be confirmed or annulled when the parent, or the child, is dead."""


_WITH_LISTS: Final = {
    "KANSALAISUUS": ("henkilonKansalaisuudet",),
    "HUOLTAJA": ("oikeudet",),
    "HUOLLETTAVA": ("oikeudet",),
    "EDUNVALVONTA": ("nykyisetEdunvalvojat",),
    "EDUNVALVONTAVALTUUTUS": ("nykyisetEdunvalvontavaltuutetut",),
}
_DATED: Final = frozenset(
    one.name for one in CATALOGUE if not _ENDS.keys().isdisjoint(one.members) or one.name in _WITH_LISTS
)


def periods(person: Person) -> Iterator[Found]:
    born, died, day = person.born, person.died, person.day
    for entry in person.stored:
        kind = entry.kind
        if kind not in _DATED:
            continue
        for since, until in _periods(entry.group):
            if until and until < since:
                yield that.PERIOD_BACKWARDS.found(kind=kind)
            if since < born:
                yield that.BEFORE_BIRTH.found(kind=kind)
            if day and since > day:
                yield that.IN_FUTURE.found(kind=kind)
            if died and kind not in _LASTING:
                if since > died:
                    yield that.AFTER_DEATH.found(kind=kind)
                elif until > died:
                    yield that.ENDS_AFTER_DEATH.found(kind=kind)


def _periods(group: WireGroup) -> Iterator[tuple[str, str]]:
    """(first day, last day or none) of a group and of what stands in its lists."""
    yield from _period(group)
    for whole in _WITH_LISTS.get(group[KIND], ()):
        for element in group.get(whole, ()):
            yield from _period(element)


def _period(group: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for member, value in group.items():
        ends = _ENDS.get(member)
        if ends is not None:
            until = next((str(group[end]["arvo"]) for end in ends if end in group), "")
            yield str(value["arvo"]), until
