"""A person's base data as a page shows it: what the door gave, put into a facts list in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info

from vaki.codes import country, language, municipality
from vaki.codes.errors import UnknownCode
from vaki.web.shapes import Fact
from vaki.web.words import say, says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vaki.codes.naming import Language

    Group = Mapping[str, Any]

DEATHS = ("KUOLINPAIVA", "KUOLLEEKSIJULISTAMISPAIVA")
CENSORED = "turvakiellonAlaisetKentat"


@dataclass(frozen=True, slots=True)
class Persona:
    """`protected` when a non-disclosure for personal safety is in force, whatever else was given.

    `living` until a death or a declaration of death.
    """

    name: str
    protected: bool
    living: bool
    facts: tuple[Fact, ...]


def present(person: Mapping[str, Any], as_of: date) -> Persona:
    """An item of `perustiedot` in the active language; the age is counted on the register's day `as_of`."""
    groups: Sequence[Group] = person["tietoryhmat"]
    reader = _Reader(groups, as_of, _reader_language())
    name = reader.first("HENKILON_NIMI")
    return Persona(
        name=_full_name(name, "etunimi") if name else say("persona.unnamed"),
        protected=any(group.get("turvakieltoAktiivinen") for group in reader.all("TURVAKIELTO")),
        living=not any(group.get("kuollut") for kind in DEATHS for group in reader.all(kind)),
        facts=(_code(person["henkilotunnus"]), *reader.facts()),
    )


def _reader_language() -> Language:
    codes: dict[str, Language] = {"fi": "fi", "sv": "sv", "en": "en"}
    return codes.get(translation.get_language() or "fi", "fi")


def _code(henkilotunnus: str) -> Fact:
    return Fact(say("persona.code"), (henkilotunnus,), code=True)


class _Named(Protocol):
    def name(self, language: Language, /) -> str: ...


class _Reader:
    def __init__(self, groups: Sequence[Group], as_of: date, reader: Language) -> None:
        self._groups = groups
        self._as_of = as_of
        self._language = reader

    def all(self, kind: str) -> Iterator[Group]:
        return (group for group in self._groups if group["tietoryhma"] == kind)

    def first(self, kind: str) -> Group | None:
        return next(self.all(kind), None)

    def facts(self) -> Iterator[Fact]:
        yield from self._age()
        yield from self._death()
        yield from self._home_municipality()
        yield from self._address()
        yield from self._mother_tongue()
        yield from self._citizenship()
        yield from self._marital_status()
        yield from self._spouse()
        yield from self._relatives("persona.children", "LAPSI", "lapsi")
        yield from self._relatives("persona.parents", "VANHEMPI", "vanhempi")

    def _age(self) -> Iterator[Fact]:
        group = self.first("SYNTYMAPAIVA")
        born = _day(group, "syntymapv") if group else None
        if group is None or born is None:
            return
        values = [say("persona.born", day=_said(group["syntymapv"]))]
        if self.first("KUOLINPAIVA") is None:
            values.insert(0, say("persona.years", years=_years(born, self._as_of)))
        yield Fact(say("persona.age"), tuple(values), source="SYNTYMAPAIVA")

    def _death(self) -> Iterator[Fact]:
        group = self.first("KUOLINPAIVA")
        if group and group.get("kuollut"):
            died = _said(group["kuolinpv"]) if "kuolinpv" in group else say("persona.day-unknown")
            yield Fact(say("persona.died"), (died,), source="KUOLINPAIVA")

    def _home_municipality(self) -> Iterator[Fact]:
        term = say("persona.home-municipality")
        for group in self.all("KOTIKUNTA"):
            if CENSORED in group:
                yield _withheld(term, "KOTIKUNTA")
            else:
                values = (_name(municipality.get, group["kuntakoodi"], self._language),)
                yield Fact(term, values, _day(group, "kuntaanMuuttopv"), "KOTIKUNTA")

    def _address(self) -> Iterator[Fact]:
        term = say("persona.address")
        for kind in ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_ULKOMAINEN_OSOITE"):
            for group in self.all(kind):
                if CENSORED in group:
                    if kind == "VAKINAINEN_KOTIMAINEN_OSOITE":
                        yield _withheld(term, kind)
                else:
                    lines = _domestic(group, self._language) if "katunimi" in group else _abroad(group, self._language)
                    yield Fact(term, lines, _day(group, "alkupv"), kind)

    def _mother_tongue(self) -> Iterator[Fact]:
        group = self.first("AIDINKIELI")
        if group:
            values = (group.get("nimi") or _language_name(group["kielikoodi"], self._language),)
            yield Fact(say("persona.mother-tongue"), values, _day(group, "alkupv"), "AIDINKIELI")

    def _citizenship(self) -> Iterator[Fact]:
        group = self.first("KANSALAISUUS")
        held = [one for one in group["henkilonKansalaisuudet"] if one.get("voimassaolo") != "PASSIIVI"] if group else []
        if held:
            names = tuple(
                one.get("kansalaisuusnimi") or _name(country.get, one["kansalaisuuskoodi"], self._language)
                for one in held
            )
            yield Fact(say("persona.citizenship"), names, source="KANSALAISUUS")

    def _marital_status(self) -> Iterator[Fact]:
        group = self.first("SIVIILISAATY")
        if group:
            status: str = group["siviilisaaty"]
            known = f"persona.{status}"
            yield Fact(say("persona.marital-status"), (say(known) if says(known) else status,), source="SIVIILISAATY")

    def _spouse(self) -> Iterator[Fact]:
        for kind, member, begun in (
            ("AVIOLIITTO", "puoliso", "vihkipv"),
            ("REKISTEROITY_PARISUHDE", "osapuoli", "virallistamispv"),
        ):
            for group in self.all(kind):
                if group.get("voimassaolo") == "AKTIIVI" and member in group:
                    yield Fact(say("persona.spouse"), (_relative(group[member]),), _day(group, begun), kind)

    def _relatives(self, term: str, kind: str, member: str) -> Iterator[Fact]:
        relatives = tuple(_relative(group[member]) for group in self.all(kind) if member in group)
        if relatives:
            yield Fact(say(term), relatives, source=kind)


