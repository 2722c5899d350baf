"""Occupations as people tell them to the register: free text of at most 35 characters."""

from __future__ import annotations

from typing import Final

_TOLD: Final = """
arkkitehti asentaja asiakasneuvoja asianajaja autonkuljettaja bussikuljettaja diplomi-insinööri eläinlääkäri
ensihoitaja erikoislääkäri farmaseutti fysioterapeutti graafikko hammaslääkäri hitsaaja hoiva-avustaja hortonomi
huoltomies insinööri isännöitsijä kampaaja kansanedustaja kartanpiirtäjä kauppias keittiömestari
kiinteistönhoitaja kirjanpitäjä kirjastonhoitaja kirvesmies kokki kondiittori konduktööri koneistaja konsultti
kosmetologi kuvanveistäjä kätilö laborantti lastenhoitaja lehtori leipuri lentäjä luokanopettaja lähihoitaja
lääkäri maalari maanviljelijä metsuri muurari muusikko myyjä mylläri näyttelijä ohjelmoija opettaja palomies
parturi poliisi postinjakaja proviisori psykologi putkiasentaja puuseppä päiväkodinjohtaja rakennusmestari
rehtori röntgenhoitaja sairaanhoitaja sihteeri siivooja sosiaalityöntekijä sosionomi sähköasentaja
taksinkuljettaja talonmies tarjoilija terveydenhoitaja tietokantasuunnittelija tilintarkastaja toimittaja
toimitusjohtaja traktorinkuljettaja tulkki tutkija tuntiopettaja vahtimestari valokuvaaja varastotyöntekijä
varhaiskasvatuksenopettaja vartija verhoilija viulisti yrittäjä
"""
OCCUPATIONS: Final = tuple(_TOLD.split())
