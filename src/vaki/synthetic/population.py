"""The whole population: planned block by block, then written block by block, in as many processes as there are.

The plan counts what blocks share (identity codes of a birth date, dwellings of a municipality), so that every block
can then be written alone; the answer does not depend on how many processes there are.
"""

from __future__ import annotations

import gc
from array import array
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.loading import LoadRow
from vaki.synthetic import places as covered_places
from vaki.synthetic.documents import Writer
from vaki.synthetic.estate.layouts import HOUSE, Spot, quarters_for
from vaki.synthetic.estate.stock import OWNED, Stock
from vaki.synthetic.family.kin import add_kin
from vaki.synthetic.history import Histories
from vaki.synthetic.households import RESIDENTS_A_BLOCK, Block, make_households
from vaki.synthetic.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.document import Document
    from vaki.synthetic.draws import Table
    from vaki.synthetic.places import Place

Key = tuple[int, str, int]
"""Place, kind of dwelling, size."""
_SEXES: Final = {Sex.MAN: 0, Sex.WOMAN: 1}


@dataclass(frozen=True, slots=True)
class Source:
    """What everything follows from: living residents, seed, the day as of which they live."""

    persons: int
    seed: int
    day: date

    @property
    def blocks(self) -> int:
        return max(-(-self.persons // RESIDENTS_A_BLOCK), 1)

    def residents(self, block: int) -> int:
        """Residents of a block: all have as many, give or take one."""
        return self.persons * (block + 1) // self.blocks - self.persons * block // self.blocks

    def places(self) -> tuple[tuple[Place, ...], Table[int]]:
        return covered_places.covered(self.persons, self.seed)


class Outline(NamedTuple):
    """What the plan needs to know of a block."""

    people: int
    births: array[int]
    """Birth day and sex of each person in order, as twice the day's ordinal plus one for women."""
    homes: dict[Key, int]


class Share(NamedTuple):
    """A block's part of what is shared: where its counters begin."""

    block: int
    first_id: int
    counters: array[int]
    ordinals: dict[Key, int]


class Written(NamedTuple):
    """A block ready for the register: rows, and who lives where."""

    rows: list[LoadRow]
    lived_in: list[Spot]
    owners: list[tuple[Spot, int]]


def make_block(source: Source, number: int) -> Block:
    """A block's people and who is whose, without names, codes and dwellings."""
    places, where = source.places()
    block = make_households(
        source.seed, number, residents=source.residents(number), day=source.day, places=places, where=where
    )
    add_kin(source.seed, block)
    return block


def outline(task: tuple[Source, int]) -> Outline:
    """The first pass over a block."""
    source, number = task
    block = make_block(source, number)
    births = array("l", (2 * person.born.toordinal() + _SEXES[person.sex] for person in block.people))
    homes: dict[Key, int] = defaultdict(int)
    for household in block.households:
        if household.dwelling:
            homes[household.place, household.kind, household.size] += 1
    return Outline(len(block.people), births, dict(homes))


class Plan:
    """What the blocks share, and where each block's part begins."""

    def __init__(self, source: Source, outlines: list[Outline]) -> None:
        self.source = source
        self.people = sum(one.people for one in outlines)
        self._outlines = outlines
        demand: dict[Key, int] = defaultdict(int)
        for one in outlines:
            for key, count in one.homes.items():
                demand[key] += count
        self.quarters = quarters_for(demand, len(source.places()[0]))

    def shares(self) -> Iterator[Share]:
        """Each block's part, in order."""
        used: dict[int, int] = defaultdict(int)
        homes: dict[Key, int] = defaultdict(int)
        first_id = 1
        for number, one in enumerate(self._outlines):
            counters = array("H")
            for birth in one.births:
                counters.append(used[birth])
                used[birth] += 1
            yield Share(number, first_id, counters, {key: homes[key] for key in one.homes})
            first_id += one.people
            for key, count in one.homes.items():
                homes[key] += count

    def stock(self) -> Stock:
        places, _ = self.source.places()
        return Stock(self.source.seed, places, self.quarters)


def documents(
    source: Source, quarters: dict[tuple[int, str], int], share: Share
) -> tuple[list[Document], Block, Histories]:
    """The second pass: a block's documents in order."""
    places, where = source.places()
    stock = Stock(source.seed, places, quarters)
    block = make_block(source, share.block)
    codes = [
        hetu.allocate(person.born, person.sex, counter)
        for person, counter in zip(block.people, share.counters, strict=True)
    ]
    naming = Naming(source.seed, block)
    histories = Histories(source.seed, block, stock, where, share.ordinals)
    writer = Writer(
        source.seed,
        block,
        places=places,
        naming=naming,
        histories=histories,
        codes=codes,
        first_id=share.first_id,
    )
    return writer.write(), block, histories


def write_block(task: tuple[Source, dict[tuple[int, str], int], Share]) -> Written:
    """A block's rows for COPY, and the dwellings that its households live in."""
    source, quarters, share = task
    # What a block is made of lives until the block is written: looking for rubbish meanwhile takes half as long again.
    gc.disable()
    try:
        return _write_block(source, quarters, share)
    finally:
        gc.enable()


def _write_block(source: Source, quarters: dict[tuple[int, str], int], share: Share) -> Written:
    made, block, histories = documents(source, quarters, share)
    lived_in: list[Spot] = []
    owners: list[tuple[Spot, int]] = []
    for household in block.households:
        spot = histories.spot(household)
        if spot is None:
            continue
        lived_in.append(spot)
        if spot.kind == HOUSE and histories.stock.tenure(spot) == OWNED:
            owners.append((spot, share.first_id + household.adults[0].index))
    return Written([LoadRow(document, source.day) for document in made], lived_in, owners)
