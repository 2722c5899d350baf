"""A register's clock is data (docs/decisions/0011): rooms that live by it never read the machine's."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from tests.frame.tracked import files, modules, name_of, parsed

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("codes", "register", "synthetic", "disclosure", "changes", "queries")
# Their facts are dated by the wall clock: when a permit ends, when a password was used, when something left.
WALL_CLOCK = (
    *("permits", "credentials", "ledger", "seal", "quota"),
    *("sql/0001_disclosure.sql", "sql/0002_rights.sql"),
)
READINGS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "strftime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("timezone", "now"),
}
SQL_READING = re.compile(
    r"\b(?:(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|current_date\b|current_time\b|current_timestamp\b|localtimestamp\b|localtime\b(?!\())",
    re.IGNORECASE,
)
SQL_WORD = re.compile(r"\b(?:select|insert into|update|delete from|default|returns|values)\b", re.IGNORECASE)
# The one clock there is has to be read somewhere, and only for a register in real mode.
ALLOWED = {
    "src/vaki/register/clock.py": 1,  # wall_day: the register's day in real mode
    "src/vaki/register/sql/0001_person.sql": 1,  # the time of a change, taken under the sequencer's lock
    "src/vaki/register/sql/0002_moments.sql": 1,  # as 0001: the same function, replaced
}


def readings_in(tree: ast.Module) -> list[str]:
    """Give "line: reading" for each reading of the machine's clock, in Python or in a SQL string."""
    found = []
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}
        for alias in node.names
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if (owner.removeprefix("dt_"), name) in READINGS:
                    found.append(f"{node.lineno}: {owner}.{name}")
            case ast.Name(id=name, ctx=ast.Load()) if name in imported:
                if (imported[name][0].rpartition(".")[2], imported[name][1]) in READINGS:
                    found.append(f"{node.lineno}: {name}")
            case ast.Constant(value=str(text)) if SQL_WORD.search(text):
                found += [f"{node.lineno}: {reading}" for reading in SQL_READING.findall(text)]
    return found


def _by_wall_clock(path: Path) -> bool:
    return any(word in name_of(path).split("/", 3)[3] for word in WALL_CLOCK)


RULED = [path for room in ROOMS for path in modules(f"src/vaki/{room}")]
RULED_SQL = [
    path
    for path in files()
    if path.suffix == ".sql" and name_of(path).startswith(tuple(f"src/vaki/{r}/" for r in ROOMS))
]


def _readings_of(path: Path) -> list[str]:
    if path.suffix == ".py":
        return readings_in(parsed(path))
    return SQL_READING.findall(re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in [*RULED, *RULED_SQL]])
def test_no_room_under_the_register_clock_reads_the_machines(path: Path) -> None:
    if not _by_wall_clock(path):
        readings = _readings_of(path)
        assert len(readings) == ALLOWED.get(name_of(path), 0), readings


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now(tz)",
        "from datetime import datetime as datetime\nclock = datetime.utcnow",
        "import time\ntime.time()",
        "from time import time as instant\ninstant()",
        "from django.utils import timezone\ntimezone.now()",
        "query = 'SELECT * FROM person WHERE born < current_date'",
        "query = 'INSERT INTO change VALUES (Now( ))'",
    ],
)
def test_the_lint_sees_every_way_of_reading_the_clock(source: str) -> None:
    assert readings_in(ast.parse(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "import time\nstarted = time.monotonic()",
        "'''What is known now (by the register's clock).'''",
        "day = clock.today()",
        "query = 'SELECT day FROM clock'",
    ],
)
def test_the_lint_lets_other_things_be(source: str) -> None:
    assert readings_in(ast.parse(source)) == []
