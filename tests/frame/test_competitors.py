"""The bench's competitors, without the packages that they are written with: those are installed for a race only."""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from typing import Any

import pytest
from benchmarks.competitors import facts, loading, rules
from benchmarks.competitors.comparing import differences
from tests.frame.tracked import ROOT, modules, parsed

from vaki.disclosure.ledger import Entry
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.products import get
from vaki.disclosure.rights import rights
from vaki.register.document import Document, write
from vaki.register.groups import BY_NAME, CATALOGUE, PLACE

FOLDER = ROOT / "benchmarks" / "competitors"
VARIANTS = [
    FOLDER / framework / f"{variant}.py" for framework in ("drf_app", "fastapi_app") for variant in ("jsonb", "rows")
]
VIEWS = [FOLDER / "drf_app" / "views.py", FOLDER / "fastapi_app" / "main.py"]
RIGHTS = rights(loading.PRODUCT, get(loading.PRODUCT).version, frozenset(), entitled=False)
TOLD = frozenset(RIGHTS.kinds or ())


def product() -> rules.Product:
    """The raced product, made as the competitors make it of their tables."""
    return rules.Product.of(
        loading.PRODUCT,
        dict(PLACE),
        {group.name: list(group.hidden) for group in CATALOGUE},
        groups=TOLD,
        censored=RIGHTS.hidden & TOLD,
        touching=RIGHTS.touching,
        never_bare=RIGHTS.hidden | RIGHTS.left_out,
        mentioning=(),
    )


def example(kind: str) -> dict[str, Any]:
    return {"tietoryhma": kind, **BY_NAME[kind].facts.example}


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("path", modules("benchmarks/competitors"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_of_the_competitors_compiles(path: Any) -> None:
    compile(parsed(path), str(path), "exec")


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_table_of_a_variant_is_mapped_or_loaded_twice(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    tables = re.findall(r'(?:__tablename__|db_table) = "(\w+)"', text)
    assert len(tables) == len(set(tables)) > 0
    loaded = [
        ast.unparse(one)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Tuple)
        for one in node.value.elts
        if "ordering" not in ast.unparse(node)
    ]
    assert len(loaded) == len(set(loaded))
    if path.stem == "rows":
        assert {one.split(".")[-1].strip("'").removeprefix("person__") for one in loaded} >= {"names", "addresses"}


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.parent.name)
def test_no_query_is_made_for_each_of_many(path: Any) -> None:
    asks = {"execute", "scalars", "filter", "get", "all", "first", "create", "add"}
    loops = [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.For | ast.AsyncFor | ast.ListComp | ast.DictComp)
    ]
    bodies = [part for loop in loops for part in (loop.body if isinstance(loop, ast.For | ast.AsyncFor) else [loop])]
    called = {
        ast.unparse(node.func)
        for body in bodies
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asks
    }
    assert {name for name in called if not name.startswith(("told.", "opened.scalars"))} == set()


def test_what_both_are_locked_to_is_what_the_service_is_locked_to() -> None:
    dev, bench = locked("dev.txt"), locked("bench.txt")
    assert {"fastapi", "sqlalchemy", "djangorestframework", "orjson"} <= bench.keys() - dev.keys()
    assert {name: version for name, version in bench.items() if dev.get(name, version) != version} == {}
    assert "fastapi" not in locked("run.txt")


def test_every_group_of_the_raced_product_has_columns() -> None:
    assert TOLD <= facts.KINDS
    tables = dict(re.findall(r"create table (\w+) \((.*?)\n\);", (FOLDER / "sql" / "rows.sql").read_text(), re.DOTALL))
    columns = {table: set(re.findall(r"^    (\w+) ", body, re.MULTILINE)) for table, body in tables.items()}
    person, rows = facts.taken_apart(
        [example(kind) for kind in sorted(TOLD - {"HENKILOTUNNUS_KORJAUS"}, key=PLACE.__getitem__)]
    )
    assert person.keys() <= columns["person"]
    mapped = {column for members in facts._SINGLE.values() for column in members.values()}
    for table, names in [
        ("person", mapped),
        *((table, set(names.values())) for table, names in facts._SEVERAL.values()),
    ]:
        assert {name for name in names if name not in columns[table] and f"{name}_fi" not in columns[table]} == set()
    for table, made in rows.items():
        assert {column for row in made for column in row} <= columns[table]
    assert rows["other_group"] == []


def test_what_no_column_takes_is_refused() -> None:
    with pytest.raises(facts.Untaken):
        facts.taken_apart([{"tietoryhma": "SUKUPUOLI", "muu": 1}])
    with pytest.raises(facts.Untaken):
        facts.taken_apart([example("SUKUPUOLI"), example("SUKUPUOLI")])


@pytest.mark.parametrize("protected", [False, True])
def test_the_rules_tell_what_the_door_tells(protected: bool) -> None:
    document = Document(1)
    for kind in sorted(BY_NAME, key=PLACE.__getitem__):
        document.add(example(kind))
    reader = BaseReader(RIGHTS, Entry("base_data"))
    lines = reader.lines(write(document), date(1985, 3, 12), date(2026, 11, 22), protected=protected)
    told = product().base_groups([entry.group for entry in document.entries], protected=protected)
    assert told == [json.loads(line) for line in lines]


def test_a_difference_is_found_and_told_without_values() -> None:
    person = {"henkilotunnus": "120385-9026", "tietoryhmat": [example("SUKUPUOLI")]}
    other = {**person, "tietoryhmat": [{**example("SUKUPUOLI"), "sukupuoli": "MIES"}]}
    assert differences([person], [person], "here") == []
    assert differences([person], [other], "here") == ["here: item 0 differs in tietoryhmat, SUKUPUOLI"]
    assert differences([person], [], "here") == ["here: 0 items instead of 1"]
