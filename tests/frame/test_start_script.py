"""`./vaki`: what it makes, where it works, and what it says when it cannot."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
UNREACHABLE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_NO_INDEX": "0", "PIP_FIND_LINKS": ""}
TOOLS = ("sh", "readlink", "cmp", "rm", "mkdir", "mv")
# This Python under another version's number: it answers the script's question (`-I -c QUESTION`) and nothing else.
FAKE_PYTHON = f"""#!{sys.executable}
import sys
sys.version_info = ({{version}}, 0)
sys.modules.update({{without}})
exec(sys.argv[3])
"""
NO_VENV = {"venv": None}
NO_PIP = {"ensurepip": None}


def _wheel(folder: Path, version: str) -> str:
    """Make a wheel of one module, and the lock line that pins it."""
    wheel = folder / f"installed_thing-{version}-py3-none-any.whl"
    info = f"installed_thing-{version}.dist-info"
    files = {
        "installed_thing.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: installed-thing\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},\n"
        for name, text in files.items()
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"installed-thing=={version} --hash=sha256:{digest}\n"


class Checkout:
    """A checkout whose locks pin one wheel beside it, and whose command prints what it was given and found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder.parent / "wheels"
        self.wheels.mkdir()
        self.start = folder / "vaki"
        (folder / "requirements").mkdir(parents=True)
        command = folder / "src" / "vaki" / "cli"
        command.mkdir(parents=True)
        shutil.copy(ROOT / "vaki", self.start)
        (command.parent / "__init__.py").touch()
        (command / "__init__.py").touch()
        (command / "__main__.py").write_text(
            "import sys, typing, installed_thing\nprint(installed_thing.VERSION, *sys.argv[1:])\n"
        )
        self.pin("1.0")

    def pin(self, version: str) -> None:
        line = _wheel(self.wheels, version)
        for lock in ("run", "dev"):
            (self.folder / "requirements" / f"{lock}.txt").write_text(line)

    def run(
        self,
        *arguments: str,
        command: list[str] | None = None,
        cwd: str = "/",
        user: int | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*(command or [str(self.start)]), *arguments],
            cwd=cwd,
            env=self.environment(**environment or {}),
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def environment(self, **changes: str) -> dict[str, str]:
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        path = f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
        kept = {"PATH": path, "HOME": os.environ.get("HOME", "/")}
        return {**kept, **pip, "VAKI_PYTHON": sys.executable, **changes}

    def leftovers(self) -> list[str]:
        """Give what lies in the folder that was not in the checkout."""
        return sorted(path.name for path in self.folder.iterdir() if path.name not in {"vaki", "requirements", "src"})


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A checkout in a folder with a space in its name that every user can reach."""
    with tempfile.TemporaryDirectory(prefix="vaki start ") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield Checkout(folder / "check out")


class OrdinaryUser(NamedTuple):
    """Someone who is not root, and how they find a Python."""

    number: int | None
    environment: dict[str, str]


@pytest.fixture
def ordinary_user() -> OrdinaryUser:
    """The one who runs the tests; `nobody` when that is root.

    Root's own Python may be closed to others, so that nobody gets the one that the README's Debian line brings.
    """
    return (
        OrdinaryUser(65534, {"VAKI_PYTHON": "", "PATH": "/usr/bin:/bin"})
        if os.geteuid() == 0
        else OrdinaryUser(None, {})
    )


def _tools_only(folder: Path, pythons: dict[str, str]) -> str:
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(str(shutil.which(tool)))
    for name, text in pythons.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_first_run_installs_and_the_second_needs_nothing(checkout: Checkout) -> None:
    first = checkout.run("persons", "find")
    assert (first.returncode, first.stdout) == (0, "1.0 persons find\n"), first.stderr
    assert len(first.stderr.splitlines()) == 1
    assert checkout.leftovers() == [".venv"]
    again = checkout.run("--version", environment=UNREACHABLE)
    assert (again.returncode, again.stdout, again.stderr) == (0, "1.0 --version\n", "")


def test_it_works_through_a_link_and_beside_modules_that_shadow_the_library(checkout: Checkout) -> None:
    (checkout.folder.parent / "typing.py").write_text("raise SystemExit('the wrong module')\n")
    link = checkout.folder.parent / "a link"
    link.symlink_to("check out/vaki")
    done = checkout.run("test", command=[str(link)], cwd=str(link.parent))
    assert (done.returncode, done.stdout) == (0, "1.0 test\n"), done.stderr
    by_path = checkout.run("x", command=["sh", "vaki"], cwd=str(checkout.folder))
    assert by_path.stdout == "1.0 x\n"


def test_a_changed_lock_is_installed_and_a_failure_to_do_so_leaves_the_old(checkout: Checkout) -> None:
    assert checkout.run().returncode == 0
    checkout.pin("2.0")
    failed = checkout.run(environment=UNREACHABLE)
    assert failed.returncode == 12
    assert checkout.leftovers() == [".venv"]
    assert checkout.run().stdout == "2.0\n"


def test_the_folder_can_be_moved(checkout: Checkout) -> None:
    assert checkout.run().returncode == 0
    moved = checkout.folder.rename(checkout.folder.parent / "moved")
    done = checkout.run(command=[str(moved / "vaki")], environment=UNREACHABLE)
    assert (done.stdout, done.stderr) == ("1.0\n", "")


def test_two_first_runs_at_once_install_once(checkout: Checkout) -> None:
    runs = [
        subprocess.Popen([checkout.start], env=checkout.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [run.communicate(timeout=120) for run in runs]
    assert [(run.returncode, out) for run, (out, _) in zip(runs, answers, strict=True)] == [(0, b"1.0\n")] * 2
    said = b"".join(err for _, err in answers).decode()
    assert said.count("installing the packages") == 1
    assert said.count("waiting for it") <= 1


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_install_is_done_again(checkout: Checkout, blow: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        port = silent.getsockname()[1]
        environment = checkout.environment(
            PIP_INDEX_URL=f"http://127.0.0.1:{port}", PIP_NO_INDEX="0", PIP_FIND_LINKS=""
        )
        run = subprocess.Popen([checkout.start], env=environment, stderr=subprocess.PIPE, start_new_session=True)
        silent.settimeout(60)
        connection, _ = silent.accept()
        os.killpg(run.pid, blow)
        run.communicate(timeout=60)
        connection.close()
    if blow is signal.SIGINT:
        assert run.returncode == 130
        assert checkout.leftovers() == []
    assert not (checkout.folder / ".venv").exists()
    assert checkout.run().stdout == "1.0\n"
    assert checkout.leftovers() == [".venv"]


def test_an_ordinary_user_with_a_closed_home_installs_and_runs(checkout: Checkout, ordinary_user: OrdinaryUser) -> None:
    home = checkout.folder.parent / "closed"
    home.mkdir(mode=0)
    if ordinary_user.number is not None:
        os.chown(checkout.folder, ordinary_user.number, ordinary_user.number)
    done = checkout.run(user=ordinary_user.number, environment={**ordinary_user.environment, "HOME": str(home)})
    assert (done.returncode, done.stdout) == (0, "1.0\n"), done.stderr
    home.chmod(stat.S_IRWXU)


def test_a_checkout_that_may_not_be_written_gets_a_sentence(checkout: Checkout, ordinary_user: OrdinaryUser) -> None:
    checkout.folder.chmod(0o555)
    done = checkout.run(user=ordinary_user.number, environment=ordinary_user.environment)
    assert done.returncode == 14
    assert "cannot write" in done.stderr
    checkout.folder.chmod(0o755)
    assert checkout.leftovers() == []


def test_what_root_installed_an_ordinary_user_runs(checkout: Checkout, ordinary_user: OrdinaryUser) -> None:
    assert checkout.run(environment=ordinary_user.environment).returncode == 0
    checkout.folder.chmod(0o555)
    done = checkout.run(user=ordinary_user.number, environment={**ordinary_user.environment, **UNREACHABLE})
    assert (done.stdout, done.stderr) == ("1.0\n", "")
    checkout.folder.chmod(0o755)


def test_pip_settings_that_say_where_to_install_do_not_lead_it_astray(checkout: Checkout) -> None:
    elsewhere = checkout.folder.parent / "elsewhere"
    done = checkout.run(environment={"PIP_TARGET": str(elsewhere), "PIP_USER": "1"})
    assert (done.returncode, done.stdout) == (0, "1.0\n"), done.stderr
    assert not elsewhere.exists()


@pytest.mark.parametrize(
    ("pythons", "code", "words"),
    [
        ({}, 10, "needs Python 3.11 or newer and found none"),
        ({"python3": FAKE_PYTHON.format(version="3, 10", without={})}, 10, "found only 3.10 (python3)"),
        ({"python3.12": FAKE_PYTHON.format(version="3, 12", without=NO_VENV)}, 11, "python3.12 has no venv module"),
        ({"python3.12": FAKE_PYTHON.format(version="3, 12", without=NO_PIP)}, 11, "python3.12 has no venv module"),
        ({"python3": "#!/bin/sh\nexit 127\n"}, 10, "found none"),
    ],
    ids=["none", "old", "without venv", "without ensurepip", "broken"],
)
def test_without_a_suitable_python_it_says_which_is_needed(
    checkout: Checkout, pythons: dict[str, str], code: int, words: str
) -> None:
    path = _tools_only(checkout.folder.parent / "bin", pythons)
    done = checkout.run(environment={"PATH": path, "VAKI_PYTHON": ""})
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert checkout.leftovers() == []


def test_a_named_python_that_does_not_run_is_refused(checkout: Checkout) -> None:
    done = checkout.run(environment={"VAKI_PYTHON": "no-such-python"})
    assert done.returncode == 10
    assert "no-such-python" in done.stderr


def test_without_a_network_the_first_run_says_so(checkout: Checkout) -> None:
    done = checkout.run(environment=UNREACHABLE)
    assert done.returncode == 12
    assert "cannot be reached" in done.stderr
    assert checkout.leftovers() == []


def test_a_full_disk_is_named_and_nothing_half_made_stays(checkout: Checkout) -> None:
    full = ["sh", "-c", 'ulimit -f 100; exec "$0" "$@"', str(checkout.start)]  # no file above 50 kB
    done = checkout.run(command=full)
    assert done.returncode == 13
    assert "the disk is full" in done.stderr
    assert checkout.leftovers() == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"installed-thing==1.0 --hash=sha256:{'0' * 64}", "differs from the one in requirements/run.txt"),
        ("installed-thing==1.0", "the install failed"),
    ],
    ids=["another hash", "no hash"],
)
def test_a_package_that_is_not_the_pinned_one_is_not_installed(checkout: Checkout, line: str, words: str) -> None:
    (checkout.folder / "requirements" / "run.txt").write_text(f"{line}\n")
    done = checkout.run()
    assert done.returncode == 15
    assert words in done.stderr
    assert checkout.leftovers() == []
