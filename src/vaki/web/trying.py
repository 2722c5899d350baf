"""Trials of the change interface: an operation asked from a page, its answer, and how to ask it oneself.

In the sandbox only. What is asked goes through the door under a public account, so it is in the ledger like any call.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaki.codes import municipality
from vaki.disclosure import door, previewing, products
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.errors import DisclosureError, FutureDay, UnknownKey
from vaki.disclosure.selection import is_askable
from vaki.web import bridge
from vaki.web.shapes import Link
from vaki.web.words import say, say_later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

ACCOUNTS: Final = ("mutpT1x", "mutpT1")
MOST_CODES: Final = 10
SHOWN_PERSONS: Final = 3
SHOWN_ITEMS: Final = 20
LARGEST_KEY: Final = 2**63 - 1
KIND: Final = "kokeilu"
"""The field that tells which trial a form is."""
BY_MUNICIPALITY: Final = "K2000"

_code_widget: Final = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the change interface: `body` is None for a GET."""

    user: str
    path: str
    body: dict[str, Any] | None = None

    def command(self, address: str) -> str:
        """The same as a command for a shell; `address` is where the interface stands."""
        password = door.SANDBOX_PASSWORD if self.user in ACCOUNTS else say("trying.password")
        lines = [f"curl -u {self.user}:{password} {address}{self.path}"]
        if self.body is not None:
            lines += ["  -H 'Content-Type: application/json'", f"  -d '{json.dumps(self.body, ensure_ascii=False)}'"]
        return " \\\n".join(lines)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of a trial: the request as a command, and the answer as it comes, laid out to be read."""

    title: str
    command: str
    told: str
    notes: tuple[str, ...] = ()


class Trial(forms.Form):
    """A form of one operation."""

    name: ClassVar[str]
    title: ClassVar[Any]
    about: ClassVar[Any]

    async def ask(self, request: HttpRequest) -> tuple[Asked, Any, tuple[str, ...]]:
        """The request, its answer as JSON values, and notes on it. Raises the door's errors."""
        raise NotImplementedError

    @property
    def kind_field(self) -> str:
        return KIND


def _account() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=say_later("trying.account"),
        choices=[
            (ACCOUNTS[0], say_later("trying.account-censored")),
            (ACCOUNTS[1], say_later("trying.account-everything")),
        ],
    )


class CodesField(forms.CharField):
    """Identity codes, one a line."""

    def __init__(self) -> None:
        super().__init__(
            label=say_later("trying.codes"),
            help_text=say_later("trying.codes-hint"),
            widget=forms.Textarea(attrs={"rows": 2, **_code_widget}),
            max_length=20 * MOST_CODES,
        )

    def clean(self, value: Any) -> list[str]:
        codes = list(dict.fromkeys(str(super().clean(value)).upper().split()))
        if len(codes) > MOST_CODES or not all(is_askable(code) for code in codes):
            raise forms.ValidationError(say("trying.codes-error", most=MOST_CODES))
        return codes


