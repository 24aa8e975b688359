"""What the guard knows of people: a condition with an age, a language with a person, a patient with a number."""

from typing import Final

_AGE: Final = r"(?:1[3-9]|[2-9]\d|10\d)"
_NO_AMOUNT: Final = (
    r"(?![:%/x-]|\.\d|\s*%|\s*°"
    r"|\s*(?:h|hrs?|hours?|mins?|minutes?|days?|weeks?|months?|per|of|to|or|and|times?|mg|ml|cm|mm)\b"
    r"|\s*(?:packs?|box(?:es)?|kits?|strips?|pens?|leaflets?|meals?|menus?|beds?|units?|cases?|patients|people)\b"
    r"|\s*(?:staff|nurses?|porters?|carers?|doctors?|visitors?|pillows?|bolts?|screws?)\b)"
)
_CONDITION: Final = (
    r"(?:diabetic|asthmatic|epileptic|alcoholic|schizophrenic|paraplegic|amputee|dementia|delirium|stroke|copd"
    r"|sepsis|cancer|psychosis|overdose|parkinson'?s|hip fracture|nof)"
)
_ADULT: Final = r"(?:man|woman|lady|gentleman|gent|boy|girl)"
_SOMEBODY: Final = (
    r"(?:man|woman|lady|gentleman|gent|boy|girl|child|baby|mother|mum|father|dad|husband|wife|son|daughter"
    r"|relative|family|patient|pt)"
)
_ROAD: Final = (
    r"(?!\s+(?:closed|shut|blocked|jam(?:med)?|traffic|junction|motorway|accident|roadworks)\b)"
)
_PAPER: Final = (
    r"(?!'?s?\s+(?:information|leaflets?|letters?|booklets?|guides?|forms?|menus?|stor(?:y|ies)|surveys?|groups?"
    r"|experience|voices?|advocates?|liaison|room)\b)"
)
_ORIGINS: Final = (
    "(?:afghan|african|albanian|algerian|american|amharic|arab|arabic|armenian|asian|bangladeshi|bengali|brazilian|"
    "bulgarian|cantonese|caribbean|chinese|congolese|croatian|czech|danish|dari|dutch|egyptian|eritrean|"
    "estonian|ethiopian|farsi|filipin[oa]|finnish|french|german|ghanaian|greek|gujarati|haitian|hindi|hispanic|"
    "hungarian|indian|indonesian|iranian|iraqi|irish|italian|jamaican|japanese|jewish|kenyan|korean|kurdish|"
    "latin[ao]|latvian|lebanese|libyan|lithuanian|mandarin|mexican|moldovan|mongolian|moroccan|muslim|nepali|"
    "nigerian|norwegian|pakistani|palestinian|pashto|persian|polish|portuguese|punjabi|roma|romanian|russian|"
    "scottish|serbian|sikh|sinhalese|slovak|somali|spanish|sudanese|swahili|swedish|sylheti|syrian|tamil|thai|"
    "tibetan|tigrinya|tunisian|turkish|ugandan|ukrainian|urdu|uzbek|vietnamese|welsh|yemeni|yoruba|zimbabwean)"
)
_BY_AGE: Final = r"(?:(?:old|older|elderly|young)\s+)?"

_NUMBERED: Final = (
    rf"(?<!per )(?<!each )(?<!every )\b(?:patient|pt)\.?\s*(?:no\.?|number|#)?\s*\d{{1,3}}[a-z]?\b{_NO_AMOUNT}"
    r"(?!\s*(?:or more|short)\b)"
)
_SEX_AND_AGE: Final = (
    r"(?<!\d )(?<!\d)(?<!')(?<!the )(?<!on )(?<!off )(?<!via )\b[fm][ /]?(?:1[89]|[2-9]\d|10\d)\b"
    rf"{_NO_AMOUNT}{_ROAD}"
)
_FROM: Final = "leave out where somebody is from, and their language."
_PLACE: Final = r"(?:bed|bay|side[ -]?room|room|cubicle|\d)"

RULES: Final = (
    (_NUMBERED, "leave out the patient's number."),
    (rf"\b{_CONDITION}\s*[,(]?\s*{_AGE}\b{_NO_AMOUNT}", "leave out the age."),
    (rf"\b{_CONDITION}\s+{_BY_AGE}{_ADULT}\b", "leave out age and sex."),
    (_SEX_AND_AGE, "leave out age and sex."),
    (rf"\b{_ORIGINS}(?:[ -]speaking)?\s+{_BY_AGE}{_SOMEBODY}\b{_PAPER}", _FROM),
    (rf"(?<!in )(?<!into )\b{_ORIGINS}\s+in\s+(?:the\s+)?{_PLACE}", _FROM),
    (
        rf"\b(?:black|white|brown|mixed[ -]race)\s+{_BY_AGE}{_ADULT}\b",
        "leave out the colour of the skin.",
    ),
)
"""Patterns, and what to leave out when one of them is found."""
