"""What ends a run of the bench with a sentence."""

from __future__ import annotations

from typing import Final

from benchmarks.compare import NoBase
from benchmarks.figures import NoFigures
from benchmarks.load import Failed
from benchmarks.loading import OtherPersons
from benchmarks.profiling import NoProfiler
from benchmarks.server import CommandFailed, Incomplete, NotStarted
from benchmarks.session import UnknownFamily
from benchmarks.written import NoPlace

FAILURES: Final = (
    NoBase,
    NoFigures,
    Failed,
    OtherPersons,
    NoProfiler,
    CommandFailed,
    Incomplete,
    NotStarted,
    UnknownFamily,
    NoPlace,
)
