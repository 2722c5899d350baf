"""What is drawn by turn comes out as often as its share says, over blocks that know nothing of each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaki.synthetic.turns import Turns

BLOCKS = 40
OF_BLOCK = 600
RATES: dict[tuple[str, object], float] = {("place", 1): OF_BLOCK / 2500, ("household", ""): OF_BLOCK / 2500}


def _hits(seed: int, blocks: int, low: float, high: float) -> int:
    found = 0
    for block in range(blocks):
        turns = Turns(seed, block * 2500, RATES)
        found += sum(low <= turns.fraction("place", 1) < high for _ in range(OF_BLOCK))
    return found


@given(st.integers(0, 2**63 - 1), st.floats(0, 0.9), st.floats(0.001, 0.1))
def test_an_interval_is_met_as_often_as_it_is_long(seed: int, low: float, length: float) -> None:
    assert abs(_hits(seed, 4, low, low + length) - 4 * OF_BLOCK * length) <= 4


def test_so_it_is_over_many_blocks() -> None:
    for at in range(0, 308, 10):
        assert abs(_hits(1, BLOCKS, at / 308, (at + 1) / 308) - BLOCKS * OF_BLOCK / 308) <= 4


def test_two_sequences_do_not_follow_each_other() -> None:
    """Of those in the first half of one, about a half are in the first half of the other."""
    turns = Turns(3, 0, RATES)
    pairs = [(turns.fraction("place", 1), turns.fraction("household")) for _ in range(2000)]
    both = sum(one < 0.5 and other < 0.5 for one, other in pairs)
    assert abs(both - 500) < 25


def test_another_seed_begins_elsewhere() -> None:
    assert Turns(1, 0, RATES).fraction("place", 1) != Turns(2, 0, RATES).fraction("place", 1)
