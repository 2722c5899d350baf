"""The race against the competitors: the same calls on the same data, in turns, and whether the result counts.

A competitor counts when it answers what Väki answers, and its framework when the better of its variants, with ledger
and censoring off, reaches a share of the floors: nobody beats a straw man here.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks import server
from benchmarks.base_data import POINT, POINT_P99, Asked, calls
from benchmarks.bench import BASE_DATA, CHANGES, listed
from benchmarks.catch_up import CatchUp, keys_back, name_of, posted, timed
from benchmarks.figures import ratio
from benchmarks.load import in_loop

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.competitors.rival import Rival

BATCH_SHARE: Final = 0.09
POINT_SHARE: Final = 0.12
"""What each framework must reach of the floor of a thousand codes and of one."""
COMPARED: Final = 1_000
"""Persons whose base data and changes are compared before anything is timed, the protected among them."""
LAG: Final = 1_000


@dataclass(frozen=True, slots=True)
class Result:
    """One rival's values by the figure's name, and Väki's in turns with it; `wrong` is what it answers otherwise.

    `bare`: with ledger and censoring off, the share of the floor that it reaches in turns with it.
    """

    framework: str
    name: str
    values: dict[str, float]
    beside: dict[str, float]
    bare: dict[str, float]
    wrong: str = ""


def race(bench: Bench) -> None:
    """Race every rival, and put the better one beside each of Väki's figures that it was raced for."""
    if bench.find(POINT) is None:
        bench.tell("not raced: the base data of this run has no figures to race against")
        return
    try:
        from benchmarks.competitors.packages import NotInstalled, installed
        from benchmarks.competitors.rival import RIVALS
    except ImportError as missing:
        bench.tell(f"not raced: the competitors are not here ({missing})")
        return
    try:
        installed(bench.tell)
    except NotInstalled as why:
        bench.tell(f"not raced: the competitors' packages are not installed ({why})")
        return
    judge(bench, [_raced(bench, rival) for rival in RIVALS])


def judge(bench: Bench, results: list[Result]) -> None:
    """Put the better competitor beside the figures, or say why there is no ratio."""
    for one in results:
        told = ", ".join(f"{name} {value:,.0f}" for name, value in one.values.items())
        bench.tell(f"{one.name}: {one.wrong or told}")
    sound = [one for one in results if not one.wrong]
    why = objection(bench, results)
    if why:
        bench.tell(f"no ratio: {why}")
    for figure in bench.figures:
        if figure.name not in {name for one in results for name in one.values}:
            continue
        if why:
            figure.note = f"{figure.note}; no ratio: {why}"
            continue
        raced = {
            ratio(one.beside[figure.name], one.values[figure.name], figure.unit): one
            for one in sound
            if figure.name in one.values
        }
        better = raced[min(raced)]
        figure.race(better.values[figure.name], better.beside[figure.name])
        figure.note = f"{figure.note}; the better competitor: {better.name}"


def objection(bench: Bench, results: list[Result]) -> str:
    """Why no ratio may be printed; nothing when every framework answers what Väki answers in one variant at least, and
    reaches its shares of the floors.
    """
    for framework in dict.fromkeys(one.framework for one in results):
        sound = [one for one in results if one.framework == framework and not one.wrong]
        if not sound:
            return f"{framework} does not answer what Väki answers"
        for name, least in _marks(bench).items():
            best = max(one.bare.get(name, 0.0) for one in sound)
            if best < least:
                return f"{framework} reaches only {best:.1%} of the floor at {name}, and {least:.0%} is asked"
    return ""


def _marks(bench: Bench) -> dict[str, float]:
    return {POINT: POINT_SHARE, calls(bench)[-1].name: BATCH_SHARE}


def _raced(bench: Bench, rival: Rival) -> Result:
    """Loaded, compared, timed without and with its care."""
    bench.tell(f"{rival.name}: loading …")
    in_loop(rival.load(bench))
    with rival.serve(bench, careful=False) as port:
        bare = _shares(bench, port)
    own = server.free_port()
    with rival.serve(bench) as port, server.serving(bench.data, own):
        wrong = _compared(bench, port, own)
        if wrong:
            return Result(rival.framework, rival.name, {}, {}, bare, wrong)
        theirs, ours = _timed(bench, port, own)
        return Result(rival.framework, rival.name, theirs, ours, bare)


def _shares(bench: Bench, port: int) -> dict[str, float]:
    """Which share of the floor a server reaches in turns with it."""
    found, least = {}, server.free_port()
    with server.floor(bench.data, least, bench.ledger_row):
        for call in calls(bench):
            if call.name in _marks(bench):
                own, floor = call.press(bench, Asked(port, BASE_DATA, bench.head()), Asked(least, "/read-and-log", {}))
                found[call.name] = call.rate(own) / call.rate(floor)
    return found


def _compared(bench: Bench, port: int, own: int) -> str:
    """What its answers have otherwise than Väki's; nothing when they are the same."""
    from benchmarks.competitors.comparing import Asking, compare, compare_changes, worth_comparing

    codes = worth_comparing(bench.data, COMPARED)
    with closing(Asking(port, bench.credentials)) as theirs, closing(Asking(own, bench.credentials)) as ours:
        found = compare(theirs, ours, codes) or compare_changes(theirs, ours, codes, keys_back(bench, LAG)[0])
    return f"{len(found)} differences, {found[0]}" if found else ""


def _timed(bench: Bench, *ports: int) -> list[dict[str, float]]:
    """The values of the servers on these ports, in turns."""
    values: list[dict[str, float]] = [{} for _ in ports]
    for call in calls(bench):
        loads = call.press(bench, *(Asked(port, BASE_DATA, bench.head()) for port in ports))
        for own, load in zip(values, loads, strict=True):
            own[call.name] = call.rate(load)
            if call.codes == 1:
                own[POINT_P99] = load.percentile(0.99) * 1000
    count = bench.plan.lists[-1]
    key, lag = keys_back(bench, bench.plan.lags[0])
    codes = listed(posted(bench, count))
    caught = in_loop(timed([CatchUp(port, CHANGES, key, codes, bench.head()) for port in ports], bench.seconds))
    for own, seconds in zip(values, caught, strict=True):
        own[name_of(count, lag)] = seconds * 1000
    return values
