"""`vaki bench`: what it times, and that each figure stands beside its floor."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def test_load_base_data_and_a_catch_up_are_timed_beside_a_floor_of_the_same_run() -> None:
    command = [sys.executable, "-m", "vaki.cli", "bench", "--persons", "1000", "--seconds", "0.2", "--json"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAKI_")}
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    figures = {figure["name"].partition(", lag")[0]: figure for figure in json.loads(done.stdout)}
    wanted = {"load", "base data, 1 code", "base data, 1000 codes", "catch-up, 100 000 codes"}
    assert wanted <= figures.keys()
    for figure in figures.values():
        assert figure["value"] > 0, figure
        assert figure["floor"] > 0, figure
        low, high = sorted((figure["value"], figure["floor"]))
        share = figure["share"] if figure["share"] < 1 else 1 / figure["share"]
        assert abs(share - low / high) < 0.01, figure
