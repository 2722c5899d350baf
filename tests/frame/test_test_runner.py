"""`./vaki test`: the rules of CI, and the last line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vaki.cli.testing import INSTALL_LINE

PASSES = "def test_passes():\n    pass\n"
SKIPS = "import pytest\n\ndef test_skips():\n    pytest.skip('no chromium')\n"
SKIPS_WHOLE = "import pytest\npytest.skip('no chromium', allow_module_level=True)\n"
EXPECTS_FAILURE = "import pytest\n\n@pytest.mark.xfail\ndef test_expects():\n    assert False\n"
LONG = "import pytest\n\n@pytest.mark.long\ndef test_long():\n    pass\n"
# What tests/conftest.py does with long tests.
DESELECTS_LONG = """
def pytest_collection_modifyitems(config, items):
    long = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if not item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
"""


def _run(folder: Path, tests: str, *arguments: str, ci: bool, failed_before: str = "") -> tuple[int, list[str]]:
    (folder / "test_given.py").write_text(PASSES + tests)
    (folder / "conftest.py").write_text(DESELECTS_LONG)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = long\naddopts = --strict-markers\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI", "VAKI"))}
    environment = kept | ({"CI": "true"} if ci else {}) | {"VAKI_TEST_FAILED_BEFORE": failed_before}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "vaki.cli.testing", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("tests", "arguments", "words"),
    [
        (SKIPS, ["-n", "2"], "skipped: test_given.py::test_skips"),
        (EXPECTS_FAILURE, [], "expected to fail: test_given.py::test_expects"),
        (SKIPS, ["-n", "2", "-k", "passes"], "deselected: test_given.py::test_skips"),
    ],
    ids=["skip", "xfail", "deselected"],
)
def test_ci_lets_no_test_go_unrun(tmp_path: Path, tests: str, arguments: list[str], words: str) -> None:
    code, lines = _run(tmp_path, tests, *arguments, ci=True)
    assert code == 1
    assert any(words in line for line in lines), lines
    assert lines[-1].startswith("1 passed")


def test_ci_lets_no_whole_file_be_skipped(tmp_path: Path) -> None:
    (tmp_path / "test_whole.py").write_text(SKIPS_WHOLE)
    assert _run(tmp_path, "", ci=True)[0] == 1


def test_a_long_test_may_be_left_out(tmp_path: Path) -> None:
    code, lines = _run(tmp_path, LONG, ci=True)
    assert code == 0
    assert lines[-1].startswith("1 passed, 1 deselected in ")


def test_outside_ci_the_last_line_counts_the_skipped_and_names_what_to_install(tmp_path: Path) -> None:
    code, lines = _run(tmp_path, SKIPS, "-n", "2", ci=False)
    assert code == 0
    assert lines[-2].startswith("1 passed, 1 skipped in ")
    assert lines[-1] == f"1 skipped; on Debian they run after: {INSTALL_LINE}"


def test_without_a_skip_the_last_line_is_pytests_own(tmp_path: Path) -> None:
    code, lines = _run(tmp_path, "", ci=False, failed_before="mypy")
    assert code == 0
    assert lines[-1].startswith("1 passed in ")
    assert "failed before the tests: mypy" in lines


FAULTY = """import os


def silly( a ):
    import upper.room
    return a
"""
PROJECT = """
[tool.ruff.lint]
select = ["F401"]
[tool.mypy]
mypy_path = "src"
explicit_package_bases = true
[tool.importlinter]
root_packages = ["lower", "upper"]
[[tool.importlinter.contracts]]
name = "Downwards"
type = "layers"
layers = ["upper", "lower"]
[tool.pytest.ini_options]
addopts = "--strict-markers"
markers = ["long"]
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A checkout in which each of the checks has one thing to find, and whose tests pass."""
    for room, text in {"lower": FAULTY, "upper": ""}.items():
        (tmp_path / "src" / room).mkdir(parents=True)
        (tmp_path / "src" / room / "__init__.py").touch()
        (tmp_path / "src" / room / "room.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_given.py").write_text(PASSES + LONG)
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path / "tests")
    return tmp_path


def _test(folder: Path, *arguments: str, **variables: str) -> tuple[int, list[str]]:
    """`./vaki test` of the checkout in the folder: its exit code and lines."""
    program = f"""
import pathlib
from vaki.cli import main, testing
testing.ROOT = pathlib.Path({str(folder)!r})
main(["test", *{list(arguments)!r}])
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI", "VAKI"))}
    kept["PYTHONPATH"] = os.pathsep.join([str(folder / "src"), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=kept | variables, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


def test_every_check_and_every_program_counts_and_pytest_ends_it(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "no programs").mkdir()
    code, lines = _test(faulty, CI="true", PATH=str(tmp_path / "no programs"))
    assert code == 1
    before = "failed before the tests: ruff check, ruff format, mypy, import contracts, programs"
    assert before in lines, lines
    assert any("chromium is missing: apt-get install" in line for line in lines)
    assert lines[-1].startswith("1 passed in ")


def test_all_adds_the_long_ones(faulty: Path) -> None:
    assert _test(faulty, "tests")[1][-1].startswith("1 passed in ")
    code, lines = _test(faulty, "--all", "tests")
    assert code == 0, lines
    assert lines[-1].startswith("2 passed in ")
