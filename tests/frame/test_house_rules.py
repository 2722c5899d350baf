"""Rules of the house that a linter can read: sizes, names, and what no file may hold."""

from __future__ import annotations

import ast
import re

import pytest
from tests.frame.tracked import ROOT, files, modules, name_of, parsed

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
# Each with its reason; a table of facts may be long, a piece of reasoning may not.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

BANNED_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
BANNED_WORDS = re.compile(r"\bAI\b|\bLLM\b|(?i:\b(?:chatgpt|claude|anthropic|openai|copilot|codex|coding assistant)\b)")
BANNED_PATHS = re.compile(r"(?<![\w.~}-])/(?:work|root|home/[a-z]\w*|Users/\w+)/[\w.]")
BANNED_HOSTS = re.compile(r"files\.pythonhosted|pypi\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang")
BANNED_MARKS = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")

PYTHON = [path for folder in ("src", "tests", "benchmarks", "client") for path in modules(folder)]
BINARY = {".gz", ".ico", ".mo", ".png", ".woff2"}
# The lists of facts and the locks are not written by hand, and this file names what it forbids.
TEXTS = [
    path
    for path in files()
    if path.suffix not in {".csv", *BINARY}
    and path.parent.name != "requirements"
    and path.name != "test_house_rules.py"
]


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_it_has_a_reason_to_be() -> None:
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    too_long = {name: lines for name, lines in long.items() if lines > LONGEST_FILE and name not in LONG_FILES}
    assert too_long == {}
    assert {name for name in LONG_FILES if long.get(name, 0) <= LONGEST_FILE} == set()


def test_no_function_is_longer_than_it_has_a_reason_to_be() -> None:
    long = {
        f"{name_of(path)}:{node.name}": length
        for path in PYTHON
        for node in _functions(parsed(path))
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert {name: length for name, length in long.items() if name not in LONG_FUNCTIONS} == {}
    assert LONG_FUNCTIONS.keys() - long.keys() == set()


def test_a_module_is_named_for_what_it_holds() -> None:
    names = {name_of(path): {path.stem, *path.relative_to(ROOT).parent.parts} for path in PYTHON}
    assert {name for name, words in names.items() if words & BANNED_NAMES} == set()


def test_every_room_says_what_it_is_for_and_what_it_never_does() -> None:
    silent = {}
    for path in modules("src/vaki"):
        if path.name == "__init__.py" and path.parent.parent == ROOT / "src" / "vaki":
            told = ast.get_docstring(parsed(path)) or ""
            if len(told.split()) < 15 or not re.search(r"\b(?:never|no|not|nothing|only)\b", told, re.IGNORECASE):
                silent[name_of(path)] = told
    assert silent == {}


@pytest.mark.parametrize(
    ("what", "banned"),
    [
        ("who or what typed it", BANNED_WORDS),
        ("a path of one machine", BANNED_PATHS),
        ("the host of a package registry", BANNED_HOSTS),
        ("a mark of something left undone", BANNED_MARKS),
    ],
    ids=["author", "path", "host", "mark"],
)
def test_no_file_tells(what: str, banned: re.Pattern[str]) -> None:
    found = {
        f"{name_of(path)}:{number}": line.strip()
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if banned.search(line)
    }
    assert found == {}, what


@pytest.mark.parametrize(
    ("banned", "line"),
    [
        (BANNED_WORDS, "written by an AI"),
        (BANNED_PATHS, "see /work/main/x"),
        (BANNED_PATHS, "HOME=/home/matti/x"),
        (BANNED_HOSTS, "https://pypi.org/simple"),
        (BANNED_MARKS, "# TODO: later"),
    ],
)
def test_the_rules_see_what_they_are_for(banned: re.Pattern[str], line: str) -> None:
    assert banned.search(line)
