"""What the operations take: closed schemas, read in one pass, refused with the place and never with a value.

Source: docs/wire/muutosrajapinta.md §1.2. Decision on what it leaves open: docs/decisions/0401.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final, Protocol, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from vaki.changes.errors import BodyTooLarge, EncodedBody, MalformedJson, UnfitRequest
from vaki.register.groups import BY_NAME

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_CODES: Final = 1000
"""Identity codes in one request for base data (§1.2)."""

LARGEST_KEY: Final = 2**63 - 1
_BOTH: Final = "hetulista and kuntakoodit cannot stand in one request."

Code = Annotated[str, Meta(min_length=11, max_length=11, description="An identity code, active or passive.")]
Municipality = Annotated[str, Meta(pattern="^[0-9]{3}$", max_length=3, description="A municipality code.")]
Key = (
    Annotated[int, Meta(ge=0, le=LARGEST_KEY)]
    | Annotated[str, Meta(pattern="^[0-9]{1,19}$", max_length=19, description="The same number as a string.")]
)
Municipalities = Annotated[list[Municipality], Meta(min_length=1, description="Municipalities of the permit.")]
Groups = Annotated[
    list[str],
    Meta(description="Names of the information groups wanted. Absent: all that the permit covers."),
]


class MuutosRequest(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False):
    """Changes after a change key.

    Without `hetulista` the changes of the permit's own selection, or of those of its municipalities that `kuntakoodit`
    names; an empty `hetulista` means no persons. `tuotekoodi` is accepted and ignored: older clients still send it.
    """

    since: Annotated[
        Key, Meta(description="The change key of the last answer, or of GET /kirjausavain/{pvm} at first.")
    ] = field(name="viimeisinKirjausavain")
    codes: Annotated[list[Code], Meta(description="The persons whose changes are wanted.")] | UnsetType = field(
        name="hetulista", default=UNSET
    )
    municipalities: Municipalities | UnsetType = field(name="kuntakoodit", default=UNSET)
    groups: Groups | UnsetType = field(name="tietoryhmat", default=UNSET)
    product: str | UnsetType = field(name="tuotekoodi", default=UNSET)

    @property
    def key(self) -> int:
        return int(self.since)

    def check(self) -> None:
        if isinstance(self.since, str) and not (self.since.isdigit() and int(self.since) <= LARGEST_KEY):
            raise UnfitRequest("viimeisinKirjausavain: expected an integer of at most 63 bits.")
        if self.codes is not UNSET and self.municipalities is not UNSET:
            raise UnfitRequest(_BOTH)


class PerustietoRequest(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False):
    """Base data of persons by identity code, or of the living residents of municipalities in pages.

    Not both of `hetulista` and `kuntakoodit`; with neither, the permit's own selection. While an answer says
    `ajanTasalla: false`, the same request with its `jatkoavain` gives the next page.
    """

    codes: (
        Annotated[list[Code], Meta(max_length=MOST_CODES, description="The persons whose base data is wanted.")]
        | UnsetType
    ) = field(name="hetulista", default=UNSET)
    municipalities: Municipalities | UnsetType = field(name="kuntakoodit", default=UNSET)
    continuation: Annotated[str, Meta(description="jatkoavain of the page before.")] | UnsetType = field(
        name="jatkoavain", default=UNSET
    )
    groups: Groups | UnsetType = field(name="tietoryhmat", default=UNSET)

    def check(self) -> None:
        if self.codes is not UNSET and self.municipalities is not UNSET:
            raise UnfitRequest(_BOTH)
        if self.continuation is not UNSET and self.codes is not UNSET:
            raise UnfitRequest("jatkoavain does not belong to a request with hetulista.")


class PerustietoVkoRequest(PerustietoRequest, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False):
    """As PerustietoRequest, of the weekly snapshot."""


class Checked(Protocol):
    def check(self) -> None:
        """Raise UnfitRequest for what the schema's types alone cannot say."""


R = TypeVar("R", bound=Checked)

changes_request: Final = msgspec.json.Decoder(MuutosRequest)
base_data_request: Final = msgspec.json.Decoder(PerustietoRequest)
weekly_request: Final = msgspec.json.Decoder(PerustietoVkoRequest)


async def read_body(request: Request, most: int) -> bytes:
    """The whole body, at most `most` bytes. Raises BodyTooLarge before reading on, EncodedBody."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise EncodedBody
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > most:
        raise BodyTooLarge
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise BodyTooLarge
        parts.append(part)
    return b"".join(parts)


def decode(decoder: msgspec.json.Decoder[R], body: bytes) -> R:
    """The request in `body`. Raises MalformedJson with the place, UnfitRequest naming the member."""
    try:
        request = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise UnfitRequest(_unfit(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJson(_malformed(error, body)) from None
    request.check()
    return request


def kinds(groups: list[str] | UnsetType) -> frozenset[str] | None:
    """The groups asked for; None when the request names none and so wants all.

    One that the permit lacks is silently missing (§1.4). Raises UnfitRequest, with the index, for a name no group has.
    """
    if groups is UNSET:
        return None
    for at, name in enumerate(groups):
        if name not in BY_NAME:
            raise UnfitRequest(f"tietoryhmat[{at}]: no group has this name.")
    return frozenset(groups)


_UNKNOWN_MEMBER = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING_MEMBER = re.compile(r"Object missing required field `(?P<name>\w+)`")
_AT = re.compile(r"(?P<what>.*?) - at `\$\.(?P<path>[^`]*)`", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_WANTED: Final = {
    "hetulista[]": "expected a string of 11 characters",
    "kuntakoodit[]": "expected a string of three digits",
    "viimeisinKirjausavain": "expected an integer of at most 63 bits, not negative",
}
_BYTE = re.compile(r"JSON is malformed: (?P<what>.*) \(byte (?P<byte>\d+)\)")


def _unfit(said: str) -> str:
    """The reader's sentence with the member first. A member's name is repeated only if it cannot be anybody's code."""
    if unknown := _UNKNOWN_MEMBER.match(said):
        name = unknown["name"]
        return f"{name}: unknown member." if _NAME.fullmatch(name) else "A member has a name that is unknown."
    if missing := _MISSING_MEMBER.match(said):
        return f"{missing['name']}: missing."
    if not (placed := _AT.match(said)):
        return f"The body: {_lower(said)}."
    path = placed["path"]
    wanted = _WANTED.get(re.sub(r"\[\d+\]", "[]", path))
    return f"{path}: {wanted or _lower(placed['what'])}."


def _lower(said: str) -> str:
    return (said[:1].lower() + said[1:]).replace("`", "")


def _malformed(error: Exception, body: bytes) -> str:
    if isinstance(error, UnicodeDecodeError):
        try:
            body.decode()
        except UnicodeDecodeError as place:
            return f"The body is not UTF-8: byte {place.start}."
    if said := _BYTE.match(str(error)):
        return f"The body is not JSON: {said['what']} at byte {said['byte']}."
    return f"The body is not JSON: it ends, at byte {len(body)}, inside a value."
