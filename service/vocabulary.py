"""What the values of closed lists are called in front of people, from `knowledge/vocabulary.yml`: terminal and pages say the same."""

from functools import cache

from service.datafiles import load_data
from service.i18n import UiLanguage
from service.resources import knowledge_dir
from service.strict import Strict


class _Word(Strict):
    zh: str
    en: str


class _Vocabulary(Strict):
    values: dict[str, dict[str, _Word]]


@cache
def _vocabulary() -> _Vocabulary:
    return load_data(knowledge_dir() / "vocabulary.yml", _Vocabulary)


def name_of(group: str, value: str, language: UiLanguage) -> str:
    """The word for one value of a closed list; the value itself where nobody named it."""
    word = _vocabulary().values.get(group, {}).get(value)
    if word is None:
        return value
    return word.zh if language == "zh" else word.en
