"""Figures as tables: for the terminal, and as Markdown for the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table

from benchmarks.figures import Figure
from benchmarks.goals import GOALS, number
from benchmarks.plots import Bar, Group, bars

_VERDICTS: Final = {True: "reached", False: "**not reached**", None: "not raced"}


def on_terminal(figures: Sequence[Figure], about: dict[str, Any]) -> Table:
    """All figures, under what they were measured with."""
    shown = Table(title=machine_line(about))
    for column in ("what", "reached", "floor", "share", "competitor", "times", "note"):
        shown.add_column(column, justify="left" if column in {"what", "note"} else "right", overflow="fold")
    for one in figures:
        raced = (
            ("", "") if one.times_competitor is None else (number(one.competitor or 0), f"{one.times_competitor:.1f}")
        )
        reached = f"{number(one.value)} {one.unit}"
        shown.add_row(one.name, reached, number(one.floor), f"{one.share:.0%}", *raced, one.note)
    return shown


def machine_line(about: dict[str, Any]) -> str:
    """What a run was measured on, in a line."""
    durability = ", ".join(f"{name}={value}" for name, value in about["durability"].items())
    return (
        f"{about['persons']} residents, {about['cores']} cores ({about['processor']}), load {about['load']} before, "
        f"Python {about['python']}; {durability}"
    )


def of_figures(figures: Sequence[Figure]) -> str:
    """All figures as Markdown."""
    raced = any(one.times_competitor is not None for one in figures)
    columns = ["what", "reached", "floor", "share", *(["better competitor", "times"] if raced else []), "note"]
    rows = [_row(columns), _rule(columns)]
    for one in figures:
        beside = []
        if raced:
            beside = ["", ""]
            if one.times_competitor is not None and one.competitor is not None:
                beside = [number(one.competitor), f"{one.times_competitor:.1f}"]
        share = f"{one.share:.0%}" if one.share >= 0.1 else f"{one.share:.1%}"  # noqa: PLR2004 -- small ones have a decimal
        rows.append(_row([one.name, f"{number(one.value)} {one.unit}", number(one.floor), share, *beside, one.note]))
    return "\n".join(rows)


def of_goals(figures: Sequence[Figure]) -> str:
    """Every mark, what was measured, and whether it is reached."""
    by_name = {one.name: one for one in figures}
    rows = [_row(["mark", "asked", "measured", "of the floor", "times the better competitor", ""]), _rule(range(6))]
    for goal in GOALS:
        figure = by_name.get(goal.figure)
        if figure is None:
            rows.append(_row([goal.figure, "", "not measured", "", "", ""]))
            continue
        times = "" if figure.times_competitor is None else f"{figure.times_competitor:.1f}"
        measured = f"{number(figure.value)} {figure.unit}"
        verdict = _VERDICTS[goal.reached(figure)]
        rows.append(_row([goal.figure, goal.sentence(figure), measured, f"{figure.share:.0%}", times, verdict]))
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: Sequence[object]) -> str:
    return f"|{'---|' * len(columns)}"


def shares_plot(figures: Sequence[Figure]) -> str:
    """Every figure's share of its floor; floors themselves and what is no race are left out."""
    shown = [one for one in figures if one.tells_of_the_service]
    groups = [
        Group(one.name, (Bar(min(one.share, 1.0), f"{one.share:.0%} · {number(one.value)} {one.unit}"),), 1.0)
        for one in shown
        if one.unit != "changes"
    ]
    return bars("Share of the floor, measured in the same run", groups)


def race_plot(figures: Sequence[Figure]) -> str:
    """The marks of serving: Väki beside the floor and, where raced, the better competitor, as what each reaches."""
    wanted = ("base data, 1 code", "base data, 100 codes", "base data, 1000 codes", GOALS[1].figure)
    groups = []
    for one in figures:
        if one.name not in wanted:
            continue
        values = [one.value, _beside(one), one.floor]
        goods = [None if value is None else 1 / value if one.less_is_better else value for value in values]
        drawn = [
            Bar(good, f"{number(value)} {one.unit}", colour)
            for colour, (good, value) in enumerate(zip(goods, values, strict=True))
            if good is not None and value is not None
        ]
        groups.append(Group(one.name, tuple(drawn), max(bar.length for bar in drawn)))
    return bars("Longer is better", groups, ("Väki", "the better competitor", "bare floor"))


def _beside(figure: Figure) -> float | None:
    """What the competitor reaches beside this value: what it reached itself was measured later, in turns with Väki."""
    if not figure.times_competitor:
        return None
    return figure.value * (figure.times_competitor if figure.less_is_better else 1 / figure.times_competitor)
