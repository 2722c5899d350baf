"""The product's information groups, as the variant with rows puts them together; members are named as on the wire."""

# ruff: noqa: N815

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rest_framework import serializers

from benchmarks.competitors.drf_app.rows import Address, Person
from benchmarks.competitors.rules import KIND, Group


class DayField(serializers.Field):
    """A day with its precision, of two columns."""

    def __init__(self, column: str) -> None:
        super().__init__(source="*", read_only=True)
        self._day, self._precision = column, f"{column}_precision"

    def to_representation(self, row: Any) -> dict[str, str] | None:
        """None where there is no day."""
        day = getattr(row, self._day)
        return None if day is None else {"arvo": day.isoformat(), "tarkkuus": getattr(row, self._precision)}


class BilingualField(serializers.Field):
    """Text in Finnish, Swedish or both, of two columns."""

    def __init__(self, column: str) -> None:
        super().__init__(source="*", read_only=True)
        self._columns = {"fi": f"{column}_fi", "sv": f"{column}_sv"}

    def to_representation(self, row: Any) -> dict[str, str] | None:
        """None where there is neither."""
        found = {language: getattr(row, column) for language, column in self._columns.items()}
        return {language: text for language, text in found.items() if text is not None} or None


class KindField(serializers.Field):
    """The name of a group of which a person has one."""

    def __init__(self, kind: str) -> None:
        super().__init__(source="*", read_only=True)
        self._kind = kind

    def to_representation(self, _row: Any) -> str:
        """The same for everybody."""
        return self._kind


class GroupSerializer(serializers.Serializer):
    """A group without the members that have no value."""

    def to_representation(self, row: Any) -> Group:
        """As the wire has it."""
        return {member: value for member, value in super().to_representation(row).items() if value is not None}


class PeriodSerializer(GroupSerializer):
    alkupv = DayField("since")
    loppupv = DayField("until")


class IdentitySerializer(GroupSerializer):
    tietoryhma = KindField("HENKILOTUNNUS_KORJAUS")
    aktiivinenHenkilotunnus = serializers.CharField(source="code")
    edellisetHenkilotunnukset = serializers.ReadOnlyField(source="previous_codes")
    muutettuHenkilotunnus = serializers.CharField(source="code")
    voimassaolo = KindField("AKTIIVI")


class BirthSerializer(GroupSerializer):
    tietoryhma = KindField("SYNTYMAPAIVA")
    syntymapv = DayField("born")


class SexSerializer(GroupSerializer):
    tietoryhma = KindField("SUKUPUOLI")
    sukupuoli = serializers.CharField(source="sex")


class TongueSerializer(GroupSerializer):
    tietoryhma = KindField("AIDINKIELI")
    kielikoodi = serializers.CharField(source="tongue")
    kielikoodiISO6392 = serializers.CharField(source="tongue_iso6392")
    nimi = serializers.CharField(source="tongue_name")
    alkupv = DayField("tongue_since")
    loppupv = DayField("tongue_until")


class ServiceLanguageSerializer(GroupSerializer):
    tietoryhma = KindField("ASIOINTIKIELI")
    kielikoodi = serializers.CharField(source="service_language")
    kielikoodiISO6392 = serializers.CharField(source="service_language_iso6392")
    alkupv = DayField("service_language_since")


class FullNameSerializer(GroupSerializer):
    tietoryhma = KindField("HENKILON_NIMI")
    etunimi = serializers.CharField(source="first_names")
    sukunimi = serializers.CharField(source="surname")
    etunimiUTF8 = serializers.CharField(source="first_names_utf8")
    sukunimiUTF8 = serializers.CharField(source="surname_utf8")
    alkupv = DayField("names_since")
    lisatieto = serializers.CharField(source="names_note")


class DeathSerializer(GroupSerializer):
    tietoryhma = KindField("KUOLINPAIVA")
    kuollut = serializers.BooleanField(source="dead")
    kuolinpv = DayField("died")


class ProtectionSerializer(GroupSerializer):
    tietoryhma = KindField("TURVAKIELTO")
    turvaLoppuPv = DayField("protection_until")
    turvakieltoAktiivinen = serializers.BooleanField(source="protection_active")


class HomeSerializer(GroupSerializer):
    tietoryhma = KindField("KOTIKUNTA")
    kuntakoodi = serializers.CharField(source="home_municipality")
    kuntaanMuuttopv = DayField("home_since")


