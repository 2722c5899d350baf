"""The information groups as pages: what each tells, with an example. Nothing here comes from the register."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vaki.register.groups import BY_NAME, CATALOGUE
from vaki.register.groups.described import Described, group
from vaki.web.shapes import Cell, Column, Fact, Link, Status, Table
from vaki.web.trying import interface_address
from vaki.web.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from vaki.register.groups import WireGroup


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group by name and meaning."""
    columns = [Column(say("groups.name")), Column(say("groups.meaning")), Column(say("groups.censored"))]
    rows = [
        [
            Cell(one.name, reverse("group", args=[one.name]), wire=True),
            Cell(say(f"groups.{one.name}")),
            Cell("", status=Status("protected", say("groups.is-censored"))) if one.hidden else Cell("–"),
        ]
        for one in CATALOGUE
    ]
    table = Table(say("groups.order"), say("groups.count", count=len(rows)), columns, rows)
    context = {"table": table, "links": _path(Link(say("groups.title")))}
    return render(request, "pages/groups.html", context)


@require_safe
def one_group(request: HttpRequest, name: str) -> HttpResponse:
    """One group with its members and an example."""
    if name not in BY_NAME:
        raise Http404
    told = _described(name)
    context = {
        "group": name,
        "meaning": say(f"groups.{name}"),
        "facts": _facts(told),
        "example": _laid_out(told.example),
        "example_change": "" if told.example_in_changes is None else _laid_out(told.example_in_changes),
        "links": _path(Link(say("groups.title"), reverse("groups")), Link(name)),
        "description": f"{interface_address(request)}/openapi.json",
    }
    return render(request, "pages/group.html", context)


def _path(*links: Link) -> list[Link]:
    return [Link(say("home.front"), reverse("home")), *links]


@cache
def _described(name: str) -> Described:
    return group(name)


def _facts(told: Described) -> list[Fact]:
    members = tuple(member.name for member in told.members)
    always = tuple(member.name for member in told.members if member.always)
    hidden = tuple(member.name for member in told.members if member.censored)
    derived = () if told.derived_from is None else (told.derived_from,)
    lines = (("members", members), ("always", always), ("hidden", hidden), ("derived", derived))
    texts = {"members": "groups.members", "always": "groups.always", "hidden": "groups.hidden"}
    return [Fact(say(texts.get(line, "groups.derived")), (", ".join(names),)) for line, names in lines if names]


def _laid_out(example: WireGroup) -> str:
    return json.dumps(msgspec.to_builtins(example), ensure_ascii=False, indent=2)
