"""A letter to one person, made into an answer for everybody: who it was written to and by whom,
and what leads to them, is taken out. Rather too much goes than too little; a person reads the rest.

>>> impersonal("Dear Ms Weber,\\n\\nYou can pay S00042 by card.\\n\\nKind regards\\nAnna", [])
'You can pay … by card.'
>>> impersonal("Guten Tag Frau Weber, rufen Sie 0511 / 12 34-56 an.", ["Frieda Weber"])
'Rufen Sie … an.'
>>> impersonal("Bring Webers key to 5 Elm Street on 3 May 2026.", ["weber"])
'Bring … key to … on ….'
"""

import re
import unicodedata

GAP = "…"
# What is longer than this is no answer; the end is not looked at.
MAX_LENGTH = 10_000
# Shorter parts of a name are found as they are written only: "Al" is not "al".
SHORT = 3
# Parts of company names that are ordinary words.
LEGAL_FORMS = {"ag", "and", "co", "corp", "e.k.", "ek", "eg", "for", "gbr", "gmbh", "inc", "kg"}
LEGAL_FORMS |= {"kgaa", "limited", "llc", "ltd", "mbh", "ohg", "se", "the", "ug", "und", "von"}
TITLES = r"(?:Herrn?|Frau|Familie|Firma|Mr|Mrs|Ms|Miss|Mx|Sir|Madam|Dr|Prof|Dipl\.-Ing)\.?"
# What a letter begins with, up to the comma or the end of its line.
SALUTATION = re.compile(
    r"^(?:sehr geehrte\w*|lieber?|guten (?:tag|morgen|abend)|hallo|moin|servus|grüezi|dear|hello"
    r"|hi|hey|good (?:morning|afternoon|evening|day)|to whom it may concern)\b[^\n,!:]{0,80}"
    r"(?:[,!:]|$)[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
# From here on it is a greeting and a signature.
GREETING = re.compile(
    r"^\s*(?:(?:mit |ganz )?(?:freundlich\w*|viele\w*|beste\w*|herzlich\w*|liebe\w*|schöne\w*)"
    r" gr(?:ü|ue)(?:ß|ss)\w*|hochachtungsvoll|mfg|vg|lg|bg|gru(?:ß|ss)"
    r"|(?:(?:with )?(?:kind|best|warm|many)\w* )?(?:regards|wishes)|yours\b|sincerely|cheers|-- ?$"
    r"|your(?:s)? \w+ team|ihr(?:e)? \w[\w ]{0,30}team|i\. ?a\.|i\. ?v\.)",
    re.IGNORECASE | re.MULTILINE,
)
# From here on it is an earlier message.
HISTORY = re.compile(
    r"^\s*(?:-{2,}[^\n]*(?:message|nachricht)[^\n]*-{2,}"
    r"|(?:von|from|gesendet|sent)\s?:\s.*"
    r"|(?:am|on)\b[^\n]{5,150}\b(?:schrieb|wrote)\b[^\n]*:?"
    r"|[^\n]{3,150}\b(?:schrieb am|wrote on)\b[^\n]*:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
MONTHS = r"(?:jan|feb|mär|mar|maer|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*\.?"
STREET = (
    r"(?:stra(?:ß|ss)e|str\.|weg|allee|platz|gasse|ring|damm|ufer|chaussee|steig|hof|pfad|markt)"
)
ROAD = r"(?:street|st\.|road|rd\.|avenue|ave\.|lane|drive|square|close|court|crescent)"
NO_MONEY = r"(?! ?(?:EUR|USD|CHF|GBP|€|\$))"
# With spaces, brackets and slashes between the digits; after a zero or a plus with points, too.
PHONE = re.compile(
    r"(?<![\w,.])(?:(?:\+|00|\(?0)[\d ()/.\-]{5,}\d|\d[\d ()/\-]{5,}\d(?![\w,.]?\d))"
    rf"(?!\d){NO_MONEY}"
)
# What is longer and says more goes first.
CODES = [
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    re.compile(
        r"[^\s@<>,;:()\[\]]{1,64}(?:@|\s?[\[(](?:at|ät)[\])]\s?)[^\s@<>,;:()\[\]]{1,99}",
        re.IGNORECASE,
    ),
    # IBAN, in blocks or not; other accounts are long numbers
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{2,4}){3,8}\b"),
    # documents, serial numbers, licence plates: letters and digits that are one word
    re.compile(r"#\w*\d\w*"),
    re.compile(r"\b(?=[\w/\-]{0,30}[A-Z])(?=(?:[A-Za-z_/\-]{0,30}\d){3})[A-Z0-9][\w/\-]*\w\b"),
    PHONE,
]
PLACES = [
    # number of a house, with the street before or after it
    re.compile(
        rf"\b(?:[A-ZÄÖÜ][\w.]{{0,30}}[ \-]){{0,3}}[\w.]{{0,40}}(?i:{STREET})"
        r" ?\d{1,4}(?: ?[a-z])?\b"
    ),
    re.compile(rf"\b\d{{1,4}}[a-z]? (?:[A-Z][\w'\-]+ ){{1,3}}{ROAD}(?!\w)", re.IGNORECASE),
    # postcode and town
    re.compile(
        rf"\b(?:[A-Z]{{1,2}}-)?\d{{4,5}}{NO_MONEY} [A-ZÄÖÜ][\w\-]+(?: (?:am|bei) [A-ZÄÖÜ]\w+)?"
    ),
    # days with a year
    re.compile(r"\b\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.? {MONTHS} \d{{4}}\b", re.IGNORECASE),
    re.compile(rf"\b{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b", re.IGNORECASE),
    # every number of five digits and more that is no amount
    re.compile(rf"(?<![\d,.])\d{{5,}}(?![\d,.]*\d){NO_MONEY}"),
    re.compile(rf"\b{TITLES}(?: (?:{TITLES}|[A-ZÄÖÜ][\wäöüéß'\-]+|{GAP}))+"),
]
# What may stand for what when people type names.
VARIANTS = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)"}
VARIANTS |= {"é": "[éeè]", "è": "[éeè]", "á": "[áa]", "ç": "[çc]", "ñ": "[ñn]"}


