"""The play itself: a municipality fetches its residents, follows three events, and goes on listening."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from vaki.cli.demonstration import expected, hands
from vaki.cli.demonstration.customer import NoAnswer, NotAnswered
from vaki.cli.demonstration.gist import gist
from vaki.cli.demonstration.stage import RAW_KEY
from vaki.codes import municipality as municipalities

if TYPE_CHECKING:
    from vaki.cli.demonstration.customer import Customer
    from vaki.cli.demonstration.hands import Hands, Happened
    from vaki.cli.demonstration.service import Service
    from vaki.cli.demonstration.stage import Keys, Stage

    Item = dict[str, Any]

PAUSE_SECONDS: Final = 12.0
POLL_SECONDS: Final = 2.0
MOST_POLLS: Final = 1000
MOST_MISSED: Final = 5
_OTHER_LANGUAGES: Final = ("et", "se")


class NotAsExpected(Exception):
    """What arrived is not what happened"""

    exit_code: ClassVar[int] = 1

    def __init__(self, act: str, what: str) -> None:
        super().__init__(f"{act}: {what}.")


@dataclass(slots=True)
class Seen:
    """What the customer has seen: the line of --once is made of it. The residents chosen, by identity code."""

    residents: int = 0
    changes: int = 0
    birth: str = ""
    move: str = ""
    protection: str = ""


@dataclass(slots=True)
class Play:
    """One customer, one municipality. Raises what the customer and the service raise, and NotAsExpected."""

    stage: Stage
    keys: Keys
    customer: Customer
    hands: Hands
    service: Service
    municipality: str
    key: int = 0
    first_key: int = 0
    shown: tuple[str, bytes] = ("", b"")
    """The request and the raw answer of what was shown last."""
    seen: Seen = field(default_factory=Seen)

    @property
    def place(self) -> str:
        return municipalities.name(self.municipality, "en")

    def base_load(self) -> None:
        """The key first, then everyone's base data: what happens in between comes again, nothing is missed."""
        stage = self.stage
        day = self.hands.day()
        stage.heading(f"{self.place} ({self.municipality}) loads its residents")
        stage.say(
            f"The customer is the municipality of {self.place}, with a permit for product K2000: its own residents. It "
            f"asks for the change key of the register's day {day}, so that it knows where to go on afterwards, "
            "and then for everybody's base data, page by page."
        )
        self.key = self.first_key = self.customer.key_of(day)
        stage.say(f"Key: {self.key}")
        stage.answer(self.customer.last_request, self.customer.last_answer)
        first: Item | None = None
        for page in self.customer.residents(self.municipality):
            self.seen.residents += len(page)
            first = first or _adult(page)
            stage.say(f"A page of {len(page)} residents, {len(self.customer.last_answer) / 1e6:.1f} MB")
        stage.say(f"{self.place} has {self.seen.residents} residents. One of them:")
        if first is not None:
            stage.resident(first)
            # Asked for alone, so that the raw answer at hand is short enough to read.
            self.customer.person(first["henkilotunnus"])
            self._shown()
        overlap = self.follow()
        stage.say(f"Since that key {_count(len(overlap), 'change')} had come; the register and the copy are now even.")
        self.pause()

    def birth(self) -> None:
        """A child is born in the municipality."""
        self.stage.heading(f"A birth in {self.place}")
        happened = self.hands.happen(hands.birth)
        child = happened.codes[-1]
        self.seen.birth = happened.happening.person
        told = self.hear(
            happened,
            "A child was recorded for a resident. The child is new to the customer, so it arrives whole: every "
            "group, all LISATTY. The relatives' records have changed too, and those who live here are told of as well.",
        )
        self._must("The birth", expected.birth(told, child, self.customer.person(child), self.municipality))
        self.pause()

    def move_out(self) -> None:
        """A resident moves to another municipality."""
        happened = self.hands.happen(hands.move_out)
        person, where = happened.happening.person, happened.happening.where
        name = municipalities.name(where, "en")
        self.seen.move = person
        self.stage.heading(f"A move from {self.place} to {name}")
        told = self.hear(
            happened,
            f"A resident moved to {name}. The customer is told once that the home municipality is now {where}, so that "
            "it knows why there is no more to come; that is the last it hears.",
        )
        self._must("The move", expected.move(told, person, where))
        self.hands.happen(hands.new_language(person, _OTHER_LANGUAGES), len(_OTHER_LANGUAGES))
        told = self.follow()
        self._must("The move", expected.silence(told, person))
        self.stage.say(
            f"Afterwards the same person told the register another mother tongue. {self.place} asked again, and "
            "nothing came about them."
        )
        self.pause()

    def protection(self) -> None:
        """A resident is granted a non-disclosure."""
        self.stage.heading("A non-disclosure for personal safety (turvakielto)")
        happened = self.hands.happen(hands.protection)
        person = happened.happening.person
        self.seen.protection = person
        told = self.hear(
            happened,
            "A resident was granted protection. The customer is told that it is in force, and in the same item what "
            "tells where the person is comes withheld: only the names of what is missing, whether the person has such "
            "data or not. The home municipality alone may still be told under this product.",
        )
        base = self.customer.person(person)
        self._must("The protection", expected.protection(told, person, base))
        if base is not None:
            self.stage.say("Asked for anew, the same person's base data is now:")
            self.stage.resident(base)
            self.stage.answer(self.customer.last_request, self.customer.last_answer)
        self.pause()

    def hear(self, happened: Happened, why: str) -> list[Item]:
        """Say what happened, poll, and show what came of it; what else came meanwhile is counted."""
        self.stage.say(why)
        told = self.follow()
        own = [item for item in told if item["henkilotunnus"] in happened.codes]
        for item in own:
            self.stage.change(item)
        if len(told) > len(own):
            self.stage.aside(f"  and {_count(len(told) - len(own), 'change')} that life itself brought meanwhile")
        self._shown()
        return told

    def follow(self) -> list[Item]:
        """Poll from the last key until the service says that this is all."""
        told: list[Item] = []
        for _ in range(MOST_POLLS):
            self.service.see_alive()
            items, self.key, up_to_date = self.customer.changes(self.key)
            told += items
            if up_to_date:
                break
        self.seen.changes += len(told)
        return told

    def listen(self) -> None:
        """Follow the living register until Ctrl-C."""
        self.stage.heading(f"What happens in {self.place} from now on (Ctrl-C stops everything)")
        if self.stage.interactive:
            self.stage.aside(f"{RAW_KEY} shows the last answer that brought something as it came")
        missed = 0
        while True:
            try:
                told = self.follow()
                missed = 0
            except (NoAnswer, NotAnswered):
                # A worker of the service that was killed is replaced; the key is kept, so nothing is missed.
                missed += 1
                if missed > MOST_MISSED:
                    raise
                told = []
            for item in told:
                self.stage.change_in_short(item, gist(item, self.municipality))
            if told:
                self._shown()
            if self.keys.pressed(POLL_SECONDS) == RAW_KEY:
                self.stage.raw(*self.shown)

    def pause(self) -> None:
        """Leave time to read; a key goes on at once, and one key shows the answer as it came."""
        if not self.stage.interactive:
            return
        self.stage.aside(f"{RAW_KEY}: the answer as it came. Any other key goes on, as does waiting.")
        while self.keys.pressed(PAUSE_SECONDS) == RAW_KEY:
            self.stage.raw(*self.shown)

    def _shown(self) -> None:
        """What was just shown came with this answer."""
        self.shown = (self.customer.last_request, self.customer.last_answer)
        self.stage.answer(*self.shown)

    def _must(self, act: str, fault: str | None) -> None:
        if fault is not None:
            raise NotAsExpected(act, fault)


def _adult(page: list[Item]) -> Item | None:
    """Someone of the page whose record has much to show."""
    return max(page, key=lambda item: len(item["tietoryhmat"]), default=None)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
