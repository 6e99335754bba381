"""The word lists of knowledge/privacy/names.yml."""

from functools import cache
from typing import Annotated

from pydantic import BeforeValidator

from service.datafiles import load_data
from service.resources import knowledge_dir
from service.strict import Strict


def _split(text: object) -> object:
    """A comma list as its items; anything else is left for the model to refuse."""
    if not isinstance(text, str):
        return text
    items = [item.strip() for item in text.split(",")]
    if "" in items or len(set(items)) != len(items):
        raise ValueError("a list has an empty item or one item twice")
    return items


Words = Annotated[frozenset[str], BeforeValidator(_split)]


class ChineseWords(Strict):
    """What tells a Chinese name."""

    surnames: str
    ambiguous_surnames: str
    compound_surnames: Words
    titles: Words
    official_titles: Words
    roles: Words
    honorifics: Words
    speech: Words
    not_people: Words
    not_after: Words
    minority: Words


class EnglishWords(Strict):
    """What tells a name in Latin letters."""

    titles: Words
    official_titles: Words
    roles: Words
    verbs: Words
    first_names: Words
    plain_first_names: Words
    pinyin_surnames: Words
    not_people: Words


class NameWords(Strict):
    """names.yml."""

    zh: ChineseWords
    en: EnglishWords


@cache
def name_words() -> NameWords:
    """All lists.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "privacy" / "names.yml", NameWords)
