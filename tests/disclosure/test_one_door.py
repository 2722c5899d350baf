"""The door is the only one: what the roles may do, and where person tables are named."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

import vaki

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.postgres.environment import Environment

SOURCE = Path(vaki.__file__).parent
PERSON_TABLE = re.compile(r"\bregister\.(person|person_version|change)\b", re.IGNORECASE)
ROOMS = {"register", "disclosure"}
LIVES_NOT_LETS_OUT = {"synthetic"}
"""Chooses to whom life happens, as the register's role; it may import nothing that hands data out."""
CHOOSES_FOR_EVENTS = {"cli/demonstration/cast.py"}
"""Chooses to whom the demo's events happen; what the demo prints comes out of HTTP answers."""

FORBIDDEN_TO_SITE = (
    "register.person",
    "register.person_version",
    "register.identity_code",
    "register.person_name",
    "register.residence",
    "register.relation",
    "register.change",
    "disclosure.ledger",
    "disclosure.ledger_rest",
    "disclosure.ledger_person",
    "disclosure.ledger_waiting",
    "disclosure.ledger_seal",
    "disclosure.credential",
)
FORBIDDEN_TO_DISCLOSURE = (
    "update disclosure.ledger set holder = 'x'",
    "delete from disclosure.ledger",
    "delete from disclosure.ledger_seal",
    "update disclosure.ledger_seal set mac = ''",
    "insert into disclosure.permit (holder) values ('x')",
    "update disclosure.permit_version set protected = 'all'",
    "update disclosure.credential set hash = ''",
    "update register.person set protected = false",
    "delete from register.change",
)


async def attempt(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("table", FORBIDDEN_TO_SITE)
async def test_the_site_role_may_not_read(module_environment: Environment, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        await attempt(module_environment.site_url, f"select * from {table}")  # noqa: S608 -- the names above


async def test_the_site_role_may_read_permits_but_writes_them_through_the_function(
    module_environment: Environment,
) -> None:
    await attempt(
        module_environment.site_url, "select * from disclosure.permit join disclosure.permit_version using (permit_id)"
    )
    for statement in ("insert into disclosure.permit (holder) values ('x')", "delete from disclosure.permit_version"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await attempt(module_environment.site_url, statement)


@pytest.mark.parametrize("statement", FORBIDDEN_TO_DISCLOSURE)
async def test_the_disclosure_role_writes_nothing_but_new_ledger_rows(
    module_environment: Environment, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await attempt(module_environment.disclosure_url, statement)


def texts(path: Path) -> Iterator[str]:
    """Every string in a module, the pieces of f-strings too, but no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def test_person_tables_are_named_in_the_register_and_at_the_door_only() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in ROOMS | LIVES_NOT_LETS_OUT
        and any(PERSON_TABLE.search(text) for text in texts(path))
    }
    found |= {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.sql")
        if path.relative_to(SOURCE).parts[0] not in ROOMS | LIVES_NOT_LETS_OUT
        and PERSON_TABLE.search(path.read_text("utf-8"))
    }
    assert found == CHOOSES_FOR_EVENTS


def test_the_rule_would_find_a_query_elsewhere(tmp_path: Path) -> None:
    module = tmp_path / "service.py"
    module.write_text('"""Reads register.person."""\nQUERY = f"select 1 from register.person where {1}"\n')
    assert [text for text in texts(module) if PERSON_TABLE.search(text)] == ["select 1 from register.person where "]
    assert not PERSON_TABLE.search("register.person_name register.personal register.changed")


WALL_CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\b")
MAY_READ_THE_WALL_CLOCK = {"permits.py", "credentials.py", "ledger.py", "sealing.py"}


def test_only_permits_and_the_ledger_read_the_wall_clock() -> None:
    readers = {
        path.name for path in (SOURCE / "disclosure").rglob("*.py") if WALL_CLOCK.search(path.read_text("utf-8"))
    }
    assert readers <= MAY_READ_THE_WALL_CLOCK
