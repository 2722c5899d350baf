"""Reading of the tables in `data/`: UTF-8 CSV with a header, above it lines that begin with # and tell the source."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.csv` in file order, each a mapping from column to text (empty where nothing stands)."""
    text = files("vaki.codes").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
