"""The yearly figures of what happens in the country, every kind of event that life can bring, with their sources.

The figures that Statistics Finland or the register authority publish are of the 2020s; the others are estimates of ours
and stand here only. A kind that happens to a household or a pair is counted once.
"""

from __future__ import annotations

from typing import Final

from vaki.synthetic.draws import Table
from vaki.synthetic.life.rates import Rate
from vaki.synthetic.life.seasons import (
    ARRIVALS,
    BIRTHS,
    BUILDING,
    DEATHS,
    MOVES,
    WEDDINGS,
    any_day,
    moving_day,
    notice_day,
    wedding_day,
)

_STATISTICS: Final = "Statistics Finland"
_AUTHORITY: Final = "the register authority's figures"

# How many move together, and so how many households there are among the persons that the statistics count.
PARTY_BETWEEN: Final = Table(((1, 0.70), (2, 0.17), (3, 0.07), (4, 0.045), (5, 0.015)))
PARTY_WITHIN: Final = Table(((1, 0.60), (2, 0.21), (3, 0.10), (4, 0.065), (5, 0.025)))
PARTY_ABROAD: Final = Table(((1, 0.74), (2, 0.12), (3, 0.07), (4, 0.07)))
PARTY_PROTECTED: Final = Table(((1, 0.45), (2, 0.25), (3, 0.20), (4, 0.10)))
MOVERS_BETWEEN: Final = 284_150
"""Persons a year (2019; some 298 000 in 2020, 267 647 in January to November 2025)."""
MOVERS_WITHIN: Final = 585_000
"""Persons a year, of the 550–620 thousand left of about a million moves in all; divorced who move out among them."""
EMIGRANTS: Final = 14_500
"""Persons a year."""
MOVES_OUT: Final = 0.75
"""Divorces after which one of the two moves at once."""
DIVORCES: Final = 12_000
NEWLY_PROTECTED: Final = 1_300
"""Persons a year, of about 2 000 applications, continuations among them."""
BUILT: Final = Table(((1, 0.86), (4, 0.06), (12, 0.05), (28, 0.03)))
"""Dwellings in a new building."""


def mean(party: Table[int]) -> float:
    return sum(size * weight for size, weight in zip(party.values, party.weights, strict=True)) / sum(party.weights)


