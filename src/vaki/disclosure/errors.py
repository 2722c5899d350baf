"""Why the door says no, and the base of every refusal of a machine's interface.

Each class has the HTTP status it stands for; its docstring is the message. A message never holds a name, a code or a
secret.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The request cannot be answered."""

    status: ClassVar[int] = 400
    retry_seconds: int | None = None
    """Seconds after which to try again, for Retry-After; None when trying again does not help."""

    @property
    def type(self) -> str:
        """The error's name on the wire: the class name."""
        return type(self).__name__

    @property
    def message(self) -> str:
        """What is told to the caller: the sentence given, else the class docstring."""
        return str(self.args[0]) if self.args else str(type(self).__doc__)

    def __str__(self) -> str:
        return self.message


class DisclosureError(Refusal):
    """The request cannot be answered."""


class WrongCredentials(DisclosureError):
    """The user name or the password is wrong."""

    status = 401


class PermitNotInForce(DisclosureError):
    """The permit is not in force today."""

    status = 403


class PermitSuspended(DisclosureError):
    """The permit is suspended."""

    status = 403


class WrongChannel(DisclosureError):
    """The permit does not allow this channel."""

    status = 403


class DirectAccessRefused(WrongChannel):
    """The service takes calls over the X-Road (Suomi.fi-palveluväylä) only."""


class WrongAddress(DisclosureError):
    """The permit does not allow calls from this address."""

    status = 403


class WrongClient(DisclosureError):
    """The permit does not allow this X-Road client."""

    status = 403


class ClientMissing(DisclosureError):
    """A call over the X-Road says in one X-Road-Client header who the client is."""


class QuotaExceeded(DisclosureError):
    """The permit's quota of calls is used up: try again after the seconds in Retry-After."""

    status = 429

    def __init__(self, retry_seconds: int) -> None:
        super().__init__()
        self.retry_seconds = retry_seconds


class OtherMunicipality(DisclosureError):
    """The permit does not cover this municipality."""

    status = 403


class CodesNeeded(DisclosureError):
    """A permit that selects persons by identity code needs a list of codes."""


class FutureDay(DisclosureError):
    """The day has not come yet."""


class UnknownKey(DisclosureError):
    """The key is not one the service has given: it lies beyond the newest."""


class KeyTooOld(DisclosureError):
    """The key is older than changes are kept: fetch base data and go on from its key."""


class RegisterNotReady(DisclosureError):
    """The register has no people or no clock yet."""

    status = 503
    exit_code: ClassVar[int] = 1
    """In a shell nobody keeps the register busy: it is not there yet, and every command says so with one code."""


class UnknownProduct(DisclosureError):
    """There is no such product."""

    status = 404


class ProductMalformed(DisclosureError):
    """The product's file is not what the schema says."""

    status = 422


class UnknownPermit(DisclosureError):
    """There is no such permit."""

    status = 404


class PermitMalformed(DisclosureError):
    """The permit cannot be given as asked."""

    status = 422


class PermitChanged(DisclosureError):
    """The permit was changed by somebody else at the same moment: look at it and try again."""

    status = 409


class UnknownCredential(DisclosureError):
    """There is no such user name."""

    status = 404


class CredentialMalformed(DisclosureError):
    """The credential cannot be given as asked."""

    status = 422


class DeploymentMalformed(DisclosureError):
    """A setting of the deployment cannot be used."""

    status = 503


class KeysMissing(DisclosureError):
    """The keys of the data folder were not given: set VAKI_DATA."""

    status = 503


class UnknownLedgerRow(DisclosureError):
    """There is no such row in the ledger."""

    status = 404


class UnknownPerson(DisclosureError):
    """No person has this identity code."""

    status = 404
