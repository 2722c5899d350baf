"""What is asked and what is answered; members are named as on the wire."""

# ruff: noqa: N815

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from benchmarks.competitors.rules import KIND

if settings.VARIANT == "rows":
    from benchmarks.competitors.drf_app.groups import GroupsField
else:
    from benchmarks.competitors.drf_app.jsonb import GroupsField

CODE_LENGTH = 11


class CodesField(serializers.Field):
    """Identity codes, checked in one pass: a field for each of a hundred thousand takes a second."""

    def __init__(self, most: int | None = None) -> None:
        super().__init__()
        self._most = most

    def to_internal_value(self, data: Any) -> list[str]:
        """Raises ValidationError."""
        if not isinstance(data, list) or not all(isinstance(code, str) and len(code) == CODE_LENGTH for code in data):
            raise serializers.ValidationError("Expected a list of identity codes.")
        if self._most is not None and len(data) > self._most:
            raise serializers.ValidationError("Too many identity codes.")
        return data


class PerustietokyselySerializer(serializers.Serializer):
    hetulista = CodesField(most=1000)


class MuutoskyselySerializer(serializers.Serializer):
    viimeisinKirjausavain = serializers.IntegerField(min_value=0)
    hetulista = CodesField()


class HenkiloSerializer(serializers.Serializer):
    """A person of base data, of a row of identity codes."""

    henkilotunnus = serializers.CharField(source="code")
    tietoryhmat = GroupsField(source="person")


class MuutosSerializer(serializers.Serializer):
    """A change and the groups that are told of it."""

    henkilotunnus = serializers.CharField(source="code")
    tietoryhmat = serializers.JSONField(source="told")
    muutospv = serializers.CharField()


def kinds(items: list[dict[str, Any]]) -> set[str]:
    """The kinds of groups that items tell."""
    return {group[KIND] for item in items for group in item["tietoryhmat"]}
