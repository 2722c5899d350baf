"""The report shows what is in the register, all of it, beside what was published, in each language and by itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.synthetic.figures.counting import DAY
from tests.synthetic.report.reading import Report, counts

from vaki.codes import municipality
from vaki.register.census import kept
from vaki.register.document import Document, read
from vaki.synthetic.life import Life
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source
from vaki.synthetic.report import Counted, count_again, last_counted
from vaki.web.population.file import as_file

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

FEW = Source(300, 6, DAY)
SECTIONS = [
    *("whole", "age", "homes", "languages", "citizenships", "religions", "names", "moves", "events", "municipalities")
]
PUBLISHED_BESIDE = {
    "ages",
    "size",
    "dwelling",
    "language",
    "citizenship",
    "religion",
    "ranks",
    "months",
    "sorts",
    "days",
}
MADE_ALONE = {"tongues", "countries", "surnames"}
LARGEST_FILE = 300_000


@pytest.fixture(scope="module")
async def loaded(module_pools: Pools) -> Pools:
    """Three hundred residents and two days of life, counted."""
    async with module_pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, FEW, workers=1, progress=lambda *_: None)
    life = Life(module_pools.register, 6)
    for _ in range(2):
        await life.next_day()
    return module_pools


@pytest.fixture(scope="module")
async def counted(loaded: Pools) -> Counted:
    return await count_again(loaded.register)


@pytest.fixture(scope="module")
async def residents(loaded: Pools) -> list[Document]:
    rows = await loaded.register.fetch("select person_id, key, document from register.person")
    people = [read(row["document"], row["person_id"], row["key"]) for row in rows]
    return [one for one in people if one.alive and one.municipality not in {"198", "199", "200"}]


def _of(documents: list[Document], kind: str, member: str) -> Counter[str]:
    return Counter((one.one(kind) or {}).get(member, "") for one in documents)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_every_section_is_there_with_what_was_made_and_what_was_published(
    counted: Counted, language: str
) -> None:
    html = as_file(counted, language)
    report = Report(html)
    assert report.sections == SECTIONS
    assert f'<html lang="{language}">' in html
    assert report.figures.keys() == PUBLISHED_BESIDE | MADE_ALONE | {"map"}
    for name, figure in report.figures.items():
        assert figure.titled == 2, f"{name} has no title or no description"
        assert figure.rows, f"{name} has no table"
        if name in PUBLISHED_BESIDE:
            assert {"made", "published"} == set(figure.drawn), name
        elif name in MADE_ALONE:
            assert {"made"} == set(figure.drawn)
            assert len(figure.drawn) == len(figure.rows)
    assert len(report.figures["map"].drawn) == len(report.figures["map"].rows) == 308


NOT_COMPARED = {"fi": "Ei verrata: ", "sv": "Jämförs inte: ", "en": "Not compared: "}


@pytest.mark.parametrize("language", NOT_COMPARED)
async def test_where_few_people_live_is_not_held_against_the_whole_country(counted: Counted, language: str) -> None:
    far = counted.distances["municipality"]
    assert far > 0.9
    html = as_file(counted, language)
    told = re.sub(r"<[^>]+>", " ", html).replace(",", ".").replace("\N{NO-BREAK SPACE}", " ")
    assert not re.search(rf"\b{100 * far:.1f} ?%", told)
    assert html.count(NOT_COMPARED[language]) == 1
    squares = Report(html).figures["map"]
    covered = len(counted.columns["municipality"]) + len(counted.few)
    assert Counter(squares.drawn) == {"shade-0": 308 - covered, "shade-5": covered}
    assert {len(row) for row in squares.rows} == {3}
    farthest = max(far for name, far in counted.distances.items() if name != "municipality")
    within = re.search(r"(?:enintään|högst|at most) ([0-9.]+) ?%", told)
    assert within
    assert farthest <= float(within.group(1)) / 100 < farthest + 0.002


async def test_the_numbers_are_those_of_the_register(counted: Counted, residents: list[Document]) -> None:
    figures = Report(as_file(counted, "en")).figures
    tongues = _of(residents, "AIDINKIELI", "kielikoodi")
    shown = counts(figures["language"].rows)
    assert (shown["Swedish"], shown["Russian"]) == (tongues["sv"], tongues["ru"])
    assert sum(shown.values()) == tongues.total() - tongues["fi"]
    ages = figures["ages"].rows
    sexes = _of(residents, "SUKUPUOLI", "sukupuoli")
    assert sum(counts(ages, 1).values()) == sexes["MIES"]
    assert sum(counts(ages, 4).values()) == sexes["NAINEN"]
    homes = Counter(municipality.get(one.municipality or "").name("en") for one in residents)
    assert {name: many for name, many in counts(figures["map"].rows).items() if many} == {
        name: many for name, many in homes.items() if many > 2
    }
    surnames = _of(residents, "HENKILON_NIMI", "sukunimi")
    del surnames[""]
    assert list(counts(figures["surnames"].rows).values()) == [many for _, many in surnames.most_common(10) if many > 2]


async def test_the_moves_and_events_are_those_of_the_log(counted: Counted, loaded: Pools) -> None:
    figures = Report(as_file(counted, "en")).figures
    moved = await loaded.register.fetchval("select count(*) from register.change where event = 'move'")
    events = await loaded.register.fetchval(
        "select count(distinct event_id) from register.change where event <> 'day_passed'"
    )
    assert sum(counts(figures["months"].rows).values()) == moved
    assert sum(counts(figures["sorts"].rows).values()) == sum(counts(figures["days"].rows).values()) == events > 0


async def test_the_file_needs_nothing_beside_itself(counted: Counted) -> None:
    html = as_file(counted, "fi")
    report = Report(html)
    assert len(html.encode()) < LARGEST_FILE
    assert {address.partition("#")[0] for address in report.addresses} == {""}
    assert not report.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "use", "base"}
    assert re.findall(r"https?:|//|url\(|@import|\son[a-z]+=", re.sub(r"/\*.*?\*/", "", html)) == []


async def test_what_was_counted_is_kept_until_it_is_counted_again(loaded: Pools, counted: Counted) -> None:
    async with loaded.disclosure.acquire() as connection:
        assert await last_counted(connection) == counted
        await Life(loaded.register, 6).next_day()
        assert await last_counted(connection) == counted
        again = await count_again(loaded.register)
        assert await last_counted(connection) == again
        assert again.day > counted.day
        assert sum(again.events.values()) > sum(counted.events.values())


async def test_what_another_version_wrote_is_as_if_nothing_had_been_counted(pools: Pools) -> None:
    async with pools.register.acquire() as connection:
        assert await last_counted(connection) is None
        await connection.execute("insert into register.census (day, counted) values ($1, $2)", DAY, '{"day": "then"}')
        assert await kept(connection) is not None
        assert await last_counted(connection) is None
