"""Messages in the two languages the service speaks to its users."""

from dataclasses import dataclass
from typing import Literal

UiLanguage = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Localized:
    """One message in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: UiLanguage) -> str:
        """The message in `language`."""
        return self.zh if language == "zh" else self.en


def ui_language(tag: str | None) -> UiLanguage:
    """The user's language from a locale name, an Accept-Language header or a language tag; Chinese when nothing says."""
    for part in (tag or "").replace("_", "-").lower().split(","):
        code = part.split(";")[0].strip()
        if code.startswith("zh"):
            return "zh"
        if code.startswith("en"):
            return "en"
    return "zh"
