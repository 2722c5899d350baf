"""Nobody but the register and the door asks the database about people (docs/decisions/0009)."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from tests.frame.tracked import ROOT, modules, name_of, parsed
from tests.rules.observing import PERSON_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = tuple(ROOT / "src" / "vaki" / room for room in ("register", "disclosure"))
OUTSIDE = [path for path in modules("src/vaki") if not any(path.is_relative_to(room) for room in ROOMS)]
NAMED = re.compile(rf"\bregister\"?\s*\.\s*\"?(?:{'|'.join(sorted(PERSON_TABLES))})\b", re.IGNORECASE)
SEARCH_PATH = re.compile(r"search_path\s*(?:=|to)\s*\"?register\b|schema_name\s*=", re.IGNORECASE)
QUERIES = re.compile(r"vaki\.(?:register|disclosure)\.(?:sql|search\._|base\._)")


def _docstrings(tree: ast.Module) -> set[ast.expr]:
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def _text(node: ast.AST) -> str | None:
    """The text of a constant, an f-string with its gaps, or constants put together with +; else None."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None and right is None else f"{left or '{}'}{right or '{}'}"
    return None


def offences(tree: ast.Module) -> Iterator[int]:
    """Lines that name a person table, copy rows into one, or take another room's queries."""
    silent = _docstrings(tree)
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and node not in silent and (NAMED.search(text) or SEARCH_PATH.search(text)):
            yield node.lineno  # type: ignore[attr-defined]
        elif isinstance(node, ast.Call) and any(word.arg == "schema_name" for word in node.keywords):
            values = [_text(value) for value in (*node.args, *(word.value for word in node.keywords))]
            if set(values) & PERSON_TABLES:
                yield node.lineno
        elif isinstance(node, ast.ImportFrom):
            taken = {f"{node.module}.{alias.name}" for alias in node.names} | {f"{node.module}"}
            if any(QUERIES.match(name) for name in taken):
                yield node.lineno
        elif isinstance(node, ast.Import) and any(QUERIES.match(alias.name) for alias in node.names):
            yield node.lineno


def test_no_other_room_asks_about_people() -> None:
    found = {f"{name_of(path)}:{line}" for path in OUTSIDE for line in offences(parsed(path))}
    assert sorted(found) == []


def test_no_statement_file_lies_outside_the_two_rooms() -> None:
    stray: list[Path] = [
        path
        for path in (ROOT / "src" / "vaki").rglob("*.sql")
        if not any(path.is_relative_to(room) for room in ROOMS) and NAMED.search(path.read_text(encoding="utf-8"))
    ]
    assert stray == []


@pytest.mark.parametrize(
    "source",
    [
        'fetch("select code from register.person where true")',
        "fetch(f'select {columns} from register.residence')",
        'QUERY = "select *\\nfrom REGISTER . change"',
        'fetch("select * from register." + "identity_code")',
        'fetch("select * from \\"register\\".\\"relation\\"")',
        'connection.copy_records_to_table("person", schema_name="register", records=rows)',
        'execute("set search_path to register")',
        "from vaki.register import sql",
        "from vaki.disclosure.sql import BY_CODES",
        "import vaki.register.sql",
    ],
)
def test_the_rule_sees_what_it_is_for(source: str) -> None:
    assert list(offences(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        '"""Reads register.person never."""',
        'fetch("select day from register.clock")',
        'connection.copy_records_to_table("building", schema_name="register", records=rows)',
        'say("a person of the register")',
    ],
)
def test_the_rule_is_silent_about_the_rest(source: str) -> None:
    assert not list(offences(ast.parse(source)))
