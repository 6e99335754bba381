"""Which language a text is in, by its script; enough to keep a Chinese fact out of an English sentence."""

from typing import Literal

from service.patterns import lazy

TextLanguage = Literal["zh", "en"]
LanguageTag = Literal["zh-CN", "zh-HK", "en-US", "en-GB"]

_HAN = lazy(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_TWICE = lazy(r"(?P<zh>[\u3400-\u9fff（）()·、0-9]*[\u3400-\u9fff][\u3400-\u9fff（）()·、0-9]*) (?P<en>[A-Za-z][ -~’]*)")
_LATIN_WORD = lazy(r"[A-Za-z]{2,}")


def text_language(text: str) -> TextLanguage:
    """`zh` or `en`; one Han character counts as two Latin words, so a product code does not turn a sentence English."""
    han = len(_HAN.findall(text))
    words = len(_LATIN_WORD.findall(text))
    return "zh" if han and han * 2 >= words else "en"


def own_half(text: str, language: TextLanguage) -> str:
    """Of a name written twice, `曜桦电子 Yaohua Electronics`, the half in this language; any other text whole."""
    both = _TWICE.fullmatch(text)
    return text if both is None else both["zh" if language == "zh" else "en"]


def base_language(tag: str) -> TextLanguage:
    """`zh` for zh, zh-CN, zh-HK; `en` for the others."""
    return "zh" if tag.lower().startswith("zh") else "en"