FAMILIES: Final = (
    Rate("birth", 44_500, any_day, BIRTHS, _STATISTICS, turns=True),
    Rate("parenthood_confirmed", 3_000),
    Rate("parenthood_annulled", 300),
    Rate("parenthood_restored", 10),
    Rate("child_letter_corrected", 40),
    Rate("adoption", 500),
    Rate("adoption_annulled", 4),
    Rate("marriage", 21_500, wedding_day, WEDDINGS, _STATISTICS, turns=True),
    Rate("marriage_corrected", 300),
    Rate("marriage_undone", 25),
    Rate(
        "divorce",
        DIVORCES,
        source=_STATISTICS,
        turns=True,
        brings=(("divorce", 1.0), ("move", MOVES_OUT)),
    ),
    Rate("divorce_undone", 15),
    Rate("partnership_begun", 20),
    Rate("partnership_dissolved", 60),
    Rate("partnership_to_marriage", 40),
    Rate("separation_begun", 10),
    Rate("separation_ended", 5),
    Rate("custody_begun", 1_500, turns=True),
    Rate("custody_decided", 9_000, turns=True),
    Rate("custody_ended", 700),
    Rate("custody_undone", 20),
    Rate("custody_ending_undone", 10),
    Rate("custody_decision_withdrawn", 20),
    Rate("taken_into_care", 3_300),
    Rate("care_ended", 2_000),
    Rate("guardianship_begun", 9_000),
    Rate("guardianship_changed", 3_000),
    Rate("guardianship_ended", 1_500),
    Rate("guardianship_undone", 15),
    Rate("power_of_attorney_confirmed", 6_000),
    Rate("power_of_attorney_ended", 400),
    Rate("power_of_attorney_withdrawn", 10),
    Rate("death", 60_000, any_day, DEATHS, _STATISTICS, turns=True),
    Rate("death_corrected", 150),
    Rate("death_undone", 12),
    Rate("declared_dead", 60),
    Rate("found_alive", 3),
)
IDENTITIES: Final = (
    Rate("name_change", 16_000, source=_AUTHORITY, turns=True),
    Rate("name_corrected", 600),
    Rate("name_change_undone", 40),
    Rate("call_name_change", 6_000, turns=True),
    Rate("middle_name", 300),
    Rate("patronymic", 400),
    Rate("former_name_recorded", 2_000),
    Rate("code_change", 300, turns=True),
    Rate("code_change_undone", 8),
    Rate("codes_merged", 120, brings=(("codes_merged", 1.0), ("registered_abroad", 1.0))),
    Rate("sex_change", 500),
    Rate("foreign_code_recorded", 20_000),
    Rate("foreign_code_ended", 1_500),
    Rate("electronic_identifier_given", 20_000),
    Rate("electronic_identifier_ended", 8_000),
    Rate("citizenship_granted", 9_000, source=_STATISTICS, turns=True),
    Rate("citizenship_lost", 400),
    Rate("citizenship_corrected", 300),
    Rate("citizenship_withdrawn", 30),
    Rate("citizenship_loss_undone", 8),
    Rate("mother_tongue", 3_000, turns=True),
    Rate("service_language", 30_000, notice_day, turns=True),
    Rate("language_withdrawn", 100),
    Rate("register_authority", 300),
    Rate("correction", 6_000, turns=True),
)
PLACES_OF_PEOPLE: Final = (
    Rate(
        "move_within",
        (MOVERS_WITHIN - DIVORCES * MOVES_OUT) / mean(PARTY_WITHIN),
        moving_day,
        MOVES,
        _STATISTICS,
        turns=True,
        brings=(("move", 1.0),),
    ),
    Rate(
        "move_between",
        MOVERS_BETWEEN / mean(PARTY_BETWEEN),
        moving_day,
        MOVES,
        _STATISTICS,
        turns=True,
        brings=(("move", 1.0),),
    ),
    Rate("cancelled_move", 5_000, months=MOVES, turns=True),
    Rate("move_corrected", 3_500, months=MOVES),
    Rate("move_to_stay", 9_000),
    Rate("lost", 150),
    Rate("found", 700),
    Rate("lost_undone", 20),
    Rate("immigration", 60_000, moving_day, ARRIVALS, _STATISTICS, turns=True),
    Rate("immigration_undone", 30),
    Rate("immigration_corrected", 600),
    Rate("emigration", EMIGRANTS / mean(PARTY_ABROAD), moving_day, MOVES, _STATISTICS, turns=True),
    Rate("emigration_undone", 50),
    Rate("emigration_corrected", 250),
    Rate("country_changed", 2_500),
    Rate("address_abroad", 6_000, notice_day),
    Rate("registered_abroad", 4_000),
    Rate("foreigner_removed", 1_200),
    Rate("foreigner_removal_undone", 20),
    Rate("temporary_address", 36_000, notice_day, MOVES),
    Rate("temporary_stay", 3_500, notice_day),
    Rate("temporary_address_abroad", 5_000, notice_day),
    Rate("temporary_address_ended", 30_000, notice_day),
    Rate("temporary_stay_changed", 3_000, notice_day),
    Rate("temporary_stay_corrected", 400),
    Rate("temporary_stay_cancelled", 700, notice_day),
    Rate(
        "protection_begun",
        NEWLY_PROTECTED / mean(PARTY_PROTECTED),
        source=_AUTHORITY,
        turns=True,
        brings=(("protection_begun", mean(PARTY_PROTECTED)),),
    ),
    Rate("protection_extended", 700, source=_AUTHORITY),
    Rate("protection_ended", 250, turns=True, brings=(("protection_ended", 1.9),)),
    Rate("contact_address", 600),
    Rate("contact_address_abroad", 30),
    Rate("contact_address_ended", 150),
)
NOTICES: Final = (
    Rate("occupation", 50_000, notice_day),
    Rate("occupation_ended", 2_000, notice_day),
    Rate("religion", 75_000, notice_day, source=_STATISTICS),
    Rate("email", 85_000, notice_day),
    Rate("email_ended", 8_000, notice_day),
    Rate("ban_set", 30_000, notice_day),
    Rate("ban_lifted", 8_000, notice_day),
    Rate("postal_address", 28_000, notice_day),
    Rate("postal_address_ended", 26_000, notice_day),
    Rate("postal_address_abroad", 4_000, notice_day),
    Rate("postal_address_abroad_ended", 1_500, notice_day),
)
PLACES: Final = (
    Rate(
        "building_registered",
        13_000,
        months=BUILDING,
        source=_STATISTICS,
        brings=(("building_registered", 1.0), ("dwelling_registered", mean(BUILT))),
    ),
    Rate("building_changed", 20_000),
    Rate("building_address_added", 1_500),
    Rate("building_address_changed", 2_500),
    Rate("building_demolished", 2_000, months=BUILDING, source=_STATISTICS),
    Rate("dwelling_renumbered", 2_500),
    Rate("dwelling_removed", 1_000),
    Rate("street_renamed", 200),
    Rate("postal_code_changed", 12),
)
RATES: Final = (*FAMILIES, *IDENTITIES, *PLACES_OF_PEOPLE, *NOTICES, *PLACES)

NOT_BY_RATE: Final = {
    "naming": "a newborn's, within three months of the birth",
    "lost_persons": "the yearly run, on one day of November",
    "dwelling_registered": "comes with the building that is registered",
    "municipalities_merged": "the Government decides it for a 1 January; the operator gives it",
    "loaded": "somebody else's records, which the operator loads",
}
"""Events of the catalogue that no rate brings, and why."""
