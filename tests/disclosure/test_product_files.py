"""What is made from product files is kept beside them, and a version that is out never changes."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import msgspec
import pytest

from vaki.disclosure import comparing, describing, errors, products

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
RELEASED = json.loads(Path(__file__).with_name("released.json").read_text("utf-8"))
FOLDER = Path(str(files("vaki.disclosure") / "products"))
K2000 = (FOLDER / "k2000-1.toml").read_text("utf-8")
GRANTABLE = [product for product in products.newest() if product.grantable]
NEXT = K2000.replace("version = 1", "version = 2", 1).replace("2023-12-21", "2027-01-01", 1)


def digest(product: products.Product) -> str:
    return hashlib.sha256(msgspec.json.encode(product)).hexdigest()


def test_a_released_version_is_what_it_was() -> None:
    """A product that is to be otherwise becomes the next version; a new one adds its line to `released.json`."""
    now = {
        f"{product.name}@{product.version}": digest(product)
        for file in sorted(FOLDER.glob("*.toml"))
        for product in [products.parse(file.read_bytes())]
    }
    assert now == RELEASED


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "product.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(products.schema())), (
        "run: ./vaki products schema > docs/product.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(published)


def test_the_page_of_products_is_made_of_the_files() -> None:
    page = (ROOT / "docs" / "products.md").read_text("utf-8")
    assert page == describing.all_pages("en"), "run: ./vaki products describe --language en > docs/products.md"


@pytest.mark.parametrize("language", describing.LANGUAGES)
@pytest.mark.parametrize("product", GRANTABLE, ids=lambda product: product.name)
def test_a_page_says_everything_in_its_language(product: products.Product, language: str) -> None:
    page = describing.page(product, language)
    texts = [product.title, product.description, *product.not_for, *(one.title for one in product.evidence)]
    texts += [text for group in product.purpose_groups for text in (group.title, group.about) if text]
    texts += [text for purpose in product.purposes for text in (purpose.title, *purpose.examples)]
    assert [text.en for text in texts if text[language] not in page] == []
    assert [kind for kind in product.groups if f"- `{kind}`" not in page] == []
    assert [rule.group for rule in product.rules if f"- `{rule.group}`: " not in page] == []
    assert product.protection.value in page
    assert "{" not in page


def test_the_page_of_k2000_names_what_is_told_and_what_is_censored_under_protection() -> None:
    """§6 of the description, to the letter."""
    page = describing.page(products.get("K2000"), "fi")
    told, censored = (re.findall(r"`([A-Z_]+)`", line) for line in re.findall(r"(?m)^- (?:Ei s|S)ensuroida.*$", page))
    assert told == ["KOTIKUNTA", "EDELLINEN_KOTIKUNTA", "VUODENVAIHTEEN_KUNTA"]
    assert set(censored) == {
        "VAKINAINEN_KOTIMAINEN_OSOITE",
        "KOTIMAINEN_POSTIOSOITE",
        "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
        "VAKINAINEN_ULKOMAILLA_ASUMINEN",
    }
    assert "painovirhe" in page


def test_a_licence_is_evidence_for_upper_secondary_and_vocational_education_only() -> None:
    product = products.get("K2000")
    always = {"kayttotarkoitukset", "lakiperusteet"}
    assert {one.code for one in product.evidence_for(["vesi"])} == always
    assert {one.code for one in product.evidence_for(["vesi", "lukio"])} == {*always, "jarjestamislupa"}
    assert {one.code for one in product.evidence_for(["ammatillinen"])} == {*always, "jarjestamislupa"}


def _check(tmp_path: Path, text: str) -> products.Product:
    file = tmp_path / "product.toml"
    file.write_text(text, "utf-8")
    return products.check_file(file)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text.replace('"AMMATTI",\n', "", 1), "released and never changes; the next one is 2"),
        (lambda text: text.replace("Kadunpito", "Tienpito"), "released and never changes"),
        (lambda text: text.replace("version = 1", "version = 3", 1), "the next version is 2"),
        (lambda _: NEXT.replace("2027-01-01", "2020-01-01", 1), "the version before is of 2023-12-21"),
        (lambda _: NEXT.replace('group = "vesi-ja-jate"', 'group = "tuuli"'), "of an unknown group"),
        (lambda _: NEXT.replace('purposes = ["ammatillinen", "lukio"]', 'purposes = ["golf"]'), "the evidence jarj"),
        (lambda _: NEXT.replace('code = "vesi"', 'code = "muu"', 1), "two purposes have one code"),
        (lambda _: NEXT.replace("in_force_only = true", ""), "says nothing"),
        (lambda _: NEXT.replace('under = 18\nof = "mentioned"', 'under = 18\nof = "mentioned"\n\n[[rules]]\ngroup = '
                                '"KOTIKUNTA"\nunder = 3\nof = "mentioned"'), "KOTIKUNTA mentions nobody"),
        (lambda _: NEXT.replace("under = 18", "under = 17", 1), "the rule about HUOLTAJA would end"),
        (lambda _: NEXT.replace('group = "HUOLLETTAVA"', 'group = "LAPSI"', 1), "the rule about LAPSI would end"),
        (lambda _: NEXT.replace('name = "K2000"', 'name = "K2001"'), "the next version is 1"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_the_next_version_is_refused(
    tmp_path: Path, spoil: Callable[[str], str], reason: str
) -> None:
    spoilt = spoil(K2000)
    assert spoilt not in {K2000, NEXT}
    with pytest.raises(errors.ProductMalformed, match=reason):
        _check(tmp_path, spoilt)


def test_the_same_file_and_the_next_version_are_in_order(tmp_path: Path) -> None:
    assert _check(tmp_path, K2000) == products.get("K2000", 1)
    assert _check(tmp_path, NEXT).version == 2


def test_a_comparison_tells_what_a_customer_gains_and_loses(tmp_path: Path) -> None:
    text = NEXT.replace('    "AMMATTI",\n', '    "ASIOINTIKIELI",\n')
    text = text.replace('[[rules]]\ngroup = "HUOLTAJA"\nunder = 18\n\n', "")
    text = text.replace("VAIN_KOTIKUNTATIEDOT_VALITETAAN", "KAIKKI_TIEDOT_VALITETAAN").replace(
        'optional_groups = ["SYNTYMAPAIVA", ', "optional_groups = ["
    )
    text = re.sub(r'\[\[purposes\]\]\ncode = "muu"(?:\n.+)+', "", text)
    found = comparing.differences(products.get("K2000"), _check(tmp_path, text))
    assert {(one.part, one.name, one.before, one.after) for one in found} == {
        ("protection", "", "VAIN_KOTIKUNTATIEDOT_VALITETAAN", "KAIKKI_TIEDOT_VALITETAAN"),
        ("group", "SYNTYMAPAIVA", "optional", "in"),
        ("group", "AMMATTI", "in", None),
        ("group", "ASIOINTIKIELI", None, "in"),
        ("rule", "HUOLTAJA", "only while the person is under 18", None),
        ("purpose", "muu", "Another purpose that the permit holder describes", None),
    }


def test_a_version_is_compared_with_itself_as_equal() -> None:
    assert comparing.differences(products.find("K2000@1"), products.find("K2000")) == []


@pytest.mark.parametrize("spelling", ["K2000@x", "K2000@9", "K2000@-1", "k2000"])
def test_a_product_or_version_that_is_not_there_is_unknown(spelling: str) -> None:
    with pytest.raises(errors.UnknownProduct):
        products.find(spelling)
