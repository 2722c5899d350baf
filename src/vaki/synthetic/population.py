"""The whole population: planned block by block, then written block by block, in as many processes as there are.

The plan counts what blocks share (identity codes of a birth date, dwellings of a municipality), so that every block
can then be written alone; the answer does not depend on how many processes there are.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.portion import LoadRow, Portion, portion_of
from vaki.synthetic import personas
from vaki.synthetic import places as covered_places
from vaki.synthetic.documents import Writer
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.homes import OWNED
from vaki.synthetic.estate.layouts import COTTAGE, HOUSE, KINDS, LAYOUTS, SMALL, Spot, quarters_for
from vaki.synthetic.estate.rows import Estate, write_quarters
from vaki.synthetic.estate.stock import Stock
from vaki.synthetic.family.kin import add_kin
from vaki.synthetic.history import Histories
from vaki.synthetic.households import RESIDENTS_A_BLOCK, Block, make_households
from vaki.synthetic.naming import Naming
from vaki.synthetic.traits.codes import former_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaki.register.document import Document
    from vaki.synthetic.places import Place

Key = tuple[int, str, int]
"""Place, kind of dwelling, size."""
_SEXES: Final = {Sex.MAN: 0, Sex.WOMAN: 1}
_SIZES: Final = 3
_SEVERAL_SIGNS: Final = 2 * date(1900, 1, 1).toordinal()
"""From which birth day on, as `Outline.births` has it, a century has more than one sign."""
_COTTAGES_OF_PERSONS: Final = 0.88


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
    """What the plan needs to know of a block, some seven bytes a resident: it holds those of every block at a time."""

    births: array[int]
    """Birth day and sex of each person in order, as twice the day's ordinal plus one for women."""
    homes: array[int]
    """What each household that has a dwelling lives in, in order, as `_number_of` its place, kind and size."""
    heads: array[int]
    """Whose home each of these is: a person's index."""
    former: array[int]
    """As `births`, of the identity codes that people had before."""


class Quarters(NamedTuple):
    """Some quarters of a kind in a place, who owns what there and which dwellings are lived in (`Plan.residents`)."""

    place: int
    kind: str
    numbers: range
    owners: dict[Spot, int]
    lived_in: frozenset[Spot]


class Share(NamedTuple):
    """A block's part of what is shared: where its counters begin."""

    block: int
    first_id: int
    counters: array[int]
    former: array[int]
    ordinals: dict[Key, int]


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
    homes = [household for household in block.households if household.dwelling]
    return Outline(
        array("i", (_birth(person.born, person.sex) for person in block.people)),
        array("H", (_number_of((one.place, one.kind, one.size)) for one in homes)),
        array("H", (one.adults[0].index for one in homes)),
        array("i", (_birth(code.born, code.sex) for code in former_codes(source.seed, block))),
    )


def _birth(born: date, sex: Sex) -> int:
    return 2 * born.toordinal() + _SEXES[sex]


def _number_of(key: Key) -> int:
    place, kind, size = key
    return (place * len(KINDS) + KINDS.index(kind)) * _SIZES + size


