"""The first guard on free text: it finds what could say who, and asks to say what instead."""

import re
import unicodedata
from typing import Final

from kiosk.domain.guard_people import RULES as PEOPLE_RULES

LONG_NUMBER_DIGITS: Final = 6
"""From so many digits on a number may be a person's; ward extensions have four or five."""

PHONE_DIGITS: Final = 10
"""Digits in pairs are sizes or counts; from so many on they are a phone number."""

NHS_NUMBER_DIGITS: Final = 10
PAIR: Final = 2
SHORTEST_NAME_PART: Final = 3

_SAY: Final = "Say what, not who: "

_EMAIL: Final = _SAY + "leave out the e-mail address."
_NHS_NUMBER: Final = _SAY + "leave out the NHS number."
_PERSON_NUMBER: Final = _SAY + "leave out the person's number."
_LONG_NUMBER: Final = _SAY + "leave out the long number; it could be a phone or a person's number."
_DATE: Final = _SAY + "a date with its year can be a date of birth; write the day without the year."
_BIRTH: Final = _SAY + "leave out the date of birth."
_PLACE: Final = _SAY + "leave out the bed, bay or room."
_AGE: Final = _SAY + "leave out the age."
_NAME: Final = _SAY + "leave out the name."

_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july"
    r"|august|september|october|november|december)\.?"
)
_THING: Final = (
    r"(?:hoists?|lifts?|boilers?|pumps?|beds?|chairs?|wheelchairs?|mattress(?:es)?|machines?|monitors?|scanners?"
    r"|systems?|computers?|laptops?|printers?|phones?|equipment|polic(?:y|ies)|protocols?|guidelines?|leaflets?"
    r"|forms?|stock|orders?|requests?|cards?|tickets?|curtains?|blinds?|windows?|doors?|roofs?|buildings?|fridges?"
    r"|trolleys?|carts?|kits?|batter(?:y|ies)|drivers?|devices?|probes?|cables?|software|versions?|repairs?|jobs?)"
)
_NOT_A_PLACE_AFTER: Final = (
    r"(?!\s*(?:h|hrs?|hours?|min|mins|minutes?|days?|weeks?|months?)\b)"
    r"(?!\s*(?:times?|of|or more|short|degrees|x)\b)"
    r"(?!\s*[%°]|[:.,]\d)"
)
_OTHER_ROOMS: Final = (
    "ambulance break delivery linen loading meeting operating parking plant seminar server "
    "staff storage store teaching training treatment video"
)
_NOT_A_PLACE_BEFORE: Final = "".join(rf"(?<!{room} )" for room in _OTHER_ROOMS.split())
_NUMBER_WORD: Final = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty)"
)
_NUMBERED: Final = (
    rf"(?:\d{{1,3}}[a-z]?\b{_NOT_A_PLACE_AFTER}|{_NUMBER_WORD}\b{_NOT_A_PLACE_AFTER})"
)
_ONE_PLACE: Final = r"(?:bed(?:[ -]?space)?|bay|(?:side[ -]?)?room|cubicle|trolley)"
_PLACES: Final = r"(?:beds|bays|(?:side[ -]?)?rooms|cubicles)"
_PEOPLE: Final = r"(?:man|woman|lady|gentleman|gent|boy|girl|patient|pt)"

