"""Who is told in whose document: all the relations of a block, on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaki.synthetic.draws import Draws
from vaki.synthetic.family.custody import Custodies
from vaki.synthetic.family.guardianship import Guardianships
from vaki.synthetic.family.lines import Lines
from vaki.synthetic.family.notes import tell_notes
from vaki.synthetic.family.parenthood import tell_parenthood
from vaki.synthetic.family.unions import tell_unions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.register.document import Document
    from vaki.synthetic.households import Block


def relations(seed: int, block: Block, documents: Sequence[Document]) -> Lines:
    """The lines that name others, of one block. `documents` are its people's, as complete as each is alone."""
    lines = Lines(documents)
    tell_parenthood(lines, block)
    Custodies(Draws(seed, "custody", block.number), lines, block).tell()
    tell_unions(lines, block)
    Guardianships(Draws(seed, "guardianship", block.number), lines, block).tell()
    tell_notes(Draws(seed, "notes", block.number), lines, block)
    return lines
