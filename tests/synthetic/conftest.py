"""A small population made once, for the tests that only read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.synthetic.population import Plan, Source, documents, outline

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.synthetic.households import Block

DAY = date(2026, 11, 7)
SEED = 11
PERSONS = 2500


@dataclass(frozen=True)
class Made:
    """A population in memory."""

    source: Source
    plan: Plan
    block: Block
    documents: dict[int, Document]
    homes: dict[int, str]
    """Residence code by household number."""

    @property
    def residents(self) -> list[Document]:
        return [one for one in self.documents.values() if one.alive and one.municipality not in ("198", "200")]


@pytest.fixture(scope="session")
def made() -> Made:
    source = Source(PERSONS, SEED, DAY)
    plan = Plan(source, [outline((source, number)) for number in range(source.blocks)])
    share = next(iter(plan.shares()))
    people, block, histories = documents(source, plan.quarters, share)
    homes = {}
    for household in block.households:
        spot = histories.spot(household)
        if spot is not None:
            homes[household.number] = histories.stock.home(spot).residence_code
    return Made(source, plan, block, {one.person_id: one for one in people}, homes)
