"""The scenarios whose changes stand in tables/: what has happened before, and the event.

One module a subject, with a table of the same name; a new module is imported here.
"""

from tests.register.events.scenarios import (
    clock,
    codes,
    correction,
    custody,
    deaths,
    family,
    guardianship,
    identity,
    many,
    moving,
    names,
    parenthood,
    place,
    places,
    protection,
    staying,
    unions,
)
from tests.register.events.scenarios.loaded import LOADED
from tests.register.events.scenarios.world import SCENARIOS, SUBJECTS, World

__all__ = [
    "LOADED",
    "SCENARIOS",
    "SUBJECTS",
    "World",
    "clock",
    "codes",
    "correction",
    "custody",
    "deaths",
    "family",
    "guardianship",
    "identity",
    "many",
    "moving",
    "names",
    "parenthood",
    "place",
    "places",
    "protection",
    "staying",
    "unions",
]
