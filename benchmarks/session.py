"""One run of the bench: its families in order, what was measured kept, and what cut it short told."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from benchmarks.base_data import base_data
from benchmarks.bench import Bench, Plan, machine, revision
from benchmarks.catch_up import catch_up
from benchmarks.customers import customers
from benchmarks.events import events
from benchmarks.figures import Figure, from_objects
from benchmarks.loading import ensure_loaded, loading
from benchmarks.memory import memory
from benchmarks.mix import mix
from benchmarks.racing import race
from benchmarks.starting import starting
from benchmarks.town import whole_town
from vaki.cli.running import opened

Family = Callable[[Bench], None]

FAMILIES: Final[dict[str, Family]] = {
    "start": starting,
    "load": loading,
    "base-data": base_data,
    "town": whole_town,
    "catch-up": catch_up,
    "race": race,
    "customers": customers,
    "events": events,
    "mix": mix,
    "memory": memory,
}
"""In the order of a run: what alters the register comes last, and the race has Väki's own figures before it."""
QUICK: Final = ("load", "base-data", "town", "catch-up", "events", "mix")
GROWING: Final = ("load", "base-data", "town", "catch-up", "events")
"""What is measured at every size."""
MEASURED: Final = "measured.json"


class UnknownFamily(Exception):
    """No family of figures is called so."""


def chosen(names: Collection[str]) -> tuple[str, ...]:
    """The families of these names, in the order of a run; all when none is named. Raises UnknownFamily."""
    unknown = sorted(set(names) - FAMILIES.keys())
    if unknown:
        raise UnknownFamily(f"no figures are called {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    return tuple(name for name in FAMILIES if not names or name in names)


@contextlib.contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """The data folder that is kept, or one that is removed afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="vaki-bench-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


def run(data: Path, plan: Plan, families: tuple[str, ...], console: Console) -> tuple[list[Figure], dict[str, Any]]:
    """The figures of these families, and what they were measured on.

    In a folder that is kept, what an earlier run of the same source and plan has measured is not measured again.
    """
    bench = Bench(data, plan.fitted(), console)
    kept = Kept(data / MEASURED, {"plan": json.loads(json.dumps(asdict(plan))), "revision": revision()})
    with opened(data):
        if "load" not in families:
            ensure_loaded(bench)
        about = machine(bench)
        bench.tell(", ".join(f"{name}={value}" for name, value in about["durability"].items()))
        for name in families:
            earlier = kept.figures(name)
            if earlier is not None:
                bench.tell(f"{name}: measured by an earlier run of this source")
                bench.figures.extend(earlier)
                continue
            before = len(bench.figures)
            FAMILIES[name](bench)
            kept.keep(name, bench.figures[before:])
            if name == "race":
                kept.again(bench.figures)
    return bench.figures, about


class Kept:
    """What has been measured in a data folder, family by family, for a run that is cut short."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self._path, self._about = path, about
        self._families: dict[str, list[dict[str, Any]]] = {}
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(path.read_text("utf-8"))
            if read["about"] == about and about["revision"]:
                self._families = read["families"]

    def figures(self, family: str) -> list[Figure] | None:
        """What the family has measured; None when it has not."""
        found = self._families.get(family)
        return None if found is None else from_objects(found)

    def keep(self, family: str, measured: list[Figure]) -> None:
        """Write it down."""
        self._families[family] = [one.as_object() for one in measured]
        self._write()

    def again(self, measured: list[Figure]) -> None:
        """Write down anew those that were kept before, as the race puts something beside them."""
        by_name = {one.name: one.as_object() for one in measured}
        for family, objects in self._families.items():
            self._families[family] = [by_name.get(one["name"], one) for one in objects]
        self._write()

    def _write(self) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"about": self._about, "families": self._families}, ensure_ascii=False), "utf-8")
        new.replace(self._path)
