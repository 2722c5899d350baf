"""orjson in Django's and the framework's places for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.db import models
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


class OrjsonParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Raises ParseError."""
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(str(error)) from None


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The answer's bytes."""
        return orjson.dumps(data)


class OrjsonField(models.JSONField):
    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """The column's value."""
        return None if value is None else orjson.loads(value)