_RULES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"[^\s@]+@[^\s@]+\.[a-z]{2,}", _EMAIL),
        (r"\b(?:dob|d\.o\.b|date of birth|born)\b(?:\s+(?:in|on|is))?[\s:.]*'?\d", _BIRTH),
        (r"\b\d{4}-\d{1,2}-\d{1,2}\b", _DATE),
        (
            r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2})(?![\d./-]\d|\d)",
            _DATE,
        ),
        (
            r"(?<![\d./-])(?:0?[1-9]|1[0-2])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:\d{4}|\d{2})(?![\d./-]\d|\d)",
            _DATE,
        ),
        (
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+(?:19|20)\d\d\b|\s+'\d\d\b)",
            _DATE,
        ),
        (rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b", _DATE),
        (r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b", _PERSON_NUMBER),
        (
            r"\b(?:mrn|nhs|hospital|patient|pt)\s*(?:no\.?|number|num|id|#)?\s*[:#]?\s*[a-z]{0,3}\d{4,}",
            _PERSON_NUMBER,
        ),
        (
            rf"{_NOT_A_PLACE_BEFORE}\b{_ONE_PLACE}\s*(?:no\.?|number|nr\.?|#)?\s*[-:]?\s*{_NUMBERED}",
            _PLACE,
        ),
        (rf"\b{_PLACES}\s+\d{{1,3}}\s*(?:and|to|or|&|,|-)\s*\d", _PLACE),
        (rf"\b{_PLACES}\s+\d{{1,3}}[a-z]?\s*(?:[.;!?]|$)", _PLACE),
        (r"\bsr\s?\d{1,2}\b", _PLACE),
        (
            rf"\b{_PEOPLE}\s+in\s+(?:no\.?\s*|number\s+)?\d{{1,3}}[a-z]?\b{_NOT_A_PLACE_AFTER}",
            _PLACE,
        ),
        (r"\b\d{1,3}\s?(?:yo|y/o|y\.o\.?|yrs?\s?/\s?o)\b", _AGE),
        (r"(?<!under )(?<!over )\bage[d]?:?\s*\d{1,3}\b(?!\s*(?:and|or|\+|-))", _AGE),
        (
            rf"\b{_PEOPLE}\s*[,(]?\s*(?:of\s+)?(?:1[3-9]|[2-9]\d|10\d)\b(?![:%.]|\s*(?:h|min|hours?|minutes?|days?|per)\b)",
            _AGE,
        ),
        (r"\b(?:male|female)\s*[,(]\s*\d{1,3}\b", _AGE),
        (
            r"\b\d{1,3}\s?(?:m|f|male|female)\s+(?:with|who|after|post|presenting|admitted|c/o)\b",
            _AGE,
        ),
        (
            r"\bin\s+(?:his|her|their)\s+(?:(?:early|mid|late)[\s-]+)?(?:\d0'?s|\w+ties|teens)\b",
            _AGE,
        ),
        *((pattern, _SAY + words) for pattern, words in PEOPLE_RULES),
    )
)
_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|MR|MRS|MS|DR)\.?\s+(?:[A-Z][\w'-]+)")
_LETTERED_PLACE: Final = re.compile(r"\b(?i:bed|bay|room|cubicle)\s+[A-HJ-Z]\b(?!['.&/-]\w)")
_OLD: Final = re.compile(
    rf"\b\d{{1,3}}[\s-]?(?P<unit>years?|yrs?|months?|weeks?|days?)[\s-]old\b(?!\s+(?:\w+\s+)?{_THING}\b)",
    re.IGNORECASE,
)
_THINGS: Final = re.compile(rf"\b{_THING}\b", re.IGNORECASE)

_TIMES: Final = re.compile(
    r"(?<!\d)(?:[01]\d|2[0-3])[0-5]\d\s?(?:-|to)\s?(?:[01]\d|2[0-4])[0-5]\d(?!\d)"
)
_YEARS: Final = re.compile(r"(?<!\d)20\d\d\s?[-/]\s?(?:20)?\d\d(?!\d)")
_AMOUNT: Final = re.compile(
    r"(?:£|€|\$)\s?\d+(?:[., ]\d+)*|\d+(?:[., ]\d{3})*\s?(?:ml|mg|mcg|kg|g|mm|cm|litres?)\b",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d(?:(?:[ \u00a0()-]|\) |\.(?=\d{3})){0,2}\d)*")
_GROUP: Final = re.compile(r"\d+")

_WORDS: Final = (
    "april august autumn baker bell bird black blue bond brook brown bush butler carter "
    "church clay cook cooper cross day dean duke faith field fisher ford forest fox frank "
    "french friday gates gold good grace grant gray green grey hall hand heath hill holly "
    "home hope hunt hunter ivy jack joy june king lane law little lock long love marsh mark "
    "marks mason may miles miller moon moss night north page park parker pat penny pool "
    "porter potter power price prince rain read reed rich rob rose sandy sharp shaw short "
    "silver small smith snow south spring star stone storm street summer sunny taylor turner "
    "wall ward waters way webb wells west white will winter wood woods works young"
)
_ALSO_WORDS: Final = frozenset(_WORDS.split())
"""Parts of names that are words too: they count only with a capital inside a sentence."""


def problem_in(text: str, names: frozenset[str]) -> str:
    """Return why a text cannot stand on the board, in words for who wrote it, or nothing.

    It looks for e-mail addresses, long numbers, NHS numbers, dates with a year, beds, bays and
    rooms with a number, ages, sex with a condition, nationality or language with a person or a
    place, and names of the roster. It knows English only, and cannot know every name: people are
    asked as well.

    Args:
        text: what somebody wrote.
        names: the names on the roster, of those who left too.
    """
    plain = _plain(text)
    found = next((words for pattern, words in _RULES if pattern.search(plain)), "")
    if found:
        return found
    if _LETTERED_PLACE.search(plain):
        return _PLACE
    if _says_how_old(plain):
        return _AGE
    if _TITLE.search(plain) or _names_somebody(plain, names):
        return _NAME
    return _number_problem(plain)


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number, by its modulus 11 check digit.

    Source: NHS Data Model and Dictionary, *NHS Number*.
    """
    if len(digits) != NHS_NUMBER_DIGITS or len(set(digits)) == 1:
        return False
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - weighted % 11) % 11 == int(digits[-1])


_KEYBOARD: Final = {
    ord("\N{HYPHEN}"): "-",
    ord("\N{NON-BREAKING HYPHEN}"): "-",
    ord("\N{EN DASH}"): "-",
    ord("\N{MINUS SIGN}"): "-",
    ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'",
}


def _plain(text: str) -> str:
    """Return the text without what hides digits and letters: wide forms, invisible characters."""
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    western = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in visible)
    return " ".join(western.translate(_KEYBOARD).split())


def _says_how_old(text: str) -> bool:
    """Whether an age stands there; *the hoist is 15 years old*, *3 weeks old* are about things."""
    about_a_thing = _THINGS.search(text) is not None
    for found in _OLD.finditer(text):
        unit = found["unit"].lower()
        one = not unit.endswith("s")
        if one or (unit in {"years", "yrs"} and not about_a_thing):
            return True
    return False


def _number_problem(text: str) -> str:
    for harmless in (_TIMES, _YEARS, _AMOUNT):
        text = harmless.sub("…", text)
    for found in _DIGITS.finditer(text):
        groups = _GROUP.findall(found.group())
        digits = "".join(groups)
        if is_nhs_number(digits):
            return _NHS_NUMBER
        small_numbers = len(digits) < PHONE_DIGITS and max(map(len, groups)) <= PAIR
        if len(digits) >= LONG_NUMBER_DIGITS and not small_numbers:
            return _LONG_NUMBER
    return ""


def _names_somebody(text: str, names: frozenset[str]) -> bool:
    folded = _bare(text)
    return any(_stands_in(folded, text, name) for name in names)


def _stands_in(folded: str, text: str, name: str) -> bool:
    whole = _bare(name)
    if whole and _has_word(folded, whole):
        return True
    parts = [part for part in re.split(r"[\s,]+", whole) if len(part) >= SHORTEST_NAME_PART]
    return any(
        _has_word(folded, part)
        if part not in _ALSO_WORDS
        else _capital_inside(text, part) or _in_a_place(folded, part)
        for part in parts
    )


def _has_word(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None


def _capital_inside(text: str, part: str) -> bool:
    """Whether a part of a name stands with a capital where the sentence does not ask for one."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.search(rf"(?<=[\w,;)] ){re.escape(part.capitalize())}(?!\w)", bare) is not None


def _in_a_place(folded: str, part: str) -> bool:
    """Whether a part of a name stands before a place: *hall in 4*."""
    place = (
        rf"(?<!\w){re.escape(part)} in (?:no\.? ?|number )?\d{{1,3}}[a-z]?\b{_NOT_A_PLACE_AFTER}"
    )
    return re.search(place, folded) is not None


def _bare(text: str) -> str:
    """Return text for comparing names: no accents, no case, no runs of spaces."""
    decomposed = unicodedata.normalize("NFKD", _plain(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
