"""Random numbers by address: every piece of the population draws from a stream named by the seed and the piece.

So any household or person can be made again alone, in any process and in any order. Streams come from a keyed hash,
never from Python's own `hash`, which differs from run to run.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")

_words = Struct("<8Q").unpack
_UNIT: Final = 2.0**-53


def number_of(*address: object) -> int:
    """A 64-bit number that belongs to the address and to it alone."""
    text = "/".join(map(str, address))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


class Table(Generic[T]):
    """Values with weights, drawn in proportion to them."""

    __slots__ = ("_sums", "values", "weights")

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(value, weight) for value, weight in pairs if weight > 0]
        self.values = [value for value, _ in kept]
        self.weights = [weight for _, weight in kept]
        self._sums = list(accumulate(self.weights))

    def at(self, fraction: float) -> T:
        """The value at a fraction 0 ≤ f < 1 of the whole weight."""
        return self.values[min(bisect_right(self._sums, fraction * self._sums[-1]), len(self.values) - 1)]

    def share(self, value: T) -> float:
        """The value's part of the whole weight."""
        return sum(w for v, w in zip(self.values, self.weights, strict=True) if v == value) / self._sums[-1]


def _fractions(digest: bytes) -> Iterator[float]:
    """Numbers 0 ≤ f < 1 of 53 bits: eight from a digest of 64 bytes, then from that digest's own digest, and on."""
    while True:
        for word in _words(digest):
            yield (word >> 11) * _UNIT
        digest = blake2b(digest).digest()


class Draws:
    """One stream of random numbers; making it costs about a microsecond."""

    __slots__ = ("fraction",)

    def __init__(self, *address: object) -> None:
        # Several times faster to begin than a generator with a large state, and most streams give a few numbers.
        self.fraction = _fractions(blake2b("/".join(map(str, address)).encode()).digest()).__next__

    def chance(self, probability: float) -> bool:
        return self.fraction() < probability

    def below(self, limit: int) -> int:
        """A whole number 0 ≤ n < limit."""
        return int(self.fraction() * limit)

    def between(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return first + int(self.fraction() * (last - first + 1))

    def one_of(self, values: Sequence[T]) -> T:
        return values[int(self.fraction() * len(values))]

    def from_table(self, table: Table[T]) -> T:
        return table.at(self.fraction())

    def bell(self, middle: float, spread: float) -> float:
        """A number near `middle`; the sum of four fractions is bell enough, and bounded (± 3.5 spreads)."""
        draw = self.fraction
        return middle + spread * (draw() + draw() + draw() + draw() - 2.0) * 1.7320508

    def day(self, first: date, last: date) -> date:
        """A day, both ends included; `first` when the two are the wrong way round."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))