def impersonal(text, names, known=()):
    """:param str text: plain, as somebody wrote it
    :param names: of people and companies; each word of them is taken out, wherever it stands
    :param known: further texts that lead to a person, such as numbers of documents
    :return: ``text`` without quotes, salutation and greeting, with ``GAP`` for what was personal
    """
    text = unicodedata.normalize(
        "NFC", text[:MAX_LENGTH].replace("\r\n", "\n").replace("\xa0", " ")
    )
    # invisible characters would hide a name
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    text = _cut_letter(text)
    for pattern in (*CODES, _match_known(known), *PLACES, _match_names(names)):
        if pattern:
            text = pattern.sub(GAP, text)
    return _tidy(text)


def _cut_letter(text):
    text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    for end in (HISTORY, GREETING):
        found = end.search(text)
        # a text that is all greeting is none
        if found and text[: found.start()].strip():
            text = text[: found.start()]
    return SALUTATION.sub("", text)


def _match_known(known):
    """Spaces and the like may be anywhere in a number, and nowhere."""
    parts = []
    for each in sorted({(each or "").strip() for each in known}, key=len, reverse=True):
        signs = [re.escape(sign) for sign in each if sign.isalnum()]
        if len(signs) >= SHORT:
            parts.append(r"[\W_]{0,3}".join(signs))
    return re.compile(rf"(?<!\w)\+?(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None


def _match_names(names):
    words = set()
    for name in names:
        # both the words of a double name and all of it
        words.update(re.split(r"[^\w'\-]+", unicodedata.normalize("NFC", name or "")))
    words |= {part for word in words for part in word.split("-")}
    long, short = [], []
    for word in sorted(words, key=len, reverse=True):
        if len(word) < 2 or word.lower() in LEGAL_FORMS or word.isdigit():
            continue
        pattern = "".join(
            VARIANTS.get(char) or re.escape(char)
            for char in (word.lower() if len(word) > SHORT else word)
        )
        (long if len(word) > SHORT else short).append(pattern)
    parts = []
    if long:
        parts.append(rf"(?i:{'|'.join(long)})")
    if short:
        parts.append("|".join(short))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?:['’]?s)?(?!\w)") if parts else None


def _tidy(text):
    """Several gaps beside each other are one; the first letter is a capital one."""
    text = re.sub(rf"{GAP}(?:[ ,/&+\-]*{GAP})+", GAP, text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = ["" if not line.strip(f"{GAP} ,.;:-") else line for line in lines]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text[:1].upper() + text[1:]


def find_question(text, limit=150):
    """:return: the first sentence of ``text`` that asks something, "" when there is none

    >>> find_question("It drips. Who pays for that? Is it you?")
    'Who pays for that?'
    """
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        if sentence.endswith("?") and 8 <= len(sentence) <= limit:
            return sentence
    return ""
