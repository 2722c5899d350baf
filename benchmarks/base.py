"""Measures the source that is first on PYTHONPATH, for a comparison. Started by `benchmarks.compare`, not by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec
from rich.console import Console

from benchmarks import session
from benchmarks.bench import Plan
from benchmarks.figures import as_json
from vaki.cli.running import signals_end_the_command


def main() -> None:
    asked = json.loads(sys.argv[1])
    plan = msgspec.convert(asked["plan"], Plan)
    with signals_end_the_command(), session.folder(None) as data:
        measured, _ = session.run(data, plan, tuple(asked["families"]), Console(stderr=True))
    Path(asked["answer"]).write_text(as_json(measured), "utf-8")


if __name__ == "__main__":
    main()
