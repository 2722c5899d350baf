"""Widening never back-fills: of a change the permit tells what it granted at the change's key, and grants now."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.disclosure.world import (
    HOLDER,
    NOKIA,
    TAMPERE,
    TODAY,
    address,
    caller,
    kinds,
    load,
    person,
    read,
    record,
    recording,
)

from vaki.disclosure import errors, permits
from vaki.disclosure.caller import Caller
from vaki.disclosure.door import changes
from vaki.disclosure.permits import Permit
from vaki.disclosure.products import Selection, newest
from vaki.disclosure.rights import Rights, rights
from vaki.disclosure.widening import both, grants_of, own_grant

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.postgres.environment import Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft

PRODUCTS = [product.name for product in newest() if product.grantable]
NATIONAL = Permit(1, 1, HOLDER, "OPPIJA", 1, from_key=-1)
any_rights = st.builds(
    rights,
    st.sampled_from(PRODUCTS),
    st.just(1),
    st.sampled_from([frozenset(), frozenset({"lukio"}), frozenset({"perusopetus"})]),
    entitled=st.booleans(),
)


HOLDING_BACK = [member.name for member in fields(Rights) if isinstance(member.default, frozenset)]


@given(any_rights, any_rights)
def test_both_rights_let_through_what_each_of_them_does(newest: Rights, older: Rights) -> None:
    cut = both(newest, older)
    for kind in (newest.kinds or frozenset()) | (older.kinds or frozenset()):
        assert cut.passes(kind) == (newest.passes(kind) and older.passes(kind))
        if cut.passes(kind):
            for member in HOLDING_BACK:
                held = [kind in getattr(each, member) for each in (newest, older, cut)]
                assert held[2] == (held[0] or held[1]), member
        ages = [age for each in (newest, older) if (age := each.subject_age(kind)) is not None]
        assert cut.subject_age(kind) == min(ages, default=None)
    assert cut.selection == newest.selection


def test_every_member_of_the_rights_has_its_way_of_being_cut_down() -> None:
    others = {member.name for member in fields(Rights)} - set(HOLDING_BACK)
    assert others == {"selection", "kinds", "wanted", "subject_ages", "mentioned_ages"}
    assert "hidden" in HOLDING_BACK


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sets(st.sampled_from([NOKIA, TAMPERE, "091"]), min_size=1)), min_size=1)
)
def test_a_change_is_told_for_what_the_permit_had_at_its_key_and_has_now(steps: list[tuple[int, set[str]]]) -> None:
    versions, at = [], 0
    for number, (keys, towns) in enumerate(steps):
        at += keys
        versions.append(Permit(1, number + 1, HOLDER, "K2000", 1, municipalities=tuple(sorted(towns)), from_key=at))
    newest = versions[-1]
    permit = replace(newest, grants=grants_of(newest, versions[:-1]))
    for one, next_one in pairwise(permit.grants):
        assert one.after_key < next_one.after_key
    for key in range(at + 3):
        then = [version for version in versions if version.from_key < key] or versions[:1]
        expected = set(then[-1].municipalities) & set(newest.municipalities)
        assert set(permit.grant_at(key).municipalities or ()) == expected, key


def test_a_permit_with_one_version_grants_the_same_at_every_key() -> None:
    assert {NATIONAL.grant_at(key) for key in (-1, 0, 7, 2**62)} == {own_grant(NATIONAL)}
    assert NATIONAL.rights_at(5) == NATIONAL.rights


def test_conditions_of_both_times_have_to_be_met() -> None:
    old, new = (replace(NATIONAL, conditions=text, from_key=key) for text, key in (('{"a":1}', 0), ('{"b":1}', 10)))
    permit = replace(new, grants=grants_of(new, [old]))
    assert permit.grant_at(10).conditions == ('{"b":1}', '{"a":1}')
    assert permit.grant_at(11).conditions == ('{"b":1}',)


async def test_the_versions_in_the_database_say_what_was_granted_when(pools: Pools) -> None:
    async with pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(connection, holder=HOLDER, product="K2000", municipalities=[NOKIA])
        assert (await permits.read_permit(connection, permit_id)).grants == ()
        changed = await permits.change_permit(
            connection, permit_id, {"municipalities": [NOKIA, TAMPERE], "protected": "all"}
        )
        # Nothing has been published yet: key 0 is the newest when the second version is written.
        assert [(grant.after_key, grant.municipalities) for grant in changed.grants] == [
            (-1, frozenset({NOKIA})),
            (0, frozenset({NOKIA, TAMPERE})),
        ]
        assert changed.rights_at(0).guards
        assert not changed.rights_at(1).guards


def test_groups_that_a_version_leaves_out_are_left_out_of_its_time() -> None:
    product = next(product for product in newest() if product.optional_groups)
    kind = product.optional_groups[0]
    towns = (NOKIA,) if product.selection is Selection.MUNICIPALITY else ()
    narrow = Permit(1, 1, HOLDER, product.name, product.version, towns, omitted=frozenset({kind}), from_key=0)
    wide = replace(narrow, version=2, omitted=frozenset(), from_key=10)
    permit = replace(wide, grants=grants_of(wide, [narrow]))
    assert [permit.rights_at(key).passes(kind) for key in (10, 11)] == [False, True]


async def test_of_two_who_change_a_permit_at_once_the_later_is_refused(pools: Pools) -> None:
    async with pools.disclosure.acquire() as one, pools.disclosure.acquire() as other:
        permit_id = await permits.add_permit(one, holder=HOLDER, product="OPPIJA")
        read_before = await permits.read_permit(other, permit_id)
        await permits.end_permit(one, permit_id)
        with pytest.raises(errors.PermitChanged):
            await permits._write(other, replace(read_before, quota=5))
        assert (await permits.read_permit(one, permit_id)).quota is None


def work(draft: Draft, document: Document) -> None:
    group = record("AMMATTI", ammatti="puuseppä")
    document.put(group)
    draft.added(document, group)


def pray(draft: Draft, document: Document) -> None:
    group = record("USKONTOKUNTALAJI", uskontokuntalaji="EVANKELISLUTERILAINEN")
    document.put(group)
    draft.added(document, group)


def move_to(street: str) -> Callable[[Draft, Document], None]:
    def move(draft: Draft, document: Document) -> None:
        group = address(street, NOKIA, TODAY)
        document.put(group)
        draft.changed(document, group)

    return move


async def test_older_changes_stay_untold_when_a_permit_is_widened(pools: Pools) -> None:
    born = date(2016, 4, 1)
    ours, theirs, third = person(1, born=born), person(2, born=born, town=TAMPERE), person(3)
    await load(pools, ours, theirs, third)
    caller_before = await caller(pools, purposes=[])
    permit_id = caller_before.permit.permit_id
    assert permit_id is not None
    async with recording(pools) as happen:
        before = [await happen(pray, one) for one in (ours, theirs)] + [await happen(work, third)]
        async with pools.disclosure.acquire() as connection:
            wide = await permits.change_permit(
                connection, permit_id, {"municipalities": [NOKIA, TAMPERE], "purposes": ["perusopetus"]}
            )
        after = [await happen(pray, one) for one in (ours, theirs)]
    answer = await changes(pools, Caller(wide, "direct"), 0, None)
    told = [(read(item)["henkilotunnus"], kinds(item)) for item in answer.items]
    # Of the first two nothing is left: the one only told a group, the other a municipality, of after the widening.
    assert told == [
        (third.code, ["AMMATTI"]),
        (ours.code, ["USKONTOKUNTALAJI"]),
        (theirs.code, ["USKONTOKUNTALAJI"]),
    ]
    assert answer.key == after[-1] > before[-1]


async def test_a_new_entitlement_to_protected_data_holds_for_later_changes_only(pools: Pools) -> None:
    hidden = person(1, protected_since=date(2020, 1, 1), street="Piilokatu")
    await load(pools, hidden)
    first = await caller(pools)
    assert first.permit.permit_id is not None
    async with recording(pools) as happen:
        key = await happen(move_to("Salapolku"), hidden)
        async with pools.disclosure.acquire() as connection:
            wide = await permits.change_permit(connection, first.permit.permit_id, {"protected": "all"})
        await happen(move_to("Uusitie"), hidden)
    answer = await changes(pools, Caller(wide, "direct"), key - 1, None)
    text = b"".join(answer.items).decode()
    assert "Salapolku" not in text
    assert "Uusitie" in text


async def test_a_narrowed_permit_gets_nothing_of_the_wider_past(pools: Pools) -> None:
    theirs = person(2, town=TAMPERE)
    await load(pools, theirs)
    first = await caller(pools, municipalities=[NOKIA, TAMPERE])
    assert first.permit.permit_id is not None
    async with recording(pools) as happen:
        await happen(work, theirs)
    assert len((await changes(pools, first, 0, None)).items) == 1
    async with pools.disclosure.acquire() as connection:
        narrow = await permits.change_permit(connection, first.permit.permit_id, {"municipalities": [NOKIA]})
    assert (await changes(pools, Caller(narrow, "direct"), 0, None)).items == []
