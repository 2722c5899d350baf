"""Schemathesis reads the served description, sends what it allows and what it forbids, and judges the answers."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.changes.serving import Service

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


async def run(service: Service, folder: Path, account: str, *options: str) -> None:
    signed_in = service.accounts[account]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(CONFIGURATION),
        "run",
        f"{service.address}/api/v1/openapi.json",
        "--mode",
        "all",
        "--generation-database",
        "none",
        "--auth",
        f"{signed_in.user}:{signed_in.password}",
        *options,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


@pytest.mark.parametrize("account", ["sandbox", "nokia"])
async def test_what_the_description_says_holds(service: Service, tmp_path: Path, account: str) -> None:
    await run(service, tmp_path, account, "--max-examples", "50")


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("account", ["sandbox", "nokia"])
async def test_what_the_description_says_holds_at_length(service: Service, tmp_path: Path, account: str) -> None:
    await run(service, tmp_path, account, "--max-examples", "1000")
