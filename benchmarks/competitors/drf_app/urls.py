"""The two operations and where they stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from benchmarks.competitors.drf_app.views import BaseDataView, ChangesView

urlpatterns = [
    path("health/ready", lambda _request: HttpResponse()),
    path("api/v1/perustiedot", BaseDataView.as_view()),
    path("api/v1/muutokset", ChangesView.as_view()),
]
