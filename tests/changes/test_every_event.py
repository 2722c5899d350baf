"""Whatever happens to people, the changes it gives are as the description says, for every kind of account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import pytest
from tests.changes.described import check_answer
from tests.changes.people import NOKIA
from tests.changes.serving import Account, give_permits, served
from tests.register.people import a_building, a_dwelling, a_dwelling_document

from vaki.changes.routes import Limits
from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.postgres.environment import Pools
from vaki.register import bulk
from vaki.register.clock import advance
from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.events.many import ManyPeople
from vaki.register.loading import FIRST_KEY
from vaki.register.recorder import Recorder
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vaki.postgres.environment import Environment

TODAY = date(2026, 11, 1)
NEWBORN = hetu.allocate(TODAY, Sex.WOMAN, 40)
SETTLER = hetu.allocate(date(1990, 5, 5), Sex.MAN, 281)
SETTLER_AGAIN = hetu.allocate(date(1990, 5, 5), Sex.MAN, 282)
STRANGER = hetu.allocate(date(1980, 8, 8), Sex.MAN, 280)

_UNMARRIED = """
    select p.code from register.person p
    where p.alive and not p.protected and p.birth_date between '1980-01-01' and '2000-01-01' and not exists (
        select 1 from register.relation r where r.person_id = p.person_id and r.kind = any('{AVIOLIITTO,HUOLLETTAVA}')
    ) order by p.person_id
