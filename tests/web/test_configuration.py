"""Settings come typed from the environment, and what is wrong in them is said without repeating it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vaki.web.configuration import Configuration, ConfigurationError, database_settings

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "s3cret-pass"


def test_an_empty_environment_gives_settings_with_a_throwaway_key() -> None:
    first, second = Configuration.read({}), Configuration.read({})
    assert first.secret_key != second.secret_key
    assert not first.sandbox
    assert not first.debug
    assert first.root_path == ""


@pytest.mark.parametrize(
    ("given", "prefix"), [("", ""), ("/", ""), ("/vaki", "/vaki"), ("vaki/", "/vaki"), ("/a//b/", "/a/b")]
)
def test_the_root_path_has_a_slash_before_it_and_none_after(given: str, prefix: str) -> None:
    assert Configuration.read({"VAKI_ROOT_PATH": given}).root_path == prefix


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VAKI_SANDBOX", "maybe"),
        ("VAKI_DEBUG", "2"),
        ("VAKI_ROOT_PATH", "/../x"),
        ("VAKI_ROOT_PATH", "/a?b"),
        ("VAKI_POOL_SIZE", "0"),
        ("VAKI_POOL_SIZE", "many"),
        ("VAKI_PAGE_PERSONS", "1001"),
        ("VAKI_PAGE_ITEMS", "5001"),
        ("VAKI_PAGE_BYTES", "16777217"),
        ("VAKI_RETENTION_DAYS", "59"),
        ("VAKI_SITE_URL_FILE", "/nowhere/at/all"),
    ],
)
def test_an_unusable_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Configuration.read({name: value})


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    assert Configuration.read({"VAKI_DJANGO_SECRET_KEY_FILE": str(file)}).secret_key == SECRET


def test_no_secret_shows_in_the_configuration_s_own_words() -> None:
    read = Configuration.read(
        {
            "VAKI_DJANGO_SECRET_KEY": SECRET,
            "VAKI_SITE_URL": f"postgresql://site:{SECRET}@/vaki?host=/run",
            "VAKI_OWNER_URL": f"postgresql://owner:{SECRET}@/vaki?host=/run",
        }
    )
    assert SECRET not in repr(read)


def test_hosts_are_loopback_and_those_named() -> None:
    assert Configuration.read({}).hosts == ("127.0.0.1", "localhost", "[::1]")
    assert Configuration.read({"VAKI_HOSTS": "vaki.example, .vaki.example"}).hosts[3:] == (
        "vaki.example",
        ".vaki.example",
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://vaki_site:p%40ss%2Fw@/vaki?host=/var/lib/vaki/sock&port=5433",
            ("vaki", "vaki_site", "p@ss/w", "/var/lib/vaki/sock", "5433"),
        ),
        ("postgresql://site:x@db.example:6432/vaki", ("vaki", "site", "x", "db.example", "6432")),
        ("postgres://db.example/vaki?user=site", ("vaki", "site", "", "db.example", "")),
    ],
)
def test_a_database_address_is_read_in_its_forms(url: str, expected: tuple[str, ...]) -> None:
    settings = database_settings(url)
    assert tuple(settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert settings["ATOMIC_REQUESTS"] is False


def test_other_parameters_of_a_database_address_go_to_the_driver() -> None:
    assert database_settings("postgresql://u:p@h/d?sslmode=verify-full")["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    "url", [f"mysql://u:{SECRET}@h/d", f"postgresql://u:{SECRET}@h:port/d", f"postgresql://u:{SECRET}@h"]
)
def test_a_wrong_database_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        database_settings(url)
    assert SECRET not in str(refused.value)
