from __future__ import annotations

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "vaki.disclosure"
    label = "disclosure"
