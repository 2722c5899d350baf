"""The data folder's append-only files, which hold the ledger's seals once more.

One JSON object a line. A crash may leave less in a file than in the database; the next writer makes that good.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from vaki.postgres.locks import own_like_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FILE_NAME: Final = "ledger-seals.ndjson"
DROPPED_FILE_NAME: Final = "ledger-dropped.ndjson"
_LONGEST_LINE: Final = 64 * 1024


def read(file: Path, member: str) -> Iterator[tuple[int, str]]:
    """(number, code) of each line, in the file's order, `member` being the name of the number.

    A line that a crash cut short, or someone spoilt, is none.
    """
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                told = json.loads(line)
                yield int(told[member]), str(told["mac"])
            except (ValueError, KeyError, TypeError):
                continue


def last(file: Path, member: str) -> int:
    """The number in the last whole line; 0 when there is none."""
    try:
        with file.open("rb") as lines:
            lines.seek(0, os.SEEK_END)
            lines.seek(max(0, lines.tell() - _LONGEST_LINE))
            tail = lines.read()
    except FileNotFoundError:
        return 0
    for line in reversed(tail.split(b"\n")[:-1]):
        try:
            return int(json.loads(line)[member])
        except (ValueError, KeyError, TypeError):
            continue
    return 0


def append(file: Path, told: Iterable[Mapping[str, Any]]) -> None:
    """Append a line for each, and have them on the disk."""
    lines = "".join(f"{json.dumps(one)}\n" for one in told)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        own_like_folder(descriptor, file.parent)
        # A line begins with its own line break when a crash may have cut the one before it short.
        os.write(descriptor, f"\n{lines}".encode() if _cut_short(file) else lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut_short(file: Path) -> bool:
    with file.open("rb") as content:
        if content.seek(0, os.SEEK_END) == 0:
            return False
        content.seek(-1, os.SEEK_END)
        return content.read(1) != b"\n"
