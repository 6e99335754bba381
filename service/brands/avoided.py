"""Words a brand never uses, as its profile lists them, where a text uses them."""

import re
from collections.abc import Iterator
from functools import cache

from service.brands.profile import BrandProfile, BrandVoice
from service.findings import Finding, Layer, Severity
from service.i18n import Localized
from service.language import TextLanguage, base_language

RULE = "brand-avoided-word"
_HAN = re.compile(r"[\u3400-\u9fff]")
# In these the profile says what to do and not what to write.
_INSTRUCTION = re.compile(r"[（(].*[)）]")


def avoided_words(text: str, brand: BrandProfile | None, language: str) -> list[Finding]:
    """One finding for every place where the text uses a word that the brand avoids in this language."""
    code = base_language(language)
    voice = brand.voice.get(code) if brand is not None else None
    if voice is None or not voice.avoid:
        return []
    return [_finding(text, start, end, voice, word, code) for start, end, word in _places(text, voice)]


def _places(text: str, voice: BrandVoice) -> Iterator[tuple[int, int, str]]:
    words = {word.casefold(): word for word in voice.avoid}
    for match in _pattern(tuple(sorted(voice.avoid, key=lambda word: (-len(word), word)))).finditer(text):
        if len(match.group()) > 1 or _stands_alone(text, match.start()):
            yield match.start(), match.end(), words[match.group().casefold()]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(word) if _HAN.search(word) else rf"\b{re.escape(word)}\b" for word in words]
    return re.compile("|".join(parts), re.IGNORECASE)


def _stands_alone(text: str, at: int) -> bool:
    """Whether a single Chinese character is a word here, and no part of one: 亲，您好 against 亲自."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not _HAN.match(before) and not _HAN.match(after)


def _finding(text: str, start: int, end: int, voice: BrandVoice, word: str, language: TextLanguage) -> Finding:
    instead = voice.avoid[word]
    told = Localized(zh=f"品牌准则不用“{word}”。", en=f"the brand's guideline avoids “{word}”.")
    use = (
        instead.strip("（）()")
        if _INSTRUCTION.fullmatch(instead)
        else Localized(f"改为“{instead}”", f"use “{instead}”").in_(language)
    )
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        start=start,
        end=end,
        text=text[start:end],
        message=told.in_(language),
        basis=Localized("品牌档案：不用的词", "brand profile: words to avoid").in_(language),
        suggestion=use,
        layer=Layer.ELEMENTS,
    )
