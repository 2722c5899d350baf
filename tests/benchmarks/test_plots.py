"""The bench's plots: well-formed, within their frame, legible on light pages and on dark ones."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest
from benchmarks.figures import Figure
from benchmarks.plots import WIDTH, Bar, Group, Line, bars, growth
from benchmarks.tables import race_plot, shares_plot

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = ("ours", "theirs & others", "the floor")
BARS = bars("A <title>", [Group("a", (Bar(3, "3"), Bar(0, "0", 1), Bar(9, "9", 2)), 9, mark=4)], LEGEND)
GROWTH = growth("Growth", [Line("a", ((1e4, 1), (1e5, 1.2), (1e6, 30))), Line("b", ((1e4, 1), (1e6, 0.5)))], "persons")


def figures() -> list[Figure]:
    made = [
        Figure.of("base data, 1 code", 1_472, "calls/s", 3_742),
        Figure.of("base data, 1000 codes", 46_400, "persons/s", 61_900),
        Figure.of("catch-up, 100 000 codes, lag 1000", 38.3, "ms", 37.2),
        Figure.of("events, in company beside readers, commits slowed to 2 ms", 123_456, "events/s", 234_567),
        Figure.of("mix, missed changes", 0, "changes", 0),
    ]
    made[1].race(9_000)
    return made


@pytest.mark.parametrize("drawn", [BARS, GROWTH, race_plot(figures()), shares_plot(figures())])
def test_a_plot_is_well_formed_and_within_its_frame(drawn: str) -> None:
    root = ET.fromstring(drawn)  # noqa: S314 -- made here
    height = float(root.attrib["height"])
    for shape in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(shape.attrib.get(name, 0)) <= WIDTH
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(shape.attrib.get(name, 0)) <= height
        assert all(math.isfinite(float(shape.attrib[name])) for name in ("width", "height") if name in shape.attrib)


@pytest.mark.parametrize("drawn", [BARS, GROWTH])
def test_a_plot_has_a_name_no_background_and_colours_for_dark_pages(drawn: str) -> None:
    root = ET.fromstring(drawn)  # noqa: S314 -- made here
    assert root.attrib["aria-label"]
    assert "prefers-color-scheme: dark" in drawn
    assert not [shape for shape in root.iter(f"{SVG}rect") if float(shape.attrib["width"]) >= WIDTH]


@pytest.mark.parametrize("drawn", [BARS, GROWTH, race_plot(figures()), shares_plot(figures())])
def test_no_text_runs_out_of_the_frame(drawn: str) -> None:
    for text in ET.fromstring(drawn).iter(f"{SVG}text"):  # noqa: S314 -- made here
        width = 6.5 * len(text.text or "")
        begins = float(text.attrib["x"]) - width * {"end": 1, "middle": 0.5}.get(text.attrib.get("text-anchor", ""), 0)
        assert begins >= 0, text.text
        assert begins + width <= WIDTH, text.text


def test_bars_are_as_long_as_their_numbers_say() -> None:
    root = ET.fromstring(BARS)  # noqa: S314 -- made here
    lengths = [float(one.attrib["width"]) for one in root.iter(f"{SVG}rect") if "rx" in one.attrib][len(LEGEND) :]
    assert lengths[0] * 3 == pytest.approx(lengths[2], rel=0.01)
    assert lengths[1] < 2


def test_of_times_the_shorter_has_the_longer_bar() -> None:
    made = [Figure.of("catch-up, 100 000 codes, lag 1000", 40, "ms", 10)]
    root = ET.fromstring(race_plot(made))  # noqa: S314 -- made here
    ours, bare = (float(one.attrib["width"]) for one in list(root.iter(f"{SVG}rect"))[3:])
    assert ours * 4 == pytest.approx(bare, rel=0.01)


def test_a_cost_that_grows_stands_higher() -> None:
    root = ET.fromstring(GROWTH)  # noqa: S314 -- made here
    first, last = [float(one.attrib["cy"]) for one in root.iter(f"{SVG}circle")][0:3:2]
    assert last < first


def test_a_competitor_is_drawn_by_the_number_of_times_and_not_by_what_it_reached_in_another_minute() -> None:
    more = Figure.of("base data, 1000 codes", 40_000.0, "persons/s", 50_000.0)
    less = Figure.of("catch-up, 100 000 codes, lag 1000", 30.0, "ms", 20.0)
    more.race(4_000.0, own=20_000.0)
    less.race(200.0, own=50.0)
    drawn = race_plot([more, less])
    assert "8 000 persons/s" in drawn
    assert "120 ms" in drawn