def _key_of(number: int) -> Key:
    place, kind = divmod(number // _SIZES, len(KINDS))
    return place, KINDS[kind], number % _SIZES


class Plan:
    """What the blocks share, and where each block's part begins."""

    def __init__(self, source: Source, outlines: Iterable[Outline]) -> None:
        self.source = source
        self._outlines = list(outlines)
        self.people = sum(len(one.births) for one in self._outlines)
        self._heads: dict[Key, array[int]] = defaultdict(lambda: array("i"))
        first_id = personas.IDS.stop
        for one in self._outlines:
            for number, head in zip(one.homes, one.heads, strict=True):
                self._heads[_key_of(number)].append(first_id + head)
            first_id += len(one.births)
        demand = {key: len(heads) for key, heads in self._heads.items()}
        self.quarters = quarters_for(demand, source.places()[0])

    def shares(self) -> Iterator[Share]:
        """Each block's part, in order."""
        used = _Counters(self.source.day)
        homes: dict[Key, int] = defaultdict(int)
        first_id = personas.IDS.stop
        for number, one in enumerate(self._outlines):
            counters = used.next_of(one.births)
            here = Counter(map(_key_of, one.homes))
            ordinals = {key: homes[key] for key in here}
            yield Share(number, first_id, counters, used.next_of(one.former), ordinals)
            first_id += len(one.births)
            homes.update({key: homes[key] + count for key, count in here.items()})

    def people_in(self, block: int) -> int:
        """How many persons a block has."""
        return len(self._outlines[block].births)

    def stock(self) -> Stock:
        places, _ = self.source.places()
        return Stock(self.source.seed, places, self.quarters, self.source.day)

    def residents(
        self, stock: Stock, place: int, kind: str, quarters: range
    ) -> tuple[dict[Spot, int], frozenset[Spot]]:
        """Of some quarters: who owns the dwelling that he or she lives in, and which dwellings are lived in.

        Of cottages: who owns them, told as a spot whose position is the cottage's number in the quarter.
        """
        if kind == COTTAGE:
            return self._cottagers(place, quarters), frozenset()
        owners: dict[Spot, int] = {}
        lived_in: list[Spot] = []
        for quarter in quarters:
            for spot, size, ordinal in stock.households(place, kind, quarter):
                heads = self._heads.get((place, kind, size), ())
                if ordinal < len(heads):
                    lived_in.append(spot)
                    if kind == HOUSE and stock.tenure(spot) == OWNED:
                        owners[spot] = heads[ordinal]
        return owners, frozenset(lived_in)

    @cached_property
    def _roomy(self) -> Table[Key]:
        """Places, kinds and sizes of the bigger dwellings, by how many households live there."""
        return Table((key, float(len(heads))) for key, heads in sorted(self._heads.items()) if key[2] != SMALL)

    def _cottagers(self, place: int, quarters: range) -> dict[Spot, int]:
        """Most cottages belong to heads of households in bigger dwellings, of any municipality."""
        owners: dict[Spot, int] = {}
        for quarter in quarters if self._roomy.values else ():
            draws = Draws(self.source.seed, "cottagers", place, quarter)
            for number in range(LAYOUTS[COTTAGE].buildings):
                if draws.chance(_COTTAGES_OF_PERSONS):
                    heads = self._heads[draws.from_table(self._roomy)]
                    owners[Spot(place, COTTAGE, quarter, number)] = draws.one_of(heads)
        return owners


class _Counters:
    """The counters of identity codes by birth day and sex, as `hetu.allocate` takes them; none is given twice."""

    def __init__(self, day: date) -> None:
        self._used: dict[int, int] = defaultdict(int)
        self._taken = _reserved_counters(day)

    def next_of(self, births: array[int]) -> array[int]:
        """A counter for each, in order.

        One of them gets the number of somebody of the same birth day and sex with the next sign of the century, so
        that in any population there are two whose codes differ in the sign alone.
        """
        counters = array("H")
        waiting = len(births) > 1
        for birth in births:
            at, taken = self._used[birth], self._taken.get(birth)
            if taken is not None:
                while at in taken:
                    at += 1
            if waiting and 0 < at <= hetu.CODES_PER_SIGN and birth >= _SEVERAL_SIGNS:
                counter = at - 1 + hetu.CODES_PER_SIGN
                if taken is None or counter not in taken:
                    self._taken.setdefault(birth, set()).add(counter)
                    counters.append(counter)
                    waiting = False
                    continue
            counters.append(at)
            self._used[birth] = at + 1
        return counters


def _reserved_counters(day: date) -> dict[int, set[int]]:
    """Counters of identity codes that are kept for personas, by birth day and sex as `Outline.births` has them."""
    found: dict[int, set[int]] = defaultdict(set)
    for code in personas.reserved_on(day):
        kept = hetu.parse(code)
        counter = next(at for at in count() if hetu.allocate(kept.birth_date, kept.sex, at) == code)
        found[_birth(kept.birth_date, kept.sex)].add(counter)
    return dict(found)


def documents(
    source: Source, quarters: dict[tuple[int, str], int], share: Share
) -> tuple[list[Document], Block, Histories]:
    """The second pass: a block's documents in order."""
    places, where = source.places()
    stock = Stock(source.seed, places, quarters, source.day)
    block = make_block(source, share.block)
    codes = [
        hetu.allocate(person.born, person.sex, counter)
        for person, counter in zip(block.people, share.counters, strict=True)
    ]
    former = {
        code.person: hetu.allocate(code.born, code.sex, counter)
        for code, counter in zip(former_codes(source.seed, block), share.former, strict=True)
    }
    naming = Naming(source.seed, block)
    histories = Histories(source.seed, block, stock, where, share.ordinals)
    writer = Writer(
        source.seed,
        block,
        places=places,
        naming=naming,
        histories=histories,
        codes=codes,
        former=former,
        first_id=share.first_id,
    )
    return writer.write(), block, histories


def write_block(task: tuple[Source, dict[tuple[int, str], int], Share]) -> Portion:
    """A block's rows for COPY."""
    source, quarters, share = task
    made, _, _ = documents(source, quarters, share)
    return portion_of(LoadRow(document, source.day) for document in made)


def write_estate(task: tuple[Source, dict[tuple[int, str], int], Sequence[Quarters]]) -> Estate:
    """Rows of some quarters. The stock is made here: sent along it would cost more than the rows."""
    source, quarters, asked = task
    stock = Stock(source.seed, source.places()[0], quarters, source.day)
    whole = Estate([], [], [])
    for one in asked:
        made = write_quarters((stock, *one))
        whole.buildings.extend(made.buildings)
        whole.dwellings.extend(made.dwellings)
        whole.properties.extend(made.properties)
    return whole