class KeyTrial(Trial):
    """GET /kirjausavain/{pvm}."""

    name = "avain"
    title = say_later("trying.key-title")
    about = say_later("trying.key-about")

    day = forms.DateField(
        label=say_later("trying.day"),
        help_text=say_later("trying.day-hint"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": say_later("trying.day-error")},
    )

    async def ask(self, request: HttpRequest) -> tuple[Asked, Any, tuple[str, ...]]:
        day: date = self.cleaned_data["day"]
        caller = await bridge.sandbox_caller(request)
        key = await door.key_of_day(bridge.pools(request), caller, day)
        return Asked(ACCOUNTS[0], f"/kirjausavain/{day}"), {"viimeisinKirjausavain": key}, ()


class ChangesTrial(Trial):
    """POST /muutokset by identity code."""

    name = "muutokset"
    title = say_later("trying.changes-title")
    about = say_later("trying.changes-about")

    key = forms.IntegerField(
        label=say_later("trying.key"),
        help_text=say_later("trying.key-hint"),
        min_value=0,
        max_value=LARGEST_KEY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": say_later("trying.key-error")},
    )
    codes = CodesField()
    account = _account()

    async def ask(self, request: HttpRequest) -> tuple[Asked, Any, tuple[str, ...]]:
        key, codes, user = (self.cleaned_data[field] for field in ("key", "codes", "account"))
        caller = await bridge.sandbox_caller(request, user)
        found = await door.changes(
            bridge.pools(request), caller, key, frozenset(codes), bounds=Bounds(items=SHOWN_ITEMS)
        )
        told = {
            "viimeisinKirjausavain": found.key,
            "muutokset": _values(found.items),
            "ajanTasalla": found.up_to_date,
        }
        notes = () if found.up_to_date else (say("trying.shortened", shown=SHOWN_ITEMS),)
        return Asked(user, "/muutokset", {"viimeisinKirjausavain": key, "hetulista": codes}), told, notes


class PersonsTrial(Trial):
    """POST /perustiedot by identity code."""

    name = "henkilot"
    title = say_later("trying.persons-title")
    about = say_later("trying.persons-about")

    codes = CodesField()
    account = _account()

    async def ask(self, request: HttpRequest) -> tuple[Asked, Any, tuple[str, ...]]:
        codes, user = self.cleaned_data["codes"], self.cleaned_data["account"]
        caller = await bridge.sandbox_caller(request, user)
        found = await door.base_data(bridge.pools(request), caller, codes)
        told = {"perustiedot": _values(found.items), "ajanTasalla": True}
        notes = () if found.items else (say("trying.nobody"),)
        return Asked(user, "/perustiedot", {"hetulista": codes}), told, notes


class MunicipalityTrial(Trial):
    """POST /perustiedot by municipality, as the holder of a K2000 permit sees its own."""

    name = "kunta"
    title = say_later("trying.municipality-title")
    about = say_later("trying.municipality-about")

    municipality = forms.CharField(
        label=say_later("trying.municipality"),
        help_text=say_later("trying.municipality-hint"),
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_municipality(self) -> str:
        code: str = self.cleaned_data["municipality"]
        if not municipality.is_in_force(code):
            raise forms.ValidationError(say("trying.municipality-error"))
        return code

    async def ask(self, request: HttpRequest) -> tuple[Asked, Any, tuple[str, ...]]:
        town = self.cleaned_data["municipality"]
        product = products.get(BY_MUNICIPALITY)
        # The sandbox's accounts select by code; a permit for the municipality is looked through as the operator may.
        await bridge.sandbox_caller(request)
        caller = replace(
            previewing.customer(product, municipalities=[town], end_user=bridge.FRONT_PAGE), channel=bridge.PAGE
        )
        bounds = Bounds(persons=SHOWN_PERSONS)
        page = await door.base_data_page(bridge.pools(request), caller, [town], bounds=bounds)
        told = {"perustiedot": _values(page.items), "ajanTasalla": page.complete}
        shortened = () if page.complete else (say("trying.shortened-persons", shown=SHOWN_PERSONS),)
        notes = (*shortened, say("trying.permit-needed", municipality=town))
        return Asked(say("trying.user"), "/perustiedot", {"kuntakoodit": [town]}), told, notes


TRIALS: Final[tuple[type[Trial], ...]] = (KeyTrial, ChangesTrial, PersonsTrial, MunicipalityTrial)


def trials(values: Mapping[str, dict[str, Any]]) -> list[Trial]:
    """All forms, filled in with values that give an answer at once: trial -> field -> value."""
    return [trial(initial=values.get(trial.name, {}), auto_id=f"{trial.name}-%s") for trial in TRIALS]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
async def trying(request: HttpRequest) -> HttpResponse:
    """The forms; after one was sent, above them the answer."""
    context: dict[str, Any] = {
        "links": [Link(say("home.front"), reverse("home")), Link(say("trying.title"))],
    }
    if request.method != "POST":
        return render(request, "pages/trying.html", context | {"trials": trials({})})
    kind = request.POST.get(KIND, "")
    sent = next((trial(request.POST, auto_id=f"{kind}-%s") for trial in TRIALS if trial.name == kind), None)
    if sent is None:
        raise Http404
    if sent.is_valid():
        context |= await _answered(request, sent)
    if sent.errors:
        context["wrong"] = sent
    others = trials(_carried(sent, context.pop("told", {})))
    context["trials"] = [sent if trial.name == kind else trial for trial in others]
    return render(request, "pages/trying.html", context, status=400 if sent.errors else 200)


def _carried(sent: Trial, told: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the next trial is filled in with: the codes just asked with, and the key just answered."""
    given = {
        "key": told.get("viimeisinKirjausavain"),
        "codes": "\n".join(sent.cleaned_data.get("codes", [])),
        "account": sent.cleaned_data.get("account"),
    }
    known = {field: value for field, value in given.items() if value}
    return {trial.name: known for trial in TRIALS}


async def _answered(request: HttpRequest, sent: Trial) -> dict[str, Any]:
    """The answer for the page; what the door refuses becomes an error of the form."""
    try:
        asked, told, notes = await sent.ask(request)
    except FutureDay:
        sent.add_error("day", say("trying.day-ahead"))
    except UnknownKey:
        sent.add_error("key", say("trying.key-unknown"))
    except (*bridge.UNREACHABLE, DisclosureError):
        return {"unanswered": True}
    else:
        laid_out = json.dumps(told, ensure_ascii=False, indent=2)
        command = asked.command(interface_address(request))
        return {"answer": Answer(str(sent.title), command, laid_out, notes), "told": told}
    return {}


def interface_address(request: HttpRequest) -> str:
    """Where the change interface of this register stands."""
    return request.build_absolute_uri(f"{get_script_prefix()}api/v1")


def _values(items: Sequence[bytes]) -> list[Any]:
    return [msgspec.json.decode(item) for item in items]
