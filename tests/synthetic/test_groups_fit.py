"""Every group of the synthetic population is as its kind's struct says, and says what its source says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.register.groups import following

from vaki.register.groups import BY_NAME
from vaki.register.groups.forms import read

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made


def test_every_group_is_as_its_struct_says(made: Made) -> None:
    met: Counter[str] = Counter()
    for document in made.documents.values():
        for entry in document.entries:
            read(entry.group)
            met[entry.kind] += 1
    assert len(met) > len(BY_NAME) // 2


def test_derived_groups_say_what_their_sources_say(made: Made) -> None:
    for document in made.documents.values():
        groups = [entry.group for entry in document.entries]
        for derived in following.CONTENT_OF:
            told = [following.content(group) for group in groups if group["tietoryhma"] == derived]
            assert told == following.in_base_data(groups, derived), derived
        relations = [following.content(group) for group in document.in_force("PERHESUHDE")]
        assert relations == following.relations(groups)
