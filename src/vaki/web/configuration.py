"""What the environment tells the web room, read once and typed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from vaki.disclosure.bounds import BOUNDS, KEPT_DAYS, LEAST_KEPT_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
DEFAULT_POOL_SIZE = 10
DEFAULT_WORLDS = 8
DEFAULT_IDLE_SECONDS = 3600
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})
_SCHEMES = frozenset({"postgres", "postgresql"})


class ConfigurationError(Exception):
    """A setting in the environment cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The `VAKI_*` settings that concern people's pages.

    Every member has a value that lets the settings be imported without any environment (type checking, migrations);
    the secret key is then a throwaway one, good for the life of the process.
    """

    data: Path = Path(".vaki")
    site_url: str = field(default="", repr=False)
    owner_url: str = field(default="", repr=False)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    sandbox: bool = False
    debug: bool = False
    root_path: str = ""
    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    pool_size: int = DEFAULT_POOL_SIZE
    """Connections of one role in one worker, at most."""
    sandbox_url: str = field(default="", repr=False)
    """Of the role that may make databases, on the sandbox's list of worlds; empty where there are no worlds."""
    sandbox_worlds: int = DEFAULT_WORLDS
    sandbox_idle_seconds: int = DEFAULT_IDLE_SECONDS
    page_persons: int = BOUNDS.persons
    page_items: int = BOUNDS.items
    page_bytes: int = BOUNDS.bytes
    retention_days: int = KEPT_DAYS
    """How old a change key may be, by the register's clock."""
    living: bool = False
    """Whether life goes on in the main register beside the service."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; raises `ConfigurationError` with the setting's name, never with its value."""
        extra_hosts = tuple(host.strip() for host in environ.get("VAKI_HOSTS", "").split(",") if host.strip())
        return cls(
            data=Path(environ.get("VAKI_DATA") or ".vaki"),
            site_url=_secret(environ, "VAKI_SITE_URL"),
            owner_url=_secret(environ, "VAKI_OWNER_URL"),
            secret_key=_secret(environ, "VAKI_DJANGO_SECRET_KEY") or secrets.token_urlsafe(48),
            sandbox=_boolean(environ, "VAKI_SANDBOX"),
            debug=_boolean(environ, "VAKI_DEBUG"),
            root_path=_root_path(environ.get("VAKI_ROOT_PATH", "")),
            hosts=(*LOOPBACK_HOSTS, *extra_hosts),
            pool_size=_count(environ, "VAKI_POOL_SIZE", DEFAULT_POOL_SIZE),
            sandbox_url=_secret(environ, "VAKI_SANDBOX_URL"),
            sandbox_worlds=_count(environ, "VAKI_SANDBOX_WORLDS", DEFAULT_WORLDS),
            sandbox_idle_seconds=_count(environ, "VAKI_SANDBOX_IDLE_SECONDS", DEFAULT_IDLE_SECONDS),
            page_persons=_count(environ, "VAKI_PAGE_PERSONS", BOUNDS.persons, most=BOUNDS.persons),
            page_items=_count(environ, "VAKI_PAGE_ITEMS", BOUNDS.items, most=BOUNDS.items),
            page_bytes=_count(environ, "VAKI_PAGE_BYTES", BOUNDS.bytes, most=BOUNDS.bytes),
            retention_days=_count(environ, "VAKI_RETENTION_DAYS", KEPT_DAYS, least=LEAST_KEPT_DAYS),
            living=_boolean(environ, "VAKI_LIVING"),
        )


def _boolean(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ConfigurationError(name, "must be true or false")


def _count(environ: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int | None = None) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ConfigurationError(name, f"must be a whole number of at least {least}")
    if most is not None and int(value) > most:
        raise ConfigurationError(name, f"must be at most {most}")
    return int(value)


def _secret(environ: Mapping[str, str], name: str) -> str:
    """The value of `name`, or the content of the file that `name`_FILE points to."""
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{name}_FILE", f"the file cannot be read ({error.strerror})") from None


def _root_path(value: str) -> str:
    """The prefix with a leading and no trailing slash, or nothing."""
    parts = [part for part in value.split("/") if part]
    if any(part in {".", ".."} for part in parts) or any(character in value for character in "?#% "):
        raise ConfigurationError("VAKI_ROOT_PATH", "must be a plain path such as /vaki")
    return "".join(f"/{part}" for part in parts)


def database_settings(url: str) -> dict[str, object]:
    """Django's database settings for a PostgreSQL URL, in TCP form or with `?host=/socket/folder`.

    An empty URL gives a database without a name: settings can be read, a connection cannot be opened.
    Raises `ConfigurationError` (which never holds the URL: it has the password in it).
    """
    settings: dict[str, object] = {
        "ENGINE": "vaki.web.backend",
        "NAME": "",
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {},
    }
    if not url:
        return settings
    name = "VAKI_SITE_URL or VAKI_OWNER_URL"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError(name, "is not a well-formed address") from None
    if parts.scheme not in _SCHEMES:
        raise ConfigurationError(name, "must begin with postgresql://")
    options = dict(parse_qsl(parts.query, keep_blank_values=False))
    database = unquote(parts.path.lstrip("/")) or options.pop("dbname", "")
    if not database:
        raise ConfigurationError(name, "names no database")
    settings.update(
        NAME=database,
        USER=options.pop("user", "") or unquote(parts.username or ""),
        PASSWORD=options.pop("password", "") or unquote(parts.password or ""),
        HOST=options.pop("host", "") or unquote(parts.hostname or ""),
        PORT=options.pop("port", "") or (str(port) if port else ""),
        OPTIONS=options,
    )
    return settings