"""


@dataclass(frozen=True)
class Lived:
    """A register in which every kind of event has happened, and the service over it."""

    address: str
    accounts: dict[str, Account]
    codes: list[str]


def script(woman: str, man: str, homes: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """One event of every kind, in an order that is possible."""
    custody = {"child": NEWBORN, "guardian": man}
    corrected = {"wrong": {"ammatti": "Kellosepän kisälli"}, "right": {"ammatti": "Kelloseppä"}}
    return [
        ("birth", {"mother": woman, "sex": "NAINEN", "code": NEWBORN}),
        ("naming", {"person": NEWBORN, "first_names": "Aamu Ilona", "surname": "Koivu", "call_name": "Aamu"}),
        ("custody_begun", {**custody, "role": "MUU_HUOLTAJA", "kind": "MAARATTY_HUOLTAJA", "until": "2030-01-01"}),
        ("custody_decided", {**custody, "living": "AIDIN_LUONA", "rights": "Asumisesta on sovittu."}),
        ("custody_ended", custody),
        ("marriage", {"first": woman, "second": man, "way": "SIVIILIVIHKIMINEN", "second_surname": "Koivu"}),
        ("name_change", {"person": woman, "first_names": "Anna Liisa"}),
        ("call_name_change", {"person": woman, "call_name": "Liisa"}),
        ("code_change", {"person": man}),
        ("sex_change", {"person": NEWBORN, "sex": "MIES"}),
        ("citizenship_granted", {"person": woman, "country": "752"}),
        ("citizenship_lost", {"person": woman, "country": "752"}),
        ("mother_tongue", {"person": woman, "language": "sv"}),
        ("service_language", {"person": woman, "language": "sv"}),
        ("occupation", {"person": woman, "occupation": "Kellosepän kisälli"}),
        ("correction", {"person": woman, "kind": "AMMATTI", **corrected}),
        ("religion", {"person": woman, "kind": "ORT"}),
        ("email", {"person": woman, "address": "anna@example.fi", "kind": "HENKILON_ILMOITTAMA"}),
        ("ban_set", {"person": woman, "ban": "SUKUTUTKIMUSKIELTO"}),
        ("ban_lifted", {"person": woman, "ban": "SUKUTUTKIMUSKIELTO"}),
        ("temporary_address", {"person": woman, "to": homes[0]}),
        ("postal_address", {"person": woman, "address": "PL 1", "postal_code": "37100", "post_office": "NOKIA"}),
        ("protection_begun", {"person": woman, "until": "2027-01-01"}),
        ("protection_extended", {"person": woman, "until": "2028-01-01"}),
        ("move", {"person": [woman], "to": homes[1]}),
        ("protection_ended", {"person": woman}),
        ("temporary_address_ended", {"person": woman}),
        ("postal_address_ended", {"person": woman}),
        ("move", {"person": [woman], "to": homes[2]}),
        ("cancelled_move", {"person": [woman], "back_to": homes[1]}),
        ("divorce", {"first": woman, "second": man}),
        ("emigration", {"person": [woman], "country": "233", "street": "Sadama 5", "place": "10111 TALLINN"}),
        ("immigration", {"person": woman, "to": homes[1], "from_country": "233"}),
        ("death", {"person": woman}),
        ("death_undone", {"person": woman, "residence": homes[1]}),
        ("death", {"person": man}),
        ("death_corrected", {"person": man, "right_day": TODAY.isoformat()}),
        ("death_undone", {"person": man}),
        ("loaded", {"henkilotunnus": STRANGER, "tietoryhmat": loaded_groups()}),
        *places(homes),
        *houses(),
        *children(man),
        *unions(woman, man),
        *standing_in_law(woman, man),
        *names_and_codes(woman, man),
    ]


def places(homes: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """The life of someone who keeps moving, one event of every kind about places."""
    known = {"first_names": "Mart", "surname": "Tamm", "birth_date": "1990-05-05", "sex": "MIES", "code": SETTLER}
    sealand = {"country": "998", "country_name": "Sealand", "place": "ROUGHS TOWER"}
    arriving = {"person": SETTLER, "to": homes[2], "from_country": "998", "from_country_name": "Sealand"}
    box = {"person": SETTLER, "address": "PL 2", "post_office": "TARTU"}
    in_tartu = {"person": [SETTLER], "country": "233", "place": "TARTU"}
    return [
        ("registered_abroad", {"newcomer": {**known, "citizenships": ["233"]}, **sealand, "day": "2015-01-01"}),
        ("country_changed", {**in_tartu, "day": "2015-06-01"}),
        ("country_changed", {"person": [SETTLER], **sealand, "day": "2016-01-01"}),
        ("address_abroad", {"person": SETTLER, "street": "North 1", "place": "ROUGHS TOWER", "day": "2017-01-01"}),
        ("immigration", {**arriving, "day": "2018-01-01"}),
        ("immigration_corrected", {"person": SETTLER, "day": "2018-02-01"}),
        ("immigration_undone", {"person": SETTLER, "place": "ROUGHS TOWER"}),
        ("immigration", {**arriving, "day": "2018-03-01"}),
        ("foreigner_removed", {"person": SETTLER, "day": "2018-05-01"}),
        ("foreigner_removal_undone", {"person": SETTLER}),
        ("move_to_stay", {"person": [SETTLER], "municipality": "091", "kind": 901, "day": "2020-01-01"}),
        ("lost", {"person": SETTLER, "day": "2022-02-01"}),
        ("lost_undone", {"person": SETTLER}),
        ("lost", {"person": SETTLER, "day": "2022-03-01"}),
        ("found", {"person": SETTLER, "to": homes[2], "day": "2023-01-01"}),
        ("move_corrected", {"person": [SETTLER], "day": "2023-02-01"}),
        ("emigration", {**in_tartu, "day": "2024-01-01"}),
        ("emigration_corrected", {"person": [SETTLER], "day": "2024-02-01"}),
        ("emigration_undone", {"person": [SETTLER], "back_to": homes[2]}),
        ("temporary_address", {"person": SETTLER, "to": homes[0], "until": "2027-06-01"}),
        ("temporary_stay", {"person": SETTLER, "municipality": "091", "kind": 904, "institution": "0001"}),
        ("temporary_address_abroad", {"person": SETTLER, "country": "233", "place": "TARTU"}),
        ("temporary_stay_changed", {"person": SETTLER, "stay": homes[0], "until": "2027-07-01"}),
        ("temporary_stay_corrected", {"person": SETTLER, "stay": homes[0], "day": "2026-09-01"}),
        ("temporary_stay_cancelled", {"person": SETTLER, "stay": "20023300000000"}),
        ("temporary_address_ended", {"person": SETTLER, "stay": homes[0]}),
        ("postal_address_abroad", {**box, "country": "233"}),
        ("postal_address_abroad_ended", {"person": SETTLER}),
        ("email", {"person": SETTLER, "address": "mart@example.fi"}),
        ("email_ended", {"person": SETTLER}),
        ("occupation", {"person": SETTLER, "occupation": "Merimies"}),
        ("occupation_ended", {"person": SETTLER}),
        ("protection_begun", {"person": SETTLER, "until": "2028-01-01"}),
        ("contact_address", {"person": SETTLER, "address": "PL 3", "postal_code": "00101", "post_office": "Helsinki"}),
        ("contact_address_abroad", {**box, "country": "233"}),
        ("contact_address_ended", {"person": SETTLER}),
    ]


def houses() -> list[tuple[str, dict[str, Any]]]:
    """A house is built, renamed, renumbered and taken down; what happens to many at once."""
    plain = a_dwelling(4_000_000, "536", "Pihlaja")
    address = {"street": "Tammitie", "street_number": "3", "postal_code": "37120", "post_office": "Nokia"}
    code = {"building": plain.building_code}
    return [
        ("building_registered", {"building": msgspec.to_builtins(a_building(plain))}),
        ("building_address_added", {**code, "number": 2, **address}),
        ("building_address_changed", {**code, "number": 2, **address, "street_number": "5"}),
        ("dwelling_registered", {"dwelling": msgspec.to_builtins(a_dwelling_document(plain))}),
        ("dwelling_renumbered", {"dwelling": plain.residence_code, "staircase": "B", "number": "002"}),
        ("dwelling_removed", {"dwelling": f"{plain.building_code}1B002 "}),
        ("building_changed", {**code, "use_state": "05"}),
        ("building_demolished", {**code, "reason": "07"}),
        ("street_renamed", {"municipality": "536", "street": "Tammitie", "to": "Honkatie"}),
        ("postal_code_changed", {"municipality": "536", "code": "37120", "to": "37130", "post_office": "Nokia"}),
        ("lost_persons", {}),
        ("municipalities_merged", {"municipality": "211", "into": "837"}),
    ]


def children(man: str) -> list[tuple[str, dict[str, Any]]]:
    """Whose child the newborn is and who has the custody, with all that is taken back."""
    by_him = {"child": NEWBORN, "parent": man}
    custody = {"child": NEWBORN, "guardian": man}
    return [
        ("parenthood_confirmed", by_him),
        ("custody_begun", {**custody, "day": "2026-11-02"}),
        ("custody_decided", {**custody, "living": "ISAN_LUONA"}),
        ("custody_decision_withdrawn", custody),
        ("custody_ended", {**custody, "day": "2026-12-01"}),
        ("custody_ending_undone", {**custody, "since": "2026-11-02", "ended": "2026-12-01"}),
        ("custody_undone", custody),
        ("parenthood_annulled", by_him),
        ("parenthood_restored", by_him),
        ("child_letter_corrected", {"person": NEWBORN, "letter": "D"}),
        ("taken_into_care", {"person": NEWBORN}),
        ("care_ended", {"person": NEWBORN}),
        ("adoption", {"person": NEWBORN, "adopters": [SETTLER]}),
        ("adoption_annulled", {"person": NEWBORN}),
    ]


def unions(woman: str, man: str) -> list[tuple[str, dict[str, Any]]]:
    """The divorced find each other again, as partners and as spouses."""
    couple = {"first": woman, "second": man}
    return [
        ("partnership_begun", {**couple, "abroad": True}),
        ("partnership_to_marriage", couple),
        ("marriage_corrected", {**couple, "right_way": "KIRKOLLINEN_VIHKIMINEN"}),
        ("separation_begun", couple),
        ("separation_ended", couple),
        ("divorce", couple),
        ("divorce_undone", couple),
        ("marriage_undone", couple),
        ("partnership_begun", {**couple, "abroad": True}),
        ("partnership_dissolved", couple),
    ]


def standing_in_law(woman: str, man: str) -> list[tuple[str, dict[str, Any]]]:
    """Who acts for whom, who keeps the data, and who was believed dead."""
    guarded = {"person": woman, "guardians": [{"person": man}]}
    entrusted = {"person": woman, "attorneys": [{"person": man}]}
    return [
        ("guardianship_begun", guarded),
        ("guardianship_changed", {"person": woman, "limits": "RAJOITETTU_OSITTAIN"}),
        ("guardianship_ended", {"person": woman}),
        ("guardianship_begun", guarded),
        ("guardianship_undone", {"person": woman}),
        ("power_of_attorney_confirmed", entrusted),
        ("power_of_attorney_ended", {"person": woman}),
        ("power_of_attorney_confirmed", entrusted),
        ("power_of_attorney_withdrawn", {"person": woman}),
        ("register_authority", {"person": woman, "number": 59}),
        ("declared_dead", {"person": man}),
        ("found_alive", {"person": man}),
    ]


def names_and_codes(woman: str, man: str) -> list[tuple[str, dict[str, Any]]]:
    """Names, codes, citizenships and languages that are put right, and a person recorded twice."""
    known = {"first_names": "Mart", "surname": "Tamm", "birth_date": "1990-05-05", "sex": "MIES", "code": SETTLER_AGAIN}
    abroad = {"country": "233", "place": "TARTU"}
    foreign = {"person": woman, "code": "800101-1234", "country": "752"}
    return [
        ("name_corrected", {"person": woman, "surname": "Koivula"}),
        ("name_change", {"person": woman, "surname": "Lehto"}),
        ("name_change_undone", {"person": woman}),
        ("middle_name", {"person": woman, "middle_name": "Berg"}),
        ("patronymic", {"person": woman, "patronymic": "Ivanovna"}),
        ("former_name_recorded", {"person": woman, "kind": "EDELLINEN_SUKUNIMI", "former": "Salo"}),
        ("code_change_undone", {"person": man}),
        ("registered_abroad", {"newcomer": {**known, "citizenships": ["233"]}, **abroad, "day": "2015-01-01"}),
        ("codes_merged", {"person": SETTLER, "dropped": SETTLER_AGAIN}),
        ("foreign_code_recorded", foreign),
        ("foreign_code_ended", foreign),
        ("electronic_identifier_given", {"person": SETTLER}),
        ("electronic_identifier_ended", {"person": SETTLER}),
        ("citizenship_loss_undone", {"person": woman, "country": "752", "lost": "2026-11-13"}),
        ("citizenship_corrected", {"person": woman, "country": "752", "right_country": "578"}),
        ("citizenship_withdrawn", {"person": woman, "country": "578"}),
        ("language_withdrawn", {"person": woman, "earlier": "fi"}),
    ]


def loaded_groups() -> list[dict[str, Any]]:
    """A person as another sandbox gave them, with a group that nobody here knows."""
    return [
        {
            "tietoryhma": "HENKILOTUNNUS_KORJAUS",
            "aktiivinenHenkilotunnus": STRANGER,
            "edellisetHenkilotunnukset": [],
            "muutettuHenkilotunnus": STRANGER,
            "voimassaolo": "AKTIIVI",
        },
        {"tietoryhma": "SUKUPUOLI", "sukupuoli": "MIES"},
        {"tietoryhma": "HENKILON_NIMI", "etunimi": "Olli", "sukunimi": "Outo"},
        {"tietoryhma": "KUKAAN_EI_TUNNE", "jotain": [{"ja": "muuta"}]},
    ]


@pytest.fixture(scope="module")
async def lived(module_environment: Environment) -> AsyncIterator[Lived]:
    async with await Pools.open(module_environment, size=4) as pools:
        source = Source(400, 7, TODAY)
        async with pools.register.acquire() as connection, connection.transaction():
            await load_population(connection, source, workers=1, progress=lambda _what, _done, _all: None)
        singles = [row["code"] for row in await pools.register.fetch(_UNMARRIED)]
        woman = next(code for code in singles if hetu.parse(code).sex is Sex.WOMAN)
        man = next(code for code in singles if hetu.parse(code).sex is Sex.MAN)
        homes = [row["residence_code"] for row in await pools.register.fetch("select * from register.dwelling limit 3")]
        async with Recorder(pools.register) as recorder:
            for days, (name, data) in enumerate(script(woman, man, homes), 1):
                event = decode(name, data)
                if isinstance(event, ManyPeople):
                    await bulk.run(pools.register, event)
                else:
                    await recorder.record(event)
                await advance(pools.register, recorder, TODAY + timedelta(days=days))
        codes = [row["code"] for row in await pools.register.fetch("select code from register.identity_code")]
        async with served(pools, Limits()) as address:
            yield Lived(f"{address}/api/v1", await give_permits(pools), codes)


def test_every_kind_of_event_is_in_the_script() -> None:
    assert {name for name, _ in script("", "", ["", "", ""])} == set(EVENTS)


@pytest.mark.parametrize("account", ["sandbox", "entitled", "nokia"])
async def test_what_every_event_tells_fits_the_description(lived: Lived, account: str) -> None:
    """`check_answer` holds each page against the schema of its group kinds."""
    async with httpx.AsyncClient(
        base_url=lived.address, auth=lived.accounts[account].basic, event_hooks={"response": [check_answer]}
    ) as client:
        selection = {} if account == "nokia" else {"hetulista": lived.codes}
        asked = {"viimeisinKirjausavain": FIRST_KEY, **selection}
        told = (await client.post("/muutokset", json=asked)).json()
        assert told["ajanTasalla"]
        items = told["muutokset"]
        for at in range(0, len(lived.codes), 1000):
            await client.post("/perustiedot", json={"hetulista": lived.codes[at : at + 1000]})
        if account == "nokia":
            await client.post("/perustiedot", json={"kuntakoodit": [NOKIA]})
    attributes = {group["muutosattribuutti"] for item in items for group in item["tietoryhmat"]}
    if account != "nokia":
        assert attributes == {"LISATTY", "MUUTETTU", "POISTETTU", "KORJATTAVA", "KORJATTU", "LISATIETO"}
        assert any(group["tietoryhma"] == "KUKAAN_EI_TUNNE" for item in items for group in item["tietoryhmat"])
        assert ("turvakiellonAlaisetKentat" in json.dumps(items)) == (account == "sandbox")
