"""Products are data, and wrong data is refused."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest

from vaki.disclosure import errors, products
from vaki.disclosure.rights import rights
from vaki.register.groups import SENSITIVE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED_TEXT = """
HENKILOTUNNUS_KORJAUS SYNTYMAPAIVA AIDINKIELI SUKUPUOLI HENKILON_NIMI NIMENMUUTOS KANSALAISUUS SYNTYMAKOTIKUNTA
ULKOMAINEN_SYNTYMAPAIKKA SIVIILISAATY KUOLINPAIVA KUOLLEEKSIJULISTAMISPAIVA TURVAKIELTO VAKINAINEN_KOTIMAINEN_OSOITE
KOTIMAINEN_POSTIOSOITE VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS
VAKINAINEN_OLINPAIKASSA_ASUMINEN VAKINAINEN_ULKOMAILLA_ASUMINEN ENTINEN_OLINPAIKASSA_ASUMINEN
ENTINEN_ULKOMAILLA_ASUMINEN KOTIKUNTA EDELLINEN_KOTIKUNTA VUODENVAIHTEEN_KUNTA POISSAOLO SUOMEEN_MUUTTOPAIVA
VALTIO_JOHON_MUUTTANUT VALTIO_JOSTA_MUUTTANUT LAPSI VANHEMPI HUOLTAJA HUOLLETTAVA EDUNVALVONTA EDUNVALVONTAVALTUUTUS
HUOSTAANOTTO AVIOLIITTO REKISTEROITY_PARISUHDE ASUMUSERO AMMATTI USKONTOKUNTALAJI
"""
"""§5 of the product description."""
K2000 = (files("vaki.disclosure") / "products" / "k2000-1.toml").read_text("utf-8")


def test_k2000_is_what_its_description_says() -> None:
    product = products.get("K2000")
    assert sorted(product.groups) == sorted(SEED_TEXT.split())
    assert product.protection == "VAIN_KOTIKUNTATIEDOT_VALITETAAN"
    assert product.optional_groups == ("SYNTYMAPAIVA", "EDUNVALVONTAVALTUUTUS")
    assert {(rule.group, rule.under, rule.of, rule.in_force_only) for rule in product.rules} == {
        ("HUOLTAJA", 18, "subject", False),
        ("HUOLLETTAVA", 18, "mentioned", False),
        ("USKONTOKUNTALAJI", 18, "subject", False),
        ("AVIOLIITTO", None, "subject", True),
    }


def test_every_product_file_satisfies_the_published_schema() -> None:
    for product in products.newest():
        jsonschema.validate(json.loads(msgspec.json.encode(product)), products.schema())


def test_the_student_product_hides_the_home_municipality_too() -> None:
    told = rights("OPISKELIJA", 1, frozenset(), entitled=False)
    assert told.hidden == SENSITIVE & set(products.get("OPISKELIJA").groups)
    assert "KOTIKUNTA" in told.hidden
    assert rights("OPISKELIJA", 1, frozenset(), entitled=True).hidden == frozenset()


def test_religion_is_granted_with_schooling_only() -> None:
    without = rights("K2000", 1, frozenset({"vesi"}), entitled=False)
    assert not without.passes("USKONTOKUNTALAJI")
    assert rights("K2000", 1, frozenset({"lukio"}), entitled=False).passes("USKONTOKUNTALAJI")


def _without(member: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{member} = .*\n", "", text, count=1)


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_without("protection"), "protection"),
        (_swap('"KOTIMAINEN_POSTIOSOITE"', '"POSTIOSOITE"'), "unknown groups POSTIOSOITE"),
        (_swap('"AMMATTI",', '"AMMATTI", "AMMATTI",'), "twice"),
        (_swap("VAIN_KOTIKUNTATIEDOT", "MITAAN_TURVAKIELLON_ALAISTA_EI"), "protection"),
        (_swap("VAIN_KOTIKUNTATIEDOT_VALITETAAN", "MITAAN_TURVAKIELLON_ALAISTA_EI_VALITETA"), "presence alone tells"),
        (
            lambda text: text.replace(
                "VAIN_KOTIKUNTATIEDOT_VALITETAAN", "MITAAN_TURVAKIELLON_ALAISTA_EI_VALITETA"
            ).replace('selection = "municipality"', 'selection = "everybody"'),
            "region and residence",
        ),
        (_swap('group = "HUOLTAJA"', 'group = "LAPSI_SUPPEA"'), "not in groups"),
        (_swap('purposes = ["perusopetus"', 'purposes = ["golf"'), "unknown purpose"),
        (_swap("under = 18", "under = 0"), "under"),
        (_swap('selection = "municipality"', 'selection = "county"'), "selection"),
        (_swap("version = 1", 'version = 2\ncolour = "red"'), "colour"),
        (_swap('"SYNTYMAPAIVA", "EDUNVALVONTAVALTUUTUS"]', '"KOTIMAINEN_POSTIOSOITE"]'), "sensitive"),
        (lambda _text: "name = [", "malformed"),
    ],
)
def test_a_wrong_product_file_is_refused_with_the_reason(
    tmp_path: Path, spoil: Callable[[str], str], reason: str
) -> None:
    file = tmp_path / "product.toml"
    spoilt = spoil(K2000)
    assert spoilt != K2000
    file.write_text(spoilt, "utf-8")
    with pytest.raises(errors.ProductMalformed, match=reason):
        products.check_file(file)


def test_unknown_products_and_versions_are_said_to_be_so() -> None:
    for arguments in (("NO_SUCH",), ("K2000", 99)):
        with pytest.raises(errors.UnknownProduct):
            products.get(*arguments)


def test_a_product_cannot_be_altered() -> None:
    product: Any = products.get("K2000")
    with pytest.raises(AttributeError):
        product.protection = "KAIKKI_TIEDOT_VALITETAAN"