def _withheld(term: str, source: str) -> Fact:
    return Fact(term, (say("persona.withheld"),), source=source, withheld=True)


def _day(group: Group, member: str) -> date | None:
    return date.fromisoformat(group[member]["arvo"]) if member in group else None


def _said(paivamaara: Mapping[str, str]) -> str:
    """A date as precisely as it is known."""
    day = date.fromisoformat(paivamaara["arvo"])
    if paivamaara.get("tarkkuus") == "VUOSI":
        return f"{day.year}"
    if paivamaara.get("tarkkuus") == "KUUKAUSI":
        return f"{day.month}/{day.year}"
    return date_format(day)


def _years(born: date, as_of: date) -> int:
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def _full_name(names: Mapping[str, Any], first: str) -> str:
    """The full-repertoire spelling where it differs from the reduced one."""
    parts = (names.get(f"{first}UTF8") or names.get(first), names.get("sukunimiUTF8") or names.get("sukunimi"))
    return " ".join(part for part in parts if part)


def _relative(henkilo: Mapping[str, Any]) -> str:
    name = _full_name(henkilo, "etunimet") or say("persona.unnamed")
    if "syntymapv" not in henkilo:
        return name
    return say("persona.name-and-birth", name=name, day=_said(henkilo["syntymapv"]))


def _either(text: Mapping[str, str], reader: Language) -> str:
    return text.get("sv" if reader == "sv" else "fi") or next(iter(text.values()), "")


def _domestic(group: Group, reader: Language) -> tuple[str, ...]:
    dwelling = group.get("huoneistonumero", "").lstrip("0")
    parts = (
        _either(group["katunimi"], reader),
        group.get("katunumero", ""),
        group.get("huoneistokirjain", ""),
        f"{dwelling}{group.get('jakokirjain', '')}",
    )
    post = f"{group.get('postinumero', '')} {_either(group.get('postitoimipaikka', {}), reader)}"
    return (" ".join(part for part in parts if part), post.strip())


def _abroad(group: Group, reader: Language) -> tuple[str, ...]:
    land = group.get("valtionimi") or _name(country.get, group.get("valtiokoodi", ""), reader)
    return tuple(line for line in (group.get("lahiosoite"), group.get("paikkakunta"), land) if line)


def _language_name(code: str, reader: Language) -> str:
    """In English from Django's own list: the register's has Finnish and Swedish names only."""
    if reader == "en":
        try:
            return str(get_language_info(code)["name"])
        except KeyError:
            pass
    return _name(language.get, code, reader)


def _name(get: Callable[[str], _Named], code: str, reader: Language) -> str:
    """The code's name in the reader's language, or the code when no list has it."""
    try:
        return get(code).name(reader)
    except UnknownCode:
        return code
