"""The service's log: one line an event, as text or JSON, and nothing in it that tells of a person.

Of a path only the service's own words and dates are shown, of a query and a body nothing, and of an exception its type
and place but not its text, which may quote a row.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from typing import Any

ACCESS = "granian.access"
ACCESS_FORMAT = '"%(method)s %(path)s" %(status)d %(dt_ms).1f ms'
OWN = ("vaki", "_granian")
OWN_SEGMENTS = frozenset(
    {
        *("api", "v1", "kirjausavain", "muutokset", "odota", "perustiedot", "perustiedot-vko", "openapi.json"),
        *("r1", "FI", "FI-TEST", "GOV", "0245437-2", "VTJmutpa"),
        *("fi", "sv", "en", "_parts", "kokeile", "ryhmat", "vaesto", "static", "icons.svg", "vaki.css", "vaki.svg"),
        *("django_htmx", "htmx-2.min.js", "live.js"),
        *("health", "live", "ready"),
        *("w", "sandbox", "clock", "events", "scenarios", "reset", "worlds"),
    }
)
"""What the service's own addresses are made of. Anything else in a path was written by the caller."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FRAMES = 12


def masked(path: str) -> str:
    """The path with every part replaced that is neither the service's own nor a date: a name is a plain word too."""
    return "/".join(
        part if not part or part in OWN_SEGMENTS or DATE.fullmatch(part) else "*" for part in path.split("/")
    )


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What may be told of a log record, JSON values only.

    Other libraries' messages are shown as written in their source, without the values filled in; one that comes without
    values may have them in it already, so only its place is shown.
    """
    told: dict[str, Any] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    if record.name == ACCESS and isinstance(record.args, dict):
        told |= {
            "event": "request",
            "method": record.args["method"],
            "path": masked(str(record.args["path"])),
            "status": record.args["status"],
            "milliseconds": round(float(str(record.args["dt_ms"])), 1),
        }
        return told
    if record.name.partition(".")[0] in OWN:
        told["event"] = record.getMessage()
    elif record.args:
        told["event"] = str(record.msg).partition("\n")[0]
    else:
        told["event"] = f"{record.module}:{record.lineno} {record.funcName}"
    if record.exc_info and record.exc_info[0] is not None:
        told["exception"] = record.exc_info[0].__name__
        told["at"] = _places(record.exc_info[1])
    return told


def _places(error: BaseException | None) -> list[str]:
    trace = error.__traceback__ if error is not None else None
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-FRAMES:]


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """One line to read; control characters are shown escaped, so that no value can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        told = facts(record)
        head = f"{told.pop('time')} {told.pop('level'):7} {told.pop('logger')}"
        body = " ".join(f"{value}" if name == "event" else f"{name}={value}" for name, value in told.items())
        return f"{head} {body}".encode("unicode_escape").decode("ascii").replace("\\\\", "\\")


def configuration(form: str) -> dict[str, Any]:
    """The logging settings (`logging.config.dictConfig`) of the supervisor and its workers; `form` is text or json."""
    formatter = JsonFormatter if form == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{formatter.__module__}.{formatter.__qualname__}"}},
        "handlers": {"line": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}},
        "root": {"handlers": ["line"], "level": "WARNING"},
        "loggers": {
            "vaki": {"level": "INFO"},
            "_granian": {"level": "INFO"},
            "granian.access": {"level": "INFO"},
        },
    }


def announce(form: str, address: str) -> None:
    """The one line on standard output: the service answers at this address."""
    line = json.dumps({"event": "ready", "address": address}) if form == "json" else f"Väki answers at {address}"
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
