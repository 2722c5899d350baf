"""A real server on a free port, and a real browser, for the tests of people's pages."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import asyncpg
import django
import pytest
from playwright.async_api import Browser, async_playwright
from tests.web import people
from tests.web.serving import Service, serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")
django.setup()

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from vaki.postgres.environment import Environment

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
async def peopled(module_environment: Environment) -> Environment:
    """The module's environment with four people in it."""
    connection = await asyncpg.connect(module_environment.register_url)
    try:
        await people.settle(connection)
    finally:
        await connection.close()
    return module_environment


@pytest.fixture(scope="module")
def sandbox_variables(peopled: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `serve --sandbox` tells its workers."""
    return {
        **peopled.variables(),
        "VAKI_DATA": str(tmp_path_factory.mktemp("data")),
        "VAKI_SANDBOX": "1",
    }


@pytest.fixture(scope="module")
def sandbox(sandbox_variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(sandbox_variables, tmp_path_factory.mktemp("log") / "serve.log") as service:
        yield service


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not installed")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield launched
        await launched.close()
