"""The service's log tells what happened and never to whom."""

from __future__ import annotations

import json
import logging

from hypothesis import given
from hypothesis import strategies as st

from vaki.cli.service_log import ACCESS, JsonFormatter, TextFormatter, masked

CODE = "010190-900A"


def _record(name: str, message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    trouble = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, values, trouble)


def test_a_path_keeps_the_services_own_words_and_loses_what_the_caller_wrote() -> None:
    assert masked("/api/v1/kirjausavain/2026-11-20") == "/api/v1/kirjausavain/2026-11-20"
    assert masked(f"/fi/{CODE}/Niskanen") == "/fi/*/*"
    assert masked("/fi/Matti Meikäläinen") == "/fi/*"
    assert masked("/rakennus/150000001A") == "/*/*"


@given(st.text())
def test_no_path_begins_a_line_of_its_own(path: str) -> None:
    request = {"method": "GET", "path": path, "status": 200, "dt_ms": 1.0}
    record = logging.makeLogRecord({"name": ACCESS, "msg": "", "args": request, "levelname": "INFO"})
    assert len(TextFormatter().format(record).splitlines()) == 1
    assert len(JsonFormatter().format(record).splitlines()) == 1


def test_an_exception_is_its_type_and_place_but_not_its_text() -> None:
    try:
        int(CODE)
    except ValueError as error:
        record = _record("django.request", "Internal Server Error: %s", f"/{CODE}", error=error)
    told = json.loads(JsonFormatter().format(record))
    assert told["exception"] == "ValueError"
    assert told["at"][0].startswith(f"{__name__}:")
    assert CODE not in json.dumps(told)
    assert CODE not in TextFormatter().format(record)


def test_another_librarys_message_is_shown_without_the_values_filled_in() -> None:
    told = json.loads(JsonFormatter().format(_record("asyncio", "Task failed %s\nfuture: %s", CODE, CODE)))
    assert told["event"] == "Task failed %s"


def test_another_librarys_message_without_values_may_hold_them_and_is_its_place_only() -> None:
    told = json.loads(JsonFormatter().format(_record("django.security.DisallowedHost", f"Invalid header: {CODE}")))
    assert told["event"] == "test_serve_log:1 None"


def test_our_own_message_is_shown_whole() -> None:
    told = json.loads(JsonFormatter().format(_record("vaki.serve", "migrated %s", "register.0001_person")))
    assert told["event"] == "migrated register.0001_person"
