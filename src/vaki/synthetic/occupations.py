"""Occupations as people tell them to the register: free text of at most 35 characters.

Common ones are told often, so that the list has weights: how many work in them, roughly (Statistics Finland, employed
persons by occupation).
"""

from __future__ import annotations

from typing import Final

from vaki.synthetic.draws import Table

_COMMON: Final = """
myyjä lähihoitaja sairaanhoitaja siivooja opettaja insinööri kirjanpitäjä sihteeri lastenhoitaja kokki
luokanopettaja sähköasentaja kirvesmies autonkuljettaja ohjelmoija yrittäjä varastotyöntekijä toimistosihteeri
asiakaspalvelija kuorma-autonkuljettaja huoltomies maanviljelijä varhaiskasvatuksen_opettaja
"""
_USUAL: Final = """
agrologi arkkitehti artesaani asentaja asiakasneuvoja autonasentaja bussikuljettaja diplomi-insinööri ekonomi
elintarviketyöntekijä ensihoitaja erityisopettaja farmaseutti fysioterapeutti hammashoitaja hitsaaja hoiva-avustaja
hotellivirkailija isännöitsijä IT-asiantuntija juristi kampaaja keittiöapulainen keittiömestari kiinteistönhoitaja
kirjastonhoitaja koneistaja koneasentaja konsultti koulunkäynninohjaaja kouluttaja laborantti lastentarhanopettaja
lastaaja lehtori leipuri levyseppä logistiikkatyöntekijä lvi-asentaja lääkäri maalari maatalousyrittäjä maitotilallinen
markkinointipäällikkö metallityöntekijä metsuri muurari myyntiedustaja myyntineuvottelija myymäläpäällikkö
nuoriso-ohjaaja palomies palveluneuvoja pankkitoimihenkilö parturi-kampaaja perushoitaja poliisi postinjakaja
projektipäällikkö prosessinhoitaja putkiasentaja puuseppä päiväkodin_johtaja rakennusinsinööri
rakennusmestari rakennustyöntekijä ravintolatyöntekijä rekkakuski rekrytoija sairaala-apulainen sosiaaliohjaaja
sosiaalityöntekijä sosionomi suunnittelija suurtalouskokki taksinkuljettaja tarjoilija tehdastyöntekijä
terveydenhoitaja tietotekniikan_insinööri toimittaja toimitusjohtaja trukinkuljettaja tuotantotyöntekijä tutkija
vahtimestari vartija verkkosuunnittelija voimistelunopettaja yliopistonlehtori ylikonstaapeli
"""
_RARE: Final = """
aluearkkitehti amanuenssi ammattisotilas anestesialääkäri antiikkikauppias apteekkari arkeologi arkistonhoitaja
asianajaja asuntosihteeri audionomi aurinkopaneeliasentaja autokauppias autonmaalaaja balettitanssija barista
betoniraudoittaja biologi bioanalyytikko botanisti dekkarikirjailija diakoni dokumentaristi dramaturgi
elokuvaohjaaja eläinlääkäri eläintenhoitaja energianeuvoja erikoislääkäri erityisavustaja etsivä eversti
eräopas fyysikko geologi geofyysikko golfkentänhoitaja graafikko graafinen_suunnittelija hakkuukoneen_kuljettaja
hammaslääkäri hammasteknikko harmonikansoittaja hevosenkengittäjä hevoskasvattaja hieroja hissiasentaja
historioitsija hortonomi hovimestari hovioikeudenneuvos hydrologi ilmatieteilijä ilmastointiasentaja
instrumenttirakentaja jalkahoitaja jalkapallovalmentaja jazzmuusikko jokilaivuri joogaopettaja jätehuoltotyöntekijä
kaivostyöntekijä kalankasvattaja kalastaja kalatukkukauppias kaivinkoneenkuljettaja kampanjapäällikkö kansanedustaja
kanttori kapellimestari kappalainen kapteeni kartoittaja kartanpiirtäjä karjakko kasvihuonetyöntekijä
kauppapuutarhuri kauppias kaupunginjohtaja kaupunginpuutarhuri kellonkorjaaja kelloseppä kemisti keramiikkataiteilija
kiinteistönvälittäjä kiipeilyohjaaja kirjailija kirjakauppias kirjansitoja kirjaltaja kirkkoherra kirurgi
klovni kodinhoitaja kondiittori konduktööri konekirjoittaja konservaattori koreografi korjausrakentaja korseteeri
kosmetologi koiranhoitaja koirankouluttaja kotisisar kotitalousopettaja koneenhoitaja koruseppä kriminologi
kultaseppä kunnanjohtaja kunnanlääkäri kuoronjohtaja kasvihuoneviljelijä kustannustoimittaja kutoja kuvataideopettaja
kuvanveistäjä kuvittaja kylmämestari käräjätuomari kätilö kääntäjä laatupäällikkö laitossiivooja laivakokki
laivanrakentaja lasinpuhaltaja lavastaja lehtikuvaaja leirintäaluepäällikkö lennonjohtaja lentoemäntä lentokapteeni
lentäjä lestintekijä liikennelentäjä liikennesuunnittelija logonomi lomittaja lukkoseppä luontokartoittaja
luotsi luthieri lypsäjä lääkintävoimistelija maanmittausinsinööri maisema-arkkitehti mallintekijä
marjanviljelijä matemaatikko matkanjohtaja matkaopas mehiläistarhaaja meijeristi meribiologi merikapteeni merimies
meteorologi metsänhoitaja metsätalousinsinööri mikrobiologi mosaiikkitaiteilija museonjohtaja musiikkiterapeutti
muotoilija muusikko mylläri nahkuri nosturinkuljettaja notaari nuohooja näyttelijä ompelija oopperalaulaja
optikko osteopaatti panimomestari pappi parketinlattiamies pehtori pelisuunnittelija
perhepäivähoitaja pianonvirittäjä piirtäjä poronhoitaja postimestari potilasasiamies
proviisori psykiatri psykologi puheterapeutti puhelinasentaja puunkaataja puutarhuri puukkoseppä puvustaja pyöräkorjaaja
päätoimittaja radiotoimittaja raitiovaununkuljettaja rakennussuojelija ratsastuksenopettaja ravintolapäällikkö
ravivalmentaja rehtori rikostutkija romaanikirjailija rovasti runoilija räätäli röntgenhoitaja saamenkäsityöläinen
sahanasettaja sairaalafyysikko satulaseppä savenvalaja seppä seurakuntapastori sirkustaiteilija sisustaja
sisustusarkkitehti solisti sotilaspastori strategi suntio suutari sukeltaja suklaamestari syyttäjä säveltäjä
taidehistorioitsija taidemaalari talonmies tanssinopettaja tapetoitsija tarkastusarkkitehti teatteriohjaaja
teologian_tohtori tietokantasuunnittelija tietoturva-asiantuntija tilastotieteilijä tilintarkastaja toimintaterapeutti
toksikologi traktorinkuljettaja tulkki tullivirkailija tuntiopettaja tuohikäsityöläinen tuomari tutkimusjohtaja
työterveyslääkäri tähtitieteilijä ulosottomies urkuri uutisankkuri vahanvalaja valmentaja valokuvaaja varatuomari
veneenveistäjä verhoilija vesirakentaja viinitarhuri viittomakielen_tulkki viulisti vuoriopas väitöskirjatutkija
ydinfyysikko ylilääkäri yövartija äänisuunnittelija äänittäjä
"""

