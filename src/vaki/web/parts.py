"""Every part of the look with its states, on one page, for whoever builds with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render

from vaki.web.shapes import (
    CaseEvent,
    CaseFile,
    Cell,
    Column,
    Confirmation,
    Fact,
    Fold,
    Link,
    Pager,
    Plot,
    PrintFrame,
    Status,
    Step,
    Table,
)
from vaki.web.words import say, say_later

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAMES = (
    "top_bar",
    "environment_bar",
    "breadcrumb",
    "page_title",
    "step_list",
    "field",
    "error_summary",
    "notice",
    "status_tag",
    "facts_list",
    "protected_banner",
    "table",
    "pager",
    "timeline",
    "file_list",
    "confirm_page",
    "toast",
    "plot",
    "print_frame",
)
HERE = "#parts"
SAMPLE_CODE = "010190-999W"
DAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, 12, 5, tzinfo=UTC)


class SampleForm(forms.Form):
    code = forms.CharField(
        label=say_later("gallery.code"),
        help_text=say_later("gallery.code-hint"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    product = forms.ChoiceField(label=say_later("gallery.product"), choices=[("K2000", "K2000"), ("VAKA", "VAKA")])
    purpose = forms.CharField(
        label=say_later("gallery.purpose"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code != SAMPLE_CODE:
            raise forms.ValidationError(say("gallery.code-error"))
        return code


class SampleUpload(forms.Form):
    attachment = forms.FileField(label=say_later("gallery.attachment"), help_text=say_later("gallery.attachment-hint"))


async def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/parts.html", {"names": NAMES, **_navigation(), **_forms(), **_content(), **_case()})


def _navigation() -> dict[str, object]:
    return {
        "organisation": say("gallery.organisation"),
        "person": say("gallery.person"),
        "switch": Link(say("gallery.switch"), HERE),
        "links": [Link(say("gallery.front"), HERE), Link(say("gallery.applications"), HERE), Link(say("gallery.new"))],
        "steps": [
            Step(say("gallery.step-1"), "done", HERE),
            Step(say("gallery.step-2"), "wrong", HERE),
            Step(say("gallery.step-3"), "current"),
            Step(say("gallery.step-4"), "ahead"),
        ],
        "pager": Pager(say("gallery.position"), earlier=HERE, later=HERE),
    }


def _forms() -> dict[str, object]:
    return {
        "empty_form": SampleForm(auto_id="empty_%s"),
        "right_form": SampleForm(
            {"code": SAMPLE_CODE, "product": "K2000", "purpose": say("gallery.purpose-text")}, auto_id="right_%s"
        ),
        "wrong_form": SampleForm({"code": "010190-999X", "product": ""}, auto_id="wrong_%s"),
        "upload_form": SampleUpload(auto_id="upload_%s"),
    }


def _content() -> dict[str, object]:
    facts = [
        Fact(say("persona.code"), (SAMPLE_CODE,), code=True),
        Fact(say("persona.home-municipality"), ("Nokia",), date(2019, 8, 1), "KOTIKUNTA"),
        Fact(say("persona.address"), (say("persona.withheld"),), source="VAKINAINEN_KOTIMAINEN_OSOITE", withheld=True),
        Fact(say("home.service"), (), status=Status("good", say("home.running"))),
    ]
    columns = [
        Column(say("gallery.holder"), sort="ascending", sort_address=HERE),
        Column(say("gallery.product"), sort_address=HERE),
        Column(say("gallery.state")),
        Column(say("gallery.queries"), figure=True),
    ]
    vaka = Cell("VAKA", folds=[Fold("gallery-fold", say("feed.more-one"), "VAKINAINEN_KOTIMAINEN_OSOITE")])
    rows = [
        [Cell("Nokia", HERE), Cell("K2000"), Cell("", status=Status("good", say("gallery.in-force"))), Cell("1 234")],
        [Cell("Sipoo", HERE), vaka, Cell("", status=Status("warn", say("gallery.ending"))), Cell("56")],
    ]
    return {
        "statuses": [
            Status("neutral", say("gallery.draft")),
            Status("info", say("gallery.handled")),
            Status("good", say("gallery.in-force")),
            Status("warn", say("gallery.ending")),
            Status("bad", say("gallery.ended")),
            Status("protected", say("parts.protected-title")),
        ],
        "facts": facts,
        "table": Table(say("gallery.permits"), say("gallery.permits-count"), columns, rows),
        "empty_table": Table(
            say("gallery.permits"),
            say("gallery.permits-none"),
            columns,
            [],
            say("gallery.permits-empty"),
            Link(say("gallery.new"), HERE),
        ),
        "plot": Plot(
            "queries",
            say("gallery.plot"),
            say("gallery.plot-description"),
            [("Nokia", 1234), ("Tampere", 980), ("Sipoo", 56)],
        ),
    }


def _case() -> dict[str, object]:
    return {
        "events": [
            CaseEvent(MOMENT, say("gallery.decided"), say("gallery.person"), say("gallery.decided-note")),
            CaseEvent(datetime(2026, 10, 3, 6, 30, tzinfo=UTC), say("gallery.sent"), say("gallery.organisation")),
        ],
        "files": [CaseFile("sopimus.pdf", 184_320, HERE, HERE), CaseFile("tietosuojakuvaus.pdf", 52_000, HERE)],
        "confirmation": Confirmation(
            say("gallery.revoke"),
            say("gallery.revoke-consequence"),
            [Fact(say("gallery.holder"), ("Nokia",)), Fact(say("gallery.product"), ("K2000",))],
            say("gallery.revoke-act"),
            HERE,
            Link(say("gallery.revoke-not"), HERE),
        ),
        "frame": PrintFrame(say("gallery.person"), MOMENT, say("gallery.purpose-text")),
    }
