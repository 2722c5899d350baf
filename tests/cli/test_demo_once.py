"""`vaki demo --once`: the whole way, from an empty folder to a customer who has seen what happened."""

from __future__ import annotations

import base64
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSONS = 1500
PATIENCE_SECONDS = 120
EVENTS = ("birth", "move", "protection")


def _command(folder: Path, seed: int) -> list[str]:
    words = ["demo", "--once", "--persons", str(PERSONS), "--seed", str(seed), "--port", "0", "--data", str(folder)]
    return [sys.executable, "-m", "vaki.cli", *words]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "VAKI_DATABASE_URL"}


def _once(folder: Path, seed: int) -> tuple[dict[str, Any], str]:
    """(the line on standard output, what was told beside it)."""
    done = subprocess.run(
        _command(folder, seed),
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return dict(json.loads(line)), done.stderr


def _processes_of(folder: Path) -> list[psutil.Process]:
    """Whatever runs on the data folder, the database included."""
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if any(str(folder) in word for word in words):
            found.append(process)
    return found


def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vaki-demo-") as name:
        data = Path(name)
        data.chmod(0o711)
        yield data


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    yield from _folder()


@pytest.fixture(scope="module")
def first(folder: Path) -> tuple[dict[str, Any], str]:
    """The first run, on an empty folder."""
    return _once(folder, 1)


def test_one_cycle_from_nothing_ends_well_and_tells_it_in_one_line(first: tuple[dict[str, Any], str]) -> None:
    told = first[0]
    assert told.keys() == {"persons", "residents", "changes", "seconds", "municipality", *EVENTS}
    assert told["persons"] >= PERSONS
    assert PERSONS * 0.08 < told["residents"] < told["persons"]
    assert told["changes"] >= len(EVENTS)
    assert told["municipality"] == "536"
    assert len({told[event] for event in EVENTS}) == len(EVENTS)
    assert {told[event][7] for event in EVENTS} == {"9"}


def test_everything_has_stopped_when_it_is_over(first: tuple[dict[str, Any], str], folder: Path) -> None:
    assert _processes_of(folder) == []


def test_the_three_events_are_told_group_by_group(first: tuple[dict[str, Any], str]) -> None:
    told, lines = first
    for event in EVENTS:
        assert told[event] in lines
    assert "LISATTY KOTIKUNTA kuntakoodi 536" in lines
    assert "LISATTY TURVAKIELTO turvakieltoAktiivinen yes" in lines
    assert "VAKINAINEN_KOTIMAINEN_OSOITE withheld: katunimi, katunumero" in lines
    assert "nothing came about them." in lines
    assert "\x1b" not in lines


def test_a_second_run_uses_the_people_who_are_there_and_chooses_others(
    first: tuple[dict[str, Any], str], folder: Path
) -> None:
    again, lines = _once(folder, 1)
    assert "left as they are" in lines
    assert again["persons"] >= first[0]["persons"]
    assert not {again[event] for event in EVENTS} & {first[0][event] for event in EVENTS}


def test_a_run_fails_with_a_sentence_when_the_service_is_killed_midway(
    first: tuple[dict[str, Any], str], folder: Path
) -> None:
    run = subprocess.Popen(
        _command(folder, 1), env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert run.stderr is not None
        for line in run.stderr:
            if "loads its residents" in line:
                break
        # Held still, so that the kill comes before the play has gone on.
        os.kill(run.pid, signal.SIGSTOP)
        (service,) = [child for child in psutil.Process(run.pid).children() if "serve" in child.cmdline()]
        service.kill()
        os.kill(run.pid, signal.SIGCONT)
        output, told = run.communicate(timeout=PATIENCE_SECONDS)
    finally:
        run.kill()
    assert run.returncode == 1
    assert output == ""
    last = told.splitlines()[-1]
    assert last.startswith("vaki: The service")
    assert last.endswith(".")
    assert _processes_of(folder) == []


def test_another_seed_shows_other_people(first: tuple[dict[str, Any], str]) -> None:
    for folder in _folder():
        other, _ = _once(folder, 2)
    assert not {other[event] for event in EVENTS} & {first[0][event] for event in EVENTS}


def _pasted(line: str) -> Any:
    """The JSON that a shown curl line gives, asked as curl would."""
    curl, _, account, address, *options = shlex.split(line)
    assert curl == "curl"
    headers = {"Authorization": f"Basic {base64.b64encode(account.encode()).decode()}"}
    body = None
    for option, value in zip(options[::2], options[1::2], strict=True):
        if option == "-H":
            name, _, content = value.partition(": ")
            headers[name] = content
        else:
            assert option == "-d"
            body = value.encode()
    with urlopen(Request(address, body, headers), timeout=30) as answer:  # noqa: S310 -- the line's own address
        return json.load(answer)


def test_the_curl_lines_work_when_pasted_and_an_interrupted_demo_is_gone_within_five_seconds(
    first: tuple[dict[str, Any], str], folder: Path
) -> None:
    words = [word for word in _command(folder, 1) if word != "--once"]
    run = subprocess.Popen(words, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert run.stdout is not None
        lines = []
        for line in run.stdout:
            lines.append(line.strip())
            if "from now on" in line:
                break
        answers = [_pasted(line) for line in lines if line.startswith("curl ")]
        commands = [child.cmdline() for child in psutil.Process(run.pid).children(recursive=True)]
        (life,) = [words for words in commands if "live" in words]
        assert life[life.index("--speed") + 1] == "1440", "a day a minute, as the demo says"
        page, figures, interface, description = (line for line in lines if line.startswith("http://"))
        with urlopen(page, timeout=30) as answer:  # noqa: S310 -- the line's own address
            assert b"mutpT1x" in answer.read()
        with urlopen(figures, timeout=30) as answer:  # noqa: S310 -- as above
            assert answer.read().count(b'role="img"') > 10, "the population has been counted"
        with urlopen(description, timeout=30) as answer:  # noqa: S310 -- as above
            assert urljoin(description, json.load(answer)["servers"][0]["url"]) == interface
        commands = [shlex.split(line)[1:] for line in lines if line.startswith("./vaki ")]
        assert {words[0] for words in commands} == {"persons", "event"}
        for words in commands:
            subprocess.run([sys.executable, "-m", "vaki.cli", *words], env=_environment(), check=True, timeout=30)
        asked = time.monotonic()
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)
        assert time.monotonic() - asked < 5
    finally:
        run.kill()
    assert run.returncode == 130
    assert _processes_of(folder) == []

    clear, censored, changes, key = answers
    assert "turvakiellonAlaisetKentat" not in json.dumps(clear["perustiedot"])
    assert "turvakiellonAlaisetKentat" in json.dumps(censored["perustiedot"])
    assert "KOTIKUNTA" in json.dumps(changes["muutokset"])
    assert key["viimeisinKirjausavain"] > 2**32
