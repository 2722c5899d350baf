"""The two operations."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Subquery
from django.db.models.expressions import RawSQL
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.competitors.drf_app.accounts import Caller
from benchmarks.competitors.drf_app.ledger import Told, mentioned, write
from benchmarks.competitors.drf_app.models import ChangeMention, Mention
from benchmarks.competitors.drf_app.serializers import (
    HenkiloSerializer,
    MuutoskyselySerializer,
    MuutosSerializer,
    PerustietokyselySerializer,
    kinds,
)
from benchmarks.competitors.rules import PAGE_ITEMS, wire_time

if settings.VARIANT == "rows":
    from benchmarks.competitors.drf_app import rows as variant
else:
    from benchmarks.competitors.drf_app import jsonb as variant

Change, IdentityCode = variant.Change, variant.IdentityCode


def _head() -> Subquery:
    """The newest change's key."""
    return Subquery(Change.objects.order_by("-key").values("key")[:1])


class BaseDataView(APIView):
    """Persons by code, in the order given."""

    def post(self, request: Request) -> Response:
        """POST /perustiedot."""
        asked = PerustietokyselySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        codes = list(dict.fromkeys(asked.validated_data["hetulista"]))
        caller: Caller = request.user
        found = (
            IdentityCode.objects.filter(code__in=codes)
            .select_related("person")
            .prefetch_related(*variant.PERSON_PREFETCH)
            .annotate(head=_head())
        )
        by_code = {row.code: row for row in found}
        rows = [by_code[code] for code in codes if code in by_code]
        censors = settings.CAREFUL and not caller.entitled
        items = HenkiloSerializer(rows, many=True, context={"product": caller.product, "censors": censors}).data
        if settings.CAREFUL:
            told = Told("base_data", rows[0].head if rows else 0, kinds=kinds(items))
            told.subjects = [row.person_id for row in rows]
            told.censored = {row.person_id for row in rows if censors and row.person.protected}
            write(caller, told, mentioned(told.subjects, told, caller, Mention))
        return Response({"perustiedot": items, "ajanTasalla": True})


class ChangesView(APIView):
    """Changes after a key of the persons of these codes, a page at a time."""

    def post(self, request: Request) -> Response:
        """POST /muutokset."""
        asked = MuutoskyselySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        since, codes = asked.validated_data["viimeisinKirjausavain"], asked.validated_data["hetulista"]
        caller: Caller = request.user
        own = IdentityCode.objects.filter(code__in=RawSQL("select unnest(%s::text[])", [codes])).values("person_id")
        found = list(
            Change.objects.filter(key__gt=since, person_id__in=own)
            .select_related("person")
            .prefetch_related(*variant.CHANGE_PREFETCH)
            .annotate(head=_head())
            .order_by("key")[: PAGE_ITEMS + 1]
        )
        page, waits = found[:PAGE_ITEMS], len(found) > PAGE_ITEMS
        told = Told("changes", found[0].head if found else since, since)
        chosen = [change for change in page if self._choose(change, caller, told)]
        items = MuutosSerializer(chosen, many=True).data
        if settings.CAREFUL:
            told.subjects = [change.person_id for change in chosen]
            told.kinds = kinds(items)
            write(caller, told, mentioned([change.key for change in chosen], told, caller, ChangeMention))
        key = page[-1].key if waits else told.read_key
        return Response({"viimeisinKirjausavain": key, "muutokset": items, "ajanTasalla": not waits})

    @staticmethod
    def _choose(change: Change, caller: Caller, told: Told) -> bool:
        """Whether the change tells the caller anything; if so, what stands in it as `told`."""
        censors = settings.CAREFUL and not caller.entitled
        protected = censors and (change.person.protected or change.protected)
        groups, withheld = variant.groups_of(change)
        change.told = caller.product.change_groups(
            groups,
            withheld if censors else (),
            protected=protected,
            found_by_place=change.found_by_place,
            touches_place=change.touches_place,
        )
        change.muutospv = wire_time(change.time)
        if protected and change.told:
            told.censored.add(change.person_id)
        return bool(change.told)
