"""The check character that identity codes, electronic identifiers and building codes have in common.

Source: VNA 128/2010 2–3 § and VNA 852/2014 23 §: the number's remainder by 31 picks the character.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
"""The 31 check characters; G, I, O, Q, Z and the letters Å, Ä, Ö are not used."""


def check_character(number: int) -> str:
    """The check character of a non-negative number (the digits of an identifier read as one number)."""
    return ALPHABET[number % 31]


def digits(text: str) -> int | None:
    """The number that `text` writes in the digits 0–9, or None: int() alone takes signs, blanks and other scripts."""
    return int(text) if text.isascii() and text.isdigit() else None
