"""People's addresses. Those below `/{fi|sv|en}/` are pages; the machines' addresses stand in `asgi`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from vaki.web import pages, reference

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = i18n_patterns(
    path("", pages.home, name="home"),
    path("ryhmat/", reference.groups, name="groups"),
    path("ryhmat/<str:name>/", reference.one_group, name="group"),
)
if settings.VAKI.sandbox:
    from vaki.web import trying
    from vaki.web.population import page

    urlpatterns += i18n_patterns(
        path("kokeile/", trying.trying, name="trying"),
        path("vaesto/", page.population, name="population"),
        path("muutokset/<int:key>/", pages.newer_changes, name="newer-changes"),
    )
if settings.VAKI.debug or settings.VAKI.sandbox:
    from vaki.web import parts

    urlpatterns += i18n_patterns(path("_parts/", parts.gallery, name="parts"))

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