class NameSerializer(PeriodSerializer):
    tietoryhma = serializers.CharField(source="kind")
    nimilaji = serializers.CharField(source="sort")
    nimi = serializers.CharField(source="name")
    nimiUTF8 = serializers.CharField(source="name_utf8")


class EmailSerializer(PeriodSerializer):
    tietoryhma = KindField("SAHKOPOSTIOSOITE")
    sahkopostiosoite = serializers.CharField(source="address")
    lajikoodi = serializers.CharField(source="sort")


class CitizenshipSerializer(GroupSerializer):
    kansalaisuuskoodi = serializers.CharField(source="country")
    kansalaisuusnimi = serializers.CharField(source="country_name")
    voimassaolo = serializers.CharField(source="in_force")
    saamispv = DayField("got")
    menetyspv = DayField("lost")


class CitizenshipsSerializer(GroupSerializer):
    tietoryhma = KindField("KANSALAISUUS")
    henkilonKansalaisuudet = CitizenshipSerializer(source="citizenships", many=True)


class StreetSerializer(PeriodSerializer):
    tietoryhma = serializers.CharField(source="kind")
    katunimi = BilingualField("street")
    katunumero = serializers.CharField(source="street_number")
    huoneistokirjain = serializers.CharField(source="staircase")
    huoneistonumero = serializers.CharField(source="flat")
    jakokirjain = serializers.CharField(source="flat_division")
    postinumero = serializers.CharField(source="postal_code")
    postitoimipaikka = BilingualField("post_office")
    rakennustunnus = serializers.CharField(source="building_code")
    osoitenumero = serializers.IntegerField(source="address_number")
    kuntakoodi = serializers.CharField(source="municipality")


class AbroadSerializer(PeriodSerializer):
    tietoryhma = serializers.CharField(source="kind")
    lahiosoite = serializers.CharField(source="street_abroad")
    paikkakunta = serializers.CharField(source="town_abroad")
    valtiokoodi = serializers.CharField(source="country")
    valtionimi = serializers.CharField(source="country_name")


class MailSerializer(PeriodSerializer):
    tietoryhma = serializers.CharField(source="kind")
    postiosoite = BilingualField("line")
    postiosoiteLisarivi = serializers.CharField(source="second_line")
    postinumero = serializers.CharField(source="postal_code")
    postitoimipaikka = BilingualField("post_office")
    valtiokoodi = serializers.CharField(source="country")
    valtionimi = serializers.CharField(source="country_name")


class AddressField(serializers.Field):
    """An address by its kind: three sorts of group stand in one table."""

    street, abroad, mail = StreetSerializer(), AbroadSerializer(), MailSerializer()

    def to_representation(self, row: Address) -> Group:
        """As the wire has it."""
        if row.kind.endswith("_KOTIMAINEN_OSOITE"):
            return self.street.to_representation(row)
        chosen = self.abroad if row.kind.endswith("_ULKOMAINEN_OSOITE") else self.mail
        return chosen.to_representation(row)


_OF_PERSON = {
    "id": IdentitySerializer(),
    "born": BirthSerializer(),
    "sex": SexSerializer(),
    "tongue": TongueSerializer(),
    "service_language": ServiceLanguageSerializer(),
    "first_names": FullNameSerializer(),
    "dead": DeathSerializer(),
    "protection_active": ProtectionSerializer(),
    "home_municipality": HomeSerializer(),
}
"""The groups that a person has one of, by the column without which there is none."""
_OF_ROWS = {"names": NameSerializer(), "emails": EmailSerializer(), "addresses": AddressField()}
_CITIZENSHIPS = CitizenshipsSerializer()


class GroupsField(serializers.Field):
    """A person's groups as the caller is told them. Serializers are made once: making is slow."""

    def to_representation(self, person: Person) -> list[Group]:
        """`context` has the product and `censors`, whether the caller is told less of the protected."""
        product = self.context["product"]
        by_kind: defaultdict[str, list[Group]] = defaultdict(list)
        for column, serializer in _OF_PERSON.items():
            if getattr(person, column) is not None:
                group = serializer.to_representation(person)
                by_kind[group[KIND]].append(group)
        for relation, serializer in _OF_ROWS.items():
            for row in getattr(person, relation).all():
                group = serializer.to_representation(row)
                by_kind[group[KIND]].append(group)
        if person.citizenships.all():
            by_kind["KANSALAISUUS"].append(_CITIZENSHIPS.to_representation(person))
        in_order = sorted(by_kind, key=product.places.__getitem__)
        protected = self.context["censors"] and person.protected
        return product.base_groups((group for kind in in_order for group in by_kind[kind]), protected=protected)
