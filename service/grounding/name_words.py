"""The word lists of names.yml: what makes a run of words a name, and what keeps it generic."""

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


def _once(text: object) -> object:
    if isinstance(text, str) and len(set(text)) != len(text):
        raise ValueError("a character stands twice")
    return text


# Hundreds of words a list: written as one scalar each, because a parser pays for every node.
WordSet = Annotated[frozenset[str], BeforeValidator(_split)]
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
Characters = Annotated[str, BeforeValidator(_once)]


class ChineseWords(Strict):
    """The Chinese half."""

    authorities: WordSet
    firms: WordSet
    fixed: WordSet
    brands: WordSet
    platforms: WordSet
    industries: WordSet
    brand_ends: WordSet
    generic: WordSet
    boundaries: WordSet
    titles: WordSet
    roles: WordSet
    honorifics: WordSet
    speech: WordSet
    surnames: Characters
    ambiguous_surnames: Characters
    compound_surnames: WordSet
    not_people: WordSet
    admin: WordSet
    local: WordSet
    not_local: WordSet
    not_after: WordSet
    prepositions: WordSet
    street_words: WordSet
    product_nouns: WordSet
    latin: WordSet


class EnglishWords(Strict):
    """The English half."""

    org_ends: WordSet
    public_ends: WordSet
    org_heads: WordSet
    subjects: WordSet
    fixed: WordSet
    aliases: tuple[Words, ...]
    ordinary: WordSet
    titles: WordSet
    jobs: WordSet
    said: WordSet
    first_names: WordSet
    place_ends: WordSet
    place_starts: WordSet
    numbered: WordSet
    sites: WordSet
    prepositions: WordSet
    product_nouns: WordSet
    starters: WordSet
    openers: WordSet
    calendar: WordSet
    small: WordSet


class NameWords(Strict):
    """names.yml."""

    zh: ChineseWords
    en: EnglishWords


@cache
def name_words() -> NameWords:
    """All lists of names.yml.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "grounding" / "names.yml", NameWords)
