"""Streets, towns and personal codes of other countries. Every code is one that the country gives to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import checking
from vaki.codes.sex import Sex

if TYPE_CHECKING:
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.households import Person

_TOWNS_TEXT: Final = """
752 11122 Stockholm|41103 Göteborg|21119 Malmö|90325 Umeå|72211 Västerås|60224 Norrköping
233 10111 Tallinn|50090 Tartu|80010 Pärnu|20308 Narva
276 10115 Berlin|20095 Hamburg|80331 München|50667 Köln
826 London SW1A|Manchester M1|Leeds LS1|Edinburgh EH1
724 29001 Málaga|28001 Madrid|03001 Alicante|29640 Fuengirola
578 0150 Oslo|5003 Bergen|9008 Tromsø
840 Portland OR 97201|New York NY 10001|Boston MA 02108|Hancock MI 49930
208 1050 København|8000 Aarhus
352 101 Reykjavík
643 Pietari|Moskova|Petroskoi|Murmansk|Viipuri
810 Leningrad|Petroskoi|Moskova|Tallinna
804 Kyiv|Kharkiv|Odesa|Lviv
368 Baghdad|Basra|Mosul|Erbil|Sulaymaniyah
760 Damascus|Aleppo|Homs
706 Mogadishu|Hargeisa|Kismayo|Baidoa
004 Kabul|Herat|Ghazni|Mazar-e Sharif
364 Tehran|Isfahan|Mashhad|Tabriz
156 Beijing|Shanghai|Guangzhou|Wuhan
704 Hanoi|Ho Chi Minh City|Da Nang
792 Istanbul|Ankara|Konya|Diyarbakır
008 Tirana|Durrës
998 Pristina|Prizren|Peja
807 Skopje|Tetovo
428 Riga|Daugavpils
642 București|Cluj-Napoca
356 Delhi|Kolkata|Chennai
566 Lagos|Benin City
404 Nairobi
756 8001 Zürich|3011 Bern
124 Toronto ON|Thunder Bay ON
036 Sydney NSW
"""
_TOWNS: Final = {line[:3]: tuple(line[4:].split("|")) for line in _TOWNS_TEXT.strip().splitlines()}
_STREETS: Final = {
    "752": ("Storgatan", "Kungsgatan", "Skolgatan", "Björkvägen", "Ringvägen"),
    "578": ("Storgata", "Kirkegata", "Skolevegen"),
    "208": ("Nørregade", "Skovvej"),
    "233": ("Sadama", "Pikk", "Kase tee", "Rannamäe tee"),
    "276": ("Hauptstraße", "Gartenweg", "Lindenallee"),
    "724": ("Calle Mayor", "Avenida del Mar"),
}
_ANYWHERE: Final = ("Central Street", "Park Avenue", "Harbour Road", "Garden Lane", "Station Road", "Mill Street")


def town(draws: Draws, country: str, known: float = 1.0) -> str:
    """A town of the country as a place of birth, without its postal code; the empty text when it is not known."""
    towns = _TOWNS.get(country)
    if towns is None or not draws.chance(known):
        return ""
    return " ".join(part for part in draws.one_of(towns).split() if not any(one.isdigit() for one in part))


def address(draws: Draws, country: str) -> tuple[str, str]:
    """A street with its number, and a town with its postal code."""
    street = f"{draws.one_of(_STREETS.get(country, _ANYWHERE))} {draws.between(1, 120)}"
    towns = _TOWNS.get(country)
    return street, draws.one_of(towns) if towns is not None else "Central City"


def personal_code(draws: Draws, person: Person, country: str) -> str:
    """A code in the manner of the country, which it never gives: the last figure is not the one that checks.

    Estonia and Sweden have eleven figures and twelve, built on the birth date; of others the manner is made up.
    """
    born, serial = person.born, draws.below(1000)
    man = person.sex is Sex.MAN
    if country == "233":
        figures = f"{2 * (born.year // 100 - 18) + (1 if man else 2)}{born:%y%m%d}{serial:03}"
        return f"{figures}{(_estonian_check(figures) + 1 + draws.below(9)) % 10}"
    if country == "752":
        figures = f"{born:%y%m%d}{serial // 2 * 2 + man:03}"
        return f"{born:%Y%m%d}-{figures[6:9]}{(_luhn(figures) + 1 + draws.below(9)) % 10}"
    # A letter of the Finnish alphabet of check characters keeps the look of a code without being anyone's system.
    return f"{country}-{born:%Y%m%d}-{serial:03}{checking.ALPHABET[10 + serial % 20]}"


def _estonian_check(figures: str) -> int:
    for weights in ("1234567891", "3456789123"):
        rest = sum(int(one) * int(weight) for one, weight in zip(figures, weights, strict=True)) % 11
        if rest < 10:  # noqa: PLR2004 -- one figure
            return rest
    return 0


def _luhn(figures: str) -> int:
    doubled = (int(one) * (2 - at % 2) for at, one in enumerate(figures))
    return -sum(one // 10 + one % 10 for one in doubled) % 10
