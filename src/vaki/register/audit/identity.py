"""Identity codes against birth date and sex, languages, citizenships and religion, and codes told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import country, hetu, language, satu
from vaki.register.audit import contradictions as that
from vaki.register.audit.person import TO_THE_DAY
from vaki.register.events.notices import COMMUNITY, COMMUNITY_KIND, NO_COMMUNITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.groups import WireGroup

_KNOWN_TO: Final = {TO_THE_DAY: 10, "KUUKAUSI": 7, "VUOSI": 4}
"""Letters of an ISO date that a precision vouches for: the rest is padding."""
_IN_WORDS: Final = (("valtiokoodi", "valtionimi"), ("kansalaisuuskoodi", "kansalaisuusnimi"))


def identity(person: Person) -> Iterator[Found]:
    yield from _active_code(person)
    yield from _codes(person)
    if person.day and person.born > person.day:
        yield that.BORN_IN_FUTURE.found()
    yield from _languages(person)
    yield from _citizenships(person)
    if not person.as_loaded:
        yield from _religion(person)
    for entry in person.stored:
        if country.IN_PLAIN_TEXT in entry.line and _lacks_words(entry.group):
            yield that.UNNAMED_TEXT.found(kind=entry.kind)
    for group in person.all("SAHKOINEN_ASIOINTITUNNUS"):
        if "sahkoinenAsiointitunnus" in group and not satu.is_valid(group["sahkoinenAsiointitunnus"]):
            yield that.SATU_INVALID.found()


def _active_code(person: Person) -> Iterator[Found]:
    try:
        code = hetu.parse(person.code)
    except hetu.InvalidHetu:
        yield that.CODE_INVALID.found()
        return
    born = person.one("SYNTYMAPAIVA")
    if born is not None:
        known = _KNOWN_TO[born["syntymapv"].get("tarkkuus", TO_THE_DAY)]
        if code.birth_date.isoformat()[:known] != person.born[:known]:
            yield that.CODE_BIRTH_DATE.found()
    if person.has("SUKUPUOLI") and code.sex.value != person.sex:
        yield that.CODE_SEX.found()


def _codes(person: Person) -> Iterator[Found]:
    for group in person.all("HENKILOTUNNUS_KORJAUS"):
        former = group["edellisetHenkilotunnukset"]
        active = group.get("aktiivinenHenkilotunnus")
        told = group["muutettuHenkilotunnus"] == active and group["voimassaolo"] == "AKTIIVI"
        apart = active not in former and len(set(former)) == len(former)
        if not (told and apart and all(map(hetu.is_valid, former))) and not person.as_loaded:
            yield that.CODES_DISAGREE.found()


def _languages(person: Person) -> Iterator[Found]:
    for kind in ("AIDINKIELI", "ASIOINTIKIELI"):
        for group in person.all(kind):
            code, twin = group.get("kielikoodi"), group.get("kielikoodiISO6392")
            if code is None or twin is None:
                continue
            if not language.exists(code) or language.get(code).alpha3 != twin:
                yield that.TONGUE_TWINS.found(kind=kind)
            if code == language.IN_PLAIN_TEXT and kind == "AIDINKIELI" and not group.get("nimi"):
                yield that.UNNAMED_TEXT.found(kind=kind)


def _citizenships(person: Person) -> Iterator[Found]:
    for group in person.all("KANSALAISUUS"):
        held = [
            (one["kansalaisuuskoodi"], one.get("kansalaisuusnimi"))
            for one in group["henkilonKansalaisuudet"]
            if one.get("voimassaolo") != "PASSIIVI"
        ]
        if len(set(held)) != len(held):
            yield that.CITIZEN_TWICE.found()
        if any(code == country.IN_PLAIN_TEXT and not name for code, name in held):
            yield that.UNNAMED_TEXT.found(kind="KANSALAISUUS")


def _religion(person: Person) -> Iterator[Found]:
    """The kind may stand alone; a community stands beside a kind that is one."""
    told = person.one(COMMUNITY_KIND)
    if person.has(COMMUNITY) and told is not None and told.get("uskontokuntalaji") == NO_COMMUNITY:
        yield that.COMMUNITY_OF_NONE.found()


def _lacks_words(group: WireGroup) -> bool:
    return any(group.get(code) == country.IN_PLAIN_TEXT and not group.get(name) for code, name in _IN_WORDS)
