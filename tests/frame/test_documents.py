"""What the documents promise is there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
import typer
from tests.frame.tracked import ROOT, files, modules, name_of
from typer.core import TyperGroup

from vaki.cli import ENTRIES, ExitCode
from vaki.cli.testing import INSTALL_LINE

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [path for path in files() if path.suffix == ".md"]
DECISIONS = sorted(path for path in files() if re.match(r"docs/decisions/\d{4}-", name_of(path)))


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as the forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [pytest.param(page, id=name_of(page)) for page in PAGES])
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            linked = (page.parent / name) if name else page
            assert linked.exists(), target
            assert not anchor or anchor in _anchors(linked), target


def test_continuous_integration_installs_the_line_that_the_readme_and_the_runner_name() -> None:
    installs = re.findall(r"apt-get install -y .+", _text(".ci/run"))
    assert installs == [INSTALL_LINE]
    assert re.findall(r"apt-get install -y .+", _text("README.md")) == [INSTALL_LINE]
    assert _text(".ci/run").splitlines()[-1] == "./vaki test"


def test_every_decision_is_in_the_list_and_no_number_is_used_twice() -> None:
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", _text("docs/decisions/README.md"))
    assert listed == [path.name for path in DECISIONS]
    assert len({name[:4] for name in listed}) == len(listed)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in DECISIONS])
def test_a_decision_bears_its_number_and_tells_why(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.name[:4]}:? \w", text)
    assert len(text.splitlines()) <= 80
    if path.name < "0100":
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"]


def test_every_citation_of_the_documents_leads_somewhere() -> None:
    sections = set(re.findall(r"^#+ (\d[\d.]*) ", _text("docs/wire/muutosrajapinta.md"), re.MULTILINE))
    numbers = {path.name[:4] for path in DECISIONS}
    lost = []
    for path in files():
        if path.suffix not in {".py", ".sql", ".toml", ".html", ".css", ".sh"}:
            continue
        text = path.read_text(encoding="utf-8")
        lost += [
            f"{name_of(path)}: §{section}"
            for section in re.findall(r"muutosrajapinta\.md[`,;]* §+ ?(\d+(?:\.\d+)?)", text)
            if section not in sections
        ]
        lost += [f"{name_of(path)}: {n}" for n in re.findall(r"docs/decisions/(\d{4})", text) if n not in numbers]
    assert lost == []


def _commands() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in ENTRIES:
        if entry.exists:
            loaded = entry.load()
            found[entry.name] = set()
            if isinstance(loaded, typer.Typer):
                group = typer.main.get_group(loaded)
                assert isinstance(group, TyperGroup)
                found[entry.name] = set(group.commands)
    return found


def test_every_command_and_exit_code_is_on_the_page_of_commands() -> None:
    page = _text("docs/cli.md")
    assert [entry.name for entry in ENTRIES if f"| `{entry.name}` |" not in page] == []
    assert [code for code in ExitCode if not re.search(rf"^\| {code.value}\b", page, re.MULTILINE)] == []


def test_every_command_that_a_document_or_a_help_text_shows_exists() -> None:
    commands = _commands()
    planned = {entry.name for entry in ENTRIES} - commands.keys()
    shown = [(name_of(page), page.read_text(encoding="utf-8")) for page in PAGES]
    shown += [("src/vaki/cli", entry.example) for entry in ENTRIES]
    wrong = []
    for name, text in shown:
        for command, word in re.findall(r"\./vaki ([a-z]+)(?: ([a-z]+)\b)?", text):
            if command in planned:
                continue
            subcommands = commands.get(command)
            if subcommands is None or (subcommands and word and word not in subcommands):
                wrong.append(f"{name}: ./vaki {command} {word}")
    assert wrong == []


def test_the_container_copies_what_is_there_and_installs_the_lock() -> None:
    container = _text("Containerfile")
    copied = re.findall(r"^COPY (\S+) ", container, re.MULTILINE)
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert "--require-hashes -r /opt/vaki/requirements/run.txt" in container
    assert re.search(r"^USER (?!root)\w+$", container, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK [^\n]*\\\n +CMD .*/health/ready", container, re.MULTILINE)
    assert "dockerfile: Containerfile" in _text("compose.yaml")


def test_the_readme_opens_with_what_it_is_and_the_two_commands() -> None:
    readme = _text("README.md")
    opening = readme.split("## Two commands")[0]
    assert len(opening.strip().splitlines()) <= 8
    assert "./vaki demo" in readme
    assert "./vaki test" in readme
    for account in ("mutpT1:pwd", "mutpT1x:pwd"):
        assert f"curl -u {account}" in readme


def test_the_readme_shows_every_room_and_what_to_try_next() -> None:
    readme = _text("README.md")
    picture = readme.split("imports run downwards", 1)[1].split("```", 1)[0]
    rooms = {path.relative_to(ROOT / "src" / "vaki").parts[0] for path in modules("src/vaki")} - {"__init__.py"}
    shown = [word for line in picture.splitlines() if line.startswith(" " * 6) for word in line[6:30].split()]
    assert set(shown) == rooms
    assert "./vaki" in readme.split("## What to try next", 1)[1].split("\n## ", 1)[0]


def test_the_licence_is_the_same_wherever_it_is_named() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    assert project["license"] == "MIT"
    assert _text("LICENSE").startswith("MIT License")
    assert "[LICENSE](LICENSE) (MIT)" in _text("README.md")
