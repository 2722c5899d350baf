"""Base data of one code, of a hundred and of a thousand, against the floor's reads with a ledger row and without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks import server
from benchmarks.bench import BASE_DATA, MENTIONING, PRODUCT, of_codes, thousand
from benchmarks.figures import FLOOR_OF, LEDGER_OFF
from benchmarks.load import Load, in_loop, pressed, request, together

if TYPE_CHECKING:
    from benchmarks.bench import Bench

SOME: Final = 100
SPREAD: Final = 4_000
"""Persons asked of in turn: enough that none is asked of twice at once."""
WARMING: Final = 0.5
TURNS: Final = 4
POINT: Final = "base data, 1 code"
POINT_P99: Final = "base data, 1 code, p99"
SIZES_OF_FLOOR: Final = (
    "select cardinality(subjects) as subjects, avg(pg_column_size(f.*))::integer as bytes "
    "from floor_ledger f where (cardinality(mentioned) > 0) = $1 group by 1 order by 1"
)
SIZES_OF_OURS: Final = (
    "select cardinality(subjects) as subjects, avg(pg_column_size(l.*))::integer as bytes "
    "from disclosure.ledger l where product = $1 group by 1 order by 1"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A server and how it is asked."""

    port: int
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """Calls with so many codes over so many connections."""

    codes: int
    connections: int
    bodies: tuple[bytes, ...]

    @property
    def name(self) -> str:
        return POINT if self.codes == 1 else f"base data, {self.codes} codes"

    @property
    def unit(self) -> str:
        return "calls/s" if self.codes == 1 else "persons/s"

    def press(self, bench: Bench, *asked: Asked) -> list[Load]:
        """As fast as each is answered, warmed up before; one after the other in turns, so that whatever else the
        machine does falls upon all of them.
        """
        chosen = [(asked_of.port, self._requests(asked_of)) for asked_of in asked]
        for port, made in chosen:
            in_loop(pressed(port, made, min(WARMING, bench.seconds / 2), self.connections))
        loads: list[list[Load]] = [[] for _ in asked]
        for _ in range(TURNS):
            for own, (port, made) in zip(loads, chosen, strict=True):
                own.append(in_loop(pressed(port, made, bench.seconds / TURNS, self.connections)))
        return [together(own) for own in loads]

    def _requests(self, asked: Asked) -> Callable[[int], bytes]:
        made = [request(asked.path, body, asked.headers) for body in self.bodies]
        return lambda number: made[number % len(made)]

    def rate(self, load: Load) -> float:
        """Calls a second of one code, persons a second of more."""
        return load.rate * self.codes


def calls(bench: Bench) -> list[Call]:
    """One code at eight connections, more at two."""
    made = [Call(1, 8, _bodies(bench.known, 1))]
    sizes = dict.fromkeys((min(SOME, thousand(bench)), thousand(bench)))
    return made + [Call(size, 2, _bodies(bench.known, size)) for size in sizes]


def _bodies(known: list[str], size: int) -> tuple[bytes, ...]:
    """Other persons in every call; made beforehand, as the caller shares the machine."""
    starts = range(0, min(len(known), max(size, SPREAD)) - size + 1, size)
    return tuple(of_codes(known[at : at + size]) for at in starts)


def base_data(bench: Bench) -> None:
    """Every size of call, under a permit by codes; then a thousand codes of a product that mentions others."""
    made, rows = calls(bench), [bench.ledger_row, bench.ledger_row_of(MENTIONING)]
    ports = [server.free_port() for _ in range(4)]
    own, off = (Asked(port, BASE_DATA, bench.head()) for port in ports[:2])
    bare, only_read = Asked(ports[2], "/read-and-log", {}), Asked(ports[2], "/read", {})
    mentioning = Asked(ports[0], BASE_DATA, bench.head(MENTIONING))
    with (
        server.serving(bench.data, ports[0]),
        server.without_ledger(bench.data, ports[1]),
        server.floor(bench.data, ports[2], rows[0]),
        server.floor(bench.data, ports[3], rows[1]),
    ):
        results = [call.press(bench, own, bare, only_read, off) for call in made]
        others, beside = made[-1].press(bench, mentioning, Asked(ports[3], "/read-and-log", {}))
    _tell(bench, made, results)
    call = made[-1]
    note = f"{MENTIONING}: {_rows(bench, call.codes, MENTIONING)}"
    bench.add(f"{call.name}, others mentioned", call.rate(others), call.unit, call.rate(beside), note)


def _tell(bench: Bench, made: list[Call], results: list[list[Load]]) -> None:
    """The figures, the floor's own, and those without a ledger; a result is in the order of the asking."""
    own, bare, only_read, off = zip(*results, strict=True)
    for call, ours, floor in zip(made, own, bare, strict=True):
        mega = ours.received / ours.wall / 1e6
        note = f"{call.connections} connections, {mega:.1f} MB/s, {_rows(bench, call.codes)}"
        bench.add(call.name, call.rate(ours), call.unit, call.rate(floor), note)
        if call.codes == 1:
            p99 = ours.percentile(0.99) * 1000
            bench.add(POINT_P99, p99, "ms", floor.percentile(0.99) * 1000, f"{call.connections} connections")
    for call, floor, read in zip(made, bare, only_read, strict=True):
        note = "the floor itself: with a ledger row, against reading only"
        bench.add(f"{FLOOR_OF}{call.name}", call.rate(floor), call.unit, call.rate(read), note)
    for call, without, ours in zip(made, off, own, strict=True):
        note = "Väki with its ledger taken out, against Väki with it"
        bench.add(f"{call.name}{LEDGER_OFF}", call.rate(without), call.unit, call.rate(ours), note)


def _rows(bench: Bench, codes: int, product: str = PRODUCT) -> str:
    """How large the ledger rows of such calls are, ours and the floor's."""
    ours = bench.owner(lambda connection: connection.fetch(SIZES_OF_OURS, product))
    floors = bench.owner(lambda connection: connection.fetch(SIZES_OF_FLOOR, product == MENTIONING))

    def nearest(rows: list[dict[str, int]]) -> int:
        return min(rows, key=lambda row: abs(row["subjects"] - codes))["bytes"]

    return f"ledger row {nearest(ours)} B, the floor's {nearest(floors)} B"
