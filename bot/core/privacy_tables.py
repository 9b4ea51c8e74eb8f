"""What `privacy` looks for, as tables of regular expressions.

All of them meet text whose white space is single ASCII spaces and whose digits are ASCII. Each is linear: a run of
unlimited length can start in one place only, and everything else is bounded.
"""

import re
from collections import defaultdict
from typing import Final


def _any(*alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_LEFT = r"(?<![^\W_])"  # no letter or digit before
_RIGHT = r"(?![^\W_])"  # none after

# --- addresses ------------------------------------------------------------------------------------------

_LOCAL = r"[^\s@,;:<>()\[\]]"
_USER = rf"(?<!{_LOCAL}){_LOCAL}++"
_HOST = r"\w(?:[\w.-]*\w)?"
_AT = "arroba|arobase|chiocciola"

EMAIL: Final = _any(
    rf"{_USER}@{_HOST}",
    rf"{_USER} ?@ ?[\w-]++(?:\.[\w-]+)+",
    rf"{_USER} ?[(\[] ?(?:at|{_AT}) ?[)\]] ?{_HOST}",
    rf"{_USER} (?:{_AT}) {_HOST}",
)

_ENDINGS = "com org net info biz edu gov gob gouv int eu uk it es fr ca ar ph cat io app dev xyz online site shop"
_LABELS = r"(?<![\w.-])(?:[\w-]++\.)+"
_PATH = r"[^\s\[\]]*[^\s\[\].,;:!?)\"'»]"

# "GOV.UK" alone is the name of a service. "no me pagan.es legal?" loses a word: an employer's address would cost more.
LINK: Final = _any(
    rf"(?<![\w+.-])[\w+.-]++://{_PATH}",
    rf"{_LEFT}www\.{_PATH}",
    rf"(?!gov\.uk(?![\w/-]|\.\w)){_LABELS}(?:{'|'.join(_ENDINGS.split())})(?:[/?#:]{_PATH})?(?![\w-])",
    rf"{_LABELS}[a-z]{{2,12}}/{_PATH}",  # t.me/x, wa.me/x: a path makes up for an ending that is also a word
)

HANDLE: Final = re.compile(r"@\w[\w.]*+")

# --- accounts and identity numbers ----------------------------------------------------------------------

_IBAN_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""


def _ibans() -> list[str]:
    """One alternative for each length: exact, so that the words after an account number stay."""
    countries: dict[int, list[str]] = defaultdict(list)
    for country in _IBAN_LENGTHS.split():
        countries[int(country[2:])].append(country[:2])
    return [rf"(?:{'|'.join(names)})\d\d(?:[ .-]?[a-z0-9]){{{size - 4}}}" for size, names in countries.items()]


# Ten digits must come close together, or "de12 semanas de preaviso" would be German.
IBAN: Final = re.compile(rf"(?=[a-z]{{2}}\d\d)(?=(?:[a-z .-]{{0,8}}\d){{10}})(?:{'|'.join(_ibans())})", re.IGNORECASE)

_CF_DIGIT = "[0-9L-NP-V]"  # two people with the same codice fiscale: digits become letters

IDENTITY: Final = _any(
    rf"(?=[a-z ]{{6,8}}\d)[a-z]{{3}} ?[a-z]{{3}} ?{_CF_DIGIT}{{2}} ?[A-EHLMPRST] ?{_CF_DIGIT}{{2}}"
    rf" ?[a-z]{_CF_DIGIT}{{3}} ?[a-z]",
    rf"{_LEFT}[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){{3}} ?[A-D]{_RIGHT}",  # NINO
    rf"{_LEFT}[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{{6}}{_RIGHT}",  # the same without its last letter
    rf"{_LEFT}[XYZ][.-]?\d\.?\d{{3}}\.?\d{{3}}[.-]?[A-Z]{_RIGHT}",  # NIE
    rf"{_LEFT}\d{{1,2}}\.?\d{{3}}\.?\d{{3}}[.-]?[A-Z]{_RIGHT}",  # DNI with its letter
    rf"{_LEFT}[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{{3}} ?\d{{3}}(?: ?\d\d)?{_RIGHT}",  # NIR
    rf"{_LEFT}\d{{3}}[- ]\d\d[- ]\d{{4}}{_RIGHT}(?![ .-]?\d)",  # SSN
    rf"{_LEFT}[0-5]\d\d([- ])\d{{3}}\1\d{{3}}(?:-\d{{3,5}})?{_RIGHT}(?![ .-]?\d)",  # SIN, TIN
    rf"{_LEFT}(?:2[03-7]|30)\d{{9}}{_RIGHT}",  # CUIL, CUIT; those of 33 and 34 look like French and Spanish phones
    rf"{_LEFT}(?:2[03-7]|3[034])[- ]\d\d\.?\d{{3}}\.?\d{{3}}[- ]\d{_RIGHT}(?![ .-]?\d)",
    rf"{_LEFT}\d\d-\d{{7}}-\d{_RIGHT}",  # SSS
    rf"{_LEFT}(?:dni|nif|nie|nino|cuil|cuit|ssn|nss|passport|pasaporte|passeport|passaporto)[ :.#n°º]{{0,5}}"
    rf"[a-z]{{0,3}}(?:[ .-]?\d){{5,12}}-?[a-z]?{_RIGHT}",
)

# --- names ----------------------------------------------------------------------------------------------

_UPPER = "[A-ZÀ-ÖØ-ÞĄĆČĐĘĞİŁŃŚŞŠȘȚŹŻŽ]"
_LETTER = r"[^\W\d_]"
_OF = r"(?:(?:(?i:de|del|della|di|da|dos|du|des|la|las|los|le|van|von|bin|al) |[dD]['\u2019]){0,2})"
_TITLE_CASE = rf"(?:{_UPPER}['\u2019])?{_UPPER}(?!{_UPPER}){_LETTER}+(?:[-'\u2019]{_UPPER}{_LETTER}+){{0,3}}"
_SHOUTED = rf"{_UPPER}{{2,}}{_RIGHT}"
_INITIALS = rf"(?:{_UPPER}\.? (?={_UPPER})){{0,2}}"
_NAME = (
    rf"{_INITIALS}{_OF}(?:{_SHOUTED}(?: {_SHOUTED})?|{_TITLE_CASE}(?: {_SHOUTED})?)"
    rf"(?: {_INITIALS}{_OF}{_TITLE_CASE}){{0,3}}"
)

_TITLES = """mr mrs ms miss mister mx dr dra sr sra srta señor señora don doña dña mme mlle monsieur madame sig sig.ra
signor signora dott dott.ssa avv ing atty engr"""
_TITLE = "|".join(map(re.escape, _TITLES.split()))

TITLED: Final = _any(
    rf"({_LEFT}(?:(?i:{_TITLE})(?:\. ?| )|MM?\. |D\. (?![LP])))(?:{_NAME})",  # "D. Lgs." and "D. P. R." are laws
    flags=0,
)
LOWER_CASE_TITLED: Final = _any(rf"({_LEFT}mrs?\.? ){_LETTER}{{2,}}")

_I_AM_CALLED = (
    r"my name(?: is|['\u2019]s)|i am called|me llamo|mi nombre es|je m['\u2019]? ?appelle|mon nom est|mi chiamo"
    r"|il mio nome (?:è|e['\u2019]?)|ang pangalan ko ay"
)
# "my name is not on the list" and "me llamo ana trabajo en" go on about something else.
_OTHER_WORDS = """not no on in at gone still missing wrong never also spelt spelled misspelled correct there here and i
im am was work worked works from have but y e tengo trabajo trabajaba soy estoy vivo he me mi pero en et je suis
travaille mais dans sono ho lavoro lavoravo vivo abito ma anche ang ako ay"""
_WORD = rf"(?!(?:{'|'.join(_OTHER_WORDS.split())}){_RIGHT}){_LETTER}{{2,}}(?:[-'\u2019]{_LETTER}+){{0,3}}"

CALLED: Final = re.compile(
    rf"({_LEFT}(?i:{_I_AM_CALLED})[ :,]{{1,2}})(?i:{_WORD}(?: {_OF}{_WORD})?)(?: {_INITIALS}{_OF}{_TITLE_CASE}){{0,3}}"
)
I_AM: Final = re.compile(
    rf"({_LEFT}(?i:soy|i am|i['\u2019]m|sono|je suis) ){_TITLE_CASE}(?: {_INITIALS}{_OF}{_TITLE_CASE}){{1,3}}"
)

# --- numbers --------------------------------------------------------------------------------------------

_YEAR = r"(?:19[5-9]|20[0-4])\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_GROUPED = r"[1-9]\d{0,2}[.,'\u2019]\d{3}"

# A comma or a slash with a space parts a list, a full stop may end a sentence ("Ley 24.522. 15 personas"), and a year
# in brackets is a remark ("Ley 27.170 (2015)").
_PARTING = rf", | /|/ |(?<={_YEAR})\. |(?<=[.,]\d{{3}})\. | \((?!\d{{1,5}}\)[ .-]?\d)"
_BETWEEN = rf"(?:(?!{_PARTING})[ .,()/'_+*~\u2019\u00b7\u2022\u2010-\u2015\u2212-]){{1,4}}"
STRETCH: Final = re.compile(rf"(?:\+|\((?=\+?\d{{1,5}}\)[ .-]{{0,2}}\d)){{0,2}}\d++(?:{_BETWEEN}\d++)*+")

# What stays whatever stands beside it: dates with a year, and the numbers of laws.
CERTAIN: Final = _any(
    rf"{_DAY}([./-]){_DAY}\1{_YEAR}(?:-{_DAY}([./-]){_DAY}\2{_YEAR})?",
    rf"{_YEAR}([./-]){_DAY}\3{_DAY}",
    rf"\d{{1,5}}/(?:1[89]\d\d|{_YEAR})",
    rf"(?:1[89]\d\d|{_YEAR})/\d{{1,4}}",
)

# What stays if it is all there is: beside other digits it may be a piece of a telephone number.
ALONE: Final = _any(
    _GROUPED,
    r"\d{1,5}[.,]\d{1,2}",
    r"(?:[1-9]\d{0,2},\d{3}|[1-9]\d?(?:,\d{3}){2})\.\d{1,2}",
    r"(?:[1-9]\d{0,2}[. ]\d{3}|[1-9]\d?(?:[. ]\d{3}){2}),\d{1,2}",
    r"[1-9]\d? \d{3}\.\d{1,2}",
    r"[1-9]\d?(?:,\d[05]0,000|\.\d[05]0\.000)",  # round, so no identity number
    r"\d{1,3}[.,]\d{1,2} ?[\u2013-] ?\d{1,3}[.,]\d{1,2}",
    rf"{_DAY}([./-]){_DAY}\1\d\d",
    rf"(?:{_DAY}\.? ){{1,2}}{_YEAR}",
    rf"{_YEAR} \d{{1,3}}",
    rf"{_YEAR} {_YEAR}",
    rf"\d\d?[.-]{_YEAR}",
    rf"{_YEAR} ?[\u2013-] ?\d{{1,4}}",
)

# What stays beside a currency: below a hundred million, which is a severance in pesos.
_SUM = r"[1-9]\d?(?:\.\d{3}){2}|[1-9]\d?(?:,\d{3}){2}|[1-9]\d?(?:[ '\u2019]\d{3}){2}|[1-9]\d{0,2}[ .,'\u2019]\d{3}"
MONEY: Final = _any(rf"(?:{_SUM})(?: ?[\u2013-] ?(?:{_SUM}))?(?:[.,]\d\d)?", r"\d{1,4} ?[\u2013-] ?\d{1,4}")
_CURRENCIES = (
    r"[€£$₱]|eur|euros?|gbp|pounds?|libras?|livres?|sterline|usd|dollars?|d[oó]lares|dollari|cad|ars|pesos?|php"
)
CURRENCY_BEFORE: Final = re.compile(rf"(?:^|[^\w])(?:{_CURRENCIES}) ?$", re.IGNORECASE)
CURRENCY_AFTER: Final = re.compile(rf" ?(?:{_CURRENCIES}){_RIGHT}", re.IGNORECASE)

# What stays after "art." and the like: "s. 182-190", "L. 1233-57-9".
SECTION: Final = re.compile(r"\d{1,4}[\u2013-]\d{1,4}(?: \d)?|\d{3,4}-\d{1,2}-\d{1,2}")
_LAW = (
    r"art[a-zíé]{0,9}|sec|sections?|ss?|§|l|r|d|cc|c\.c|ccii?|lcq|lct|trlc|code|codice|c[oó]digo|u\.?s\.?c|c\.?f\.?r"
    r"|law|ley|loi|legge|act"
)
SECTION_BEFORE: Final = re.compile(
    rf"(?:^|[^\w])(?:{_LAW})[. ]{{0,2}}(?:\d[\d., -]*+(?:(?:bis|ter|and|y|et|e|a|to)[, ]+)?)*+$", re.IGNORECASE
)

PHONE: Final = _any(
    r"0\d{8,13}",
    r"[6-9]\d{8}",
    r"3\d{8,9}",
    r"[2-9]\d{9}",
    r"1[2-9]\d{9}",
    r"(?:34|39|33|44|54|63)\d{9,11}",
    r"[2-9]\d{2,3}[ -]\d{4}",
)

# Letters that stick to a number belong to it: a passport, the letter of a DNI with a typing mistake.
GLUED: Final = _any(
    rf"{_LEFT}(?:[A-Za-z]{{1,3}}|[A-Z0-9]{{1,8}})-?\[(?:number|phone|card)\](?:-?[A-Za-z]{_RIGHT}|[A-Z0-9]{{1,8}})?",
    rf"\[(?:number|phone|card)\](?:-?[A-Za-z]{_RIGHT}|[A-Z0-9]{{1,8}}{_RIGHT})",
    flags=0,
)

RULES: Final = (
    (EMAIL, "[email]"),
    (LINK, "[link]"),
    (HANDLE, "[name]"),
    (IBAN, "[iban]"),
    (IDENTITY, "[id]"),
    (TITLED, r"\1[name]"),
    (LOWER_CASE_TITLED, r"\1[name]"),
    (CALLED, r"\1[name]"),
    (I_AM, r"\1[name]"),
)
