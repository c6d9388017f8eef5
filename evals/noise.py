"""Questions as hurried people write them: misspelt, without å, ä and ö, as they are spoken. Same text, same result."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Mapping

SHARE = 0.35  # of the words that are long enough get a misspelling
LONG = 5  # letters
NEIGHBOURS = {
    "a": "sqz", "b": "vn", "d": "sfe", "e": "wrd", "f": "dg", "g": "fh", "h": "gj", "i": "uok", "k": "jl", "l": "kö",
    "m": "n", "n": "bm", "o": "ipl", "p": "oå", "r": "etf", "s": "adw", "t": "ryg", "u": "yi", "v": "cb", "å": "pa",
    "ä": "öa", "ö": "läo",
}  # fmt: skip
SPOKEN = {
    "är": "e", "och": "å", "att": "å", "det": "de", "mig": "mej", "dig": "dej", "någon": "nån", "något": "nåt",
    "några": "nåra", "sedan": "sen", "jag": "ja", "vad": "va", "till": "te", "dagen": "dan", "de": "dom", "dem": "dom",
    "när": "nä", "skulle": "sku", "sådan": "sån", "sådana": "såna", "med": "me", "pengar": "stålar", "också": "oxå",
    "varför": "vaför", "vilken": "vicken", "vilket": "vicket", "vilka": "vicka", "kronor": "spänn", "mycket": "mycke",
    "dagar": "dar",
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")
_BARE = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")


def misspelt(text: str) -> str:
    """About a third of the longer words get one fault: letters swapped, dropped, doubled or hit beside."""
    chance = random.Random(hashlib.sha256(text.encode("utf-8")).digest())

    def fault(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) < LONG or chance.random() >= SHARE:
            return word
        place = chance.randrange(1, len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        beside = chance.choice(NEIGHBOURS.get(letter.lower(), "e"))
        return before + chance.choice((after[0] + letter + after[1:], after, letter * 2 + after, beside + after))

    return _WORD.sub(fault, text)


def without_dots(text: str) -> str:
    """As on a keyboard without å, ä and ö."""
    return text.translate(_BARE)


def spoken(text: str) -> str:
    """Lower case, no full stop or question mark, words as they are said: "nä e sista dan å söka"."""
    words = _WORD.sub(lambda found: SPOKEN.get(found.group(), found.group()), text.lower().rstrip("?.! "))
    words = re.sub(r"\bcivil", "sivil", words)
    return re.sub(r"(?<=[^\W\d_]{4})ade\b", "a", words)


def misspelt_without_dots(text: str) -> str:
    """Both at once."""
    return without_dots(misspelt(text))


NOISES: Mapping[str, Callable[[str], str]] = {
    "felstavat": misspelt,
    "utan å, ä och ö": without_dots,
    "talspråk": spoken,
    "felstavat, utan å, ä och ö": misspelt_without_dots,
}
