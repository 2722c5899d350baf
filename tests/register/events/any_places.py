"""Fields of the events of buildings and dwellings, and of those that happen to many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import strategies as st
from tests.register.people import DWELLINGS, a_building, a_dwelling, a_dwelling_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.register.people import Register

TOWNS = st.sampled_from(["536", "091", "837", "199"])
STREETS = st.sampled_from(["Koivutie", "Leppätie", "Mäntytie", "Mäntyvägen", "Tammitie"])
NUMBERS = st.integers(1, 4)
BUILDINGS = st.sampled_from([*(one.building_code for one in DWELLINGS), a_dwelling(9, "536", "Pihlaja").building_code])


class PlaceFacts:
    """Draws what they need; how is told by `Facts`."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    register: Register
    one_of: Callable[..., Any]
    day: Callable[[], dict[str, str]]

    def address(self) -> dict[str, Any]:
        street = {"street": self.draw(STREETS), "street_number": self.one_of("1", "5-7")}
        return {"number": self.draw(NUMBERS), **street, "postal_code": "37120", "post_office": "Nokia"}

    def home(self) -> str:
        return str(self.one_of(*sorted(self.register.places.fresh().dwellings)))

    def building_registered(self) -> dict[str, Any]:
        house = a_building(a_dwelling(self.one_of(1, 9), self.draw(TOWNS), "Pihlaja"))
        return {"building": msgspec.to_builtins(house)}

    def building_changed(self) -> dict[str, Any]:
        return {"building": self.draw(BUILDINGS), "use_state": self.one_of("", "01", "05", "07", "99")}

    def building_address_added(self) -> dict[str, Any]:
        return {"building": self.draw(BUILDINGS), **self.address()}

    building_address_changed = building_address_added

    def building_demolished(self) -> dict[str, Any]:
        return {"building": self.draw(BUILDINGS), "reason": "07"}

    def dwelling_registered(self) -> dict[str, Any]:
        home = a_dwelling_document(a_dwelling(self.one_of(2, 9), "536", "Pihlaja"))
        return {"dwelling": msgspec.to_builtins(home)}

    def dwelling_renumbered(self) -> dict[str, Any]:
        to = {"staircase": self.one_of("", "B"), "number": self.one_of("000", "014", "14")}
        return {"dwelling": self.home(), **to, **self.one_of({}, {"address_number": 2})}

    def dwelling_removed(self) -> dict[str, Any]:
        return {"dwelling": self.home()}

    def street_renamed(self) -> dict[str, Any]:
        names = {"street": self.draw(STREETS), "to": self.draw(STREETS), "to_sv": self.one_of("", "Ekvägen")}
        return {"municipality": self.draw(TOWNS), **names, **self.one_of({}, self.day())}

    def postal_code_changed(self) -> dict[str, Any]:
        codes = {"code": self.one_of("37100", "00100"), "to": self.one_of("37120", "00100"), "post_office": "Nokia"}
        street = self.one_of({}, {"street": self.draw(STREETS)})
        return {"municipality": self.draw(TOWNS), **codes, **street}

    def municipalities_merged(self) -> dict[str, Any]:
        return {"municipality": self.draw(TOWNS), "into": self.draw(TOWNS), **self.one_of({}, self.day())}

    def lost_persons(self) -> dict[str, Any]:
        return self.day()
