"""The words of the pages, in both languages, from `labels.yml`; a missing word is an error, never an empty place."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.datafiles import load_data
from service.errors import DataFault
from service.i18n import Localized, UiLanguage
from service.strict import Strict
from service.vocabulary import name_of

_FILE = Path(__file__).resolve().parent / "labels.yml"


class _Word(Strict):
    zh: str
    en: str


class _LabelFile(Strict):
    words: dict[str, _Word]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language: `labels("brand")`, `labels.value("kind", "rumour")`."""

    language: UiLanguage

    def __call__(self, key: str) -> str:
        """The word `key`.

        Raises:
            DataFault: there is none.
        """
        word = _load().words.get(key)
        if word is None:
            raise DataFault(Localized(zh=f"labels.yml 里没有“{key}”", en=f"labels.yml has no {key!r}"))
        return word.zh if self.language == "zh" else word.en

    def value(self, group: str, key: str) -> str:
        """The word for one value of a closed list; the value itself where nobody named it."""
        return name_of(group, key, self.language)


@cache
def _load() -> _LabelFile:
    return load_data(_FILE, _LabelFile)