_SOON_LEARNT: Final = """
myyjä lähihoitaja siivooja kokki lastenhoitaja sähköasentaja kirvesmies autonkuljettaja varastotyöntekijä
asiakaspalvelija huoltomies asentaja asiakasneuvoja autonasentaja elintarviketyöntekijä hammashoitaja hitsaaja
hoiva-avustaja hotellivirkailija kampaaja keittiöapulainen kiinteistönhoitaja koneistaja koneasentaja
koulunkäynninohjaaja lastaaja leipuri levyseppä logistiikkatyöntekijä lvi-asentaja maalari metallityöntekijä metsuri
muurari parturi-kampaaja postinjakaja prosessinhoitaja putkiasentaja puuseppä rakennustyöntekijä ravintolatyöntekijä
sairaala-apulainen suurtalouskokki tarjoilija tehdastyöntekijä trukinkuljettaja tuotantotyöntekijä vahtimestari
vartija barista kauppapuutarhuri kasvihuonetyöntekijä kondiittori laitossiivooja muusikko ompelija
"""
_GROWN: Final = 26
"""Age at which also the occupations that take long to learn are told."""


def _of(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


OCCUPATIONS: Final = (*_of(_COMMON), *_of(_USUAL), *_of(_RARE))
_WEIGHTS: Final = (
    *((one, 1.0 / (at + 6)) for at, one in enumerate(_of(_COMMON))),
    *((one, 0.02) for one in _of(_USUAL)),
    *((one, 0.0025) for one in _of(_RARE)),
)
_TOLD: Final = Table(_WEIGHTS)
OF_THE_YOUNG: Final = frozenset(_of(_SOON_LEARNT))
_TOLD_YOUNG: Final = Table((one, weight) for one, weight in _WEIGHTS if one in OF_THE_YOUNG)


def told_at(age: int) -> Table[str]:
    """Occupations by how often they are told at an age: nobody is a judge at nineteen."""
    return _TOLD if age >= _GROWN else _TOLD_YOUNG
