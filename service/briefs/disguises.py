"""The dresses an order hides in: invisible or spaced-out characters, look-alikes, codes, other scripts, pinyin."""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from service.patterns import lazy

_INVISIBLE = lazy(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# One invisible character may come from a paste; a tag or a row of them is a message.
_HIDDEN = lazy("[\U000e0020-\U000e007f]|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]{3,}")
_BASE64 = lazy(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,4000}={0,2}(?![A-Za-z0-9+/=_-])")
_HEX = lazy(r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}[ :,]?){12,2000}(?![0-9A-Za-z])")
_ESCAPES = lazy(r"(?:\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#x?[0-9A-Fa-f]{2,6};|%[0-9A-Fa-f]{2}|U\+[0-9A-Fa-f]{4,5}\s?){4,}")
_BINARY = lazy(r"(?:[01]{8}[ ,]?){6,}")
_SPACED_LATIN = lazy(r"(?<![A-Za-z])(?:[A-Za-z][ ._*·-]{1,3}){5,}[A-Za-z](?![A-Za-z])")
_SPACED_HAN = lazy(r"(?:[\u4e00-\u9fff][\s._*·|/\-]{1,3}){4,}[\u4e00-\u9fff]")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁԛѡһкмтвнАЕОРСУХІЈЅКМТВНαεορυιντκΑΕΟΡΥΙΝΤΚΗΜΧΒΖ", "aeopcyxijsdqwhkmtbhAEOPCYXIJSKMTBHaeopuivtkAEOPYINTKHMXBZ"
)
_LEET = (str.maketrans("01345$@7!", "oieassati"), str.maketrans("01345$@7!", "oleassatl"))
_FOREIGN = lazy(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u3040-\u30ff\uac00-\ud7af]"
)
_LETTER = lazy(r"[^\W\d_]")
_INITIALS = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINALS = (
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|üan|ai|ei|ao|ou|an|en|in|un|ün|ia|ie|iu|ua|uo|ui|üe|ue|er|a|o|e|i|u|ü|v)"
)
_PINYIN = lazy(rf"(?:{_INITIALS}{_FINALS}[1-5]?){{1,4}}")
_WORD = lazy(r"[A-Za-zü]+[1-5]?")
# Half of an English sentence are such words, and most of them can be read as syllables of pinyin.
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "was",
        "were",
        "for",
        "has",
        "have",
        "been",
        "with",
        "from",
        "are",
        "it",
        "we",
        "our",
        "not",
        "that",
        "this",
        "by",
        "at",
        "to",
    ]
)
_ENGLISH_OR_BID = lazy(
    r"\b(?:the|and|all|that|write|ignore|rules|instructions|say|you|your|above|previous)\b|以上|规则|指令|忽略|声明|输出|写",
    re.IGNORECASE,
)
_LEADING_ONE = lazy(r"(?<![A-Za-z0-9])1(?=[A-Za-z0-9])")
_OTHER_SMALL_WORDS = frozenset(
    "la le les est des une du et dans sur nous vous que qui pas und ist wir sind der die das nicht ein eine el los las es una para por con nos il che di sono della gli não uma os da do em".split()  # noqa: SIM905 - a list of words
)
_MOSTLY = 0.35


def is_encoded(text: str) -> bool:
    """Whether the text hides a message: invisible characters in a row, or a code that decodes to words."""
    if _HIDDEN.search(text) or _ESCAPES.search(text) or _BINARY.search(text):
        return True
    return any(_reads(decoded) for decoded in _decoded(text))


def is_foreign(text: str) -> bool:
    """Whether the text is written in neither Chinese nor English: nobody here can say what it tells."""
    plain = text.translate(_LOOKALIKES)
    letters, foreign = len(_LETTER.findall(plain)), len(_FOREIGN.findall(plain))
    return (foreign >= 3 and foreign >= _MOSTLY * letters) or _is_pinyin(plain) or _is_other_latin(plain)


def readings_of(text: str) -> Iterator[str]:
    """The text as it is meant: without what is invisible, set together, with look-alikes, digits for letters and rot13 undone."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    yield plain
    joined = _SPACED_HAN.sub(lambda run: re.sub(r"[^\u4e00-\u9fff]", "", run.group()), plain)
    joined = _SPACED_LATIN.sub(lambda run: re.sub(r"[^A-Za-z ]|(?<! ) (?! )", "", run.group()), joined)
    alike = joined.translate(_LOOKALIKES)
    if alike != plain:
        yield alike
    latin = len(re.findall(r"[A-Za-z]", alike))
    if latin >= 12:
        if any(char in alike for char in "0134$@7!"):
            yield from (_LEADING_ONE.sub("i", alike).translate(table) for table in _LEET)
        turned = codecs.encode(alike, "rot13")
        if len(_ENGLISH_OR_BID.findall(turned)) >= 2:
            yield turned
    backwards = alike[::-1]
    # "time" backwards is a verb: only a text that reads as English or Chinese that way is turned round.
    if len(_ENGLISH_OR_BID.findall(backwards)) >= 2:
        yield backwards


def _decoded(text: str) -> Iterator[bytes]:
    for match in _BASE64.finditer(text):
        body = match.group().rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            yield base64.b64decode(body + "=" * (-len(body) % 4))
        except (binascii.Error, ValueError):
            continue
    for match in _HEX.finditer(text):
        digits = re.sub(r"[^0-9A-Fa-f]", "", match.group().removeprefix("0x"))
        yield bytes.fromhex(digits[: len(digits) // 2 * 2])
    if "%" in text:
        yield unquote(text).encode() if unquote(text) != text and _ESCAPES.search(text) else b""


def _reads(decoded: bytes) -> bool:
    """Whether decoded bytes are words rather than noise."""
    try:
        text = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    wordlike = sum(char.isalnum() or char in " ,.:;!?'\"，。：；！？“”" for char in text)
    return len(text) >= 6 and text.isprintable() and wordlike >= 0.9 * len(text) and (" " in text or not text.isascii())


def _is_other_latin(text: str) -> bool:
    """Whether the small words are those of another language written in Latin letters; one alone may be a name (La Marque)."""
    words = {word.casefold() for word in re.findall(r"[A-Za-zÀ-ÿ]+", text)}
    return len(words & _OTHER_SMALL_WORDS) >= 2 and not words & _ENGLISH


def _is_pinyin(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < 4 or _ENGLISH.intersection(words) or re.search(r"[\u4e00-\u9fff]", text):
        return False
    return sum(_PINYIN.fullmatch(word) is not None for word in words) >= 0.9 * len(words)
