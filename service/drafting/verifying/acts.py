"""What a clause does in being said: regret, asking, owning up, saying what is not known. Only a closed list needs no line of the ledger."""

import re
from enum import StrEnum
from functools import cache

from service.datafiles import load_data
from service.grounding.lexicon import Bilingual
from service.language import TextLanguage
from service.resources import knowledge_dir
from service.strict import Strict


class Act(StrEnum):
    """What a statement may say by itself."""

    FEELING = "feeling"
    OWNING = "owning"
    ASKING = "asking"
    LINKING = "linking"
    UNABLE = "unable"
    DENYING = "denying"
    UPDATING = "updating"


class Acts(Strict):
    """acts.yml: fragments of regular expressions by act and language."""

    feeling: Bilingual
    owning: Bilingual
    asking: Bilingual
    linking: Bilingual
    unable: Bilingual
    denying: Bilingual
    updating: Bilingual
    weighing: tuple[Bilingual, ...]


def acts_of(clause: str, language: TextLanguage) -> frozenset[Act]:
    """The acts of one clause; none where it tells something."""
    text = clause.strip(" \n，,、")
    return frozenset(act for act, pattern in _patterns(language).items() if pattern.search(text))


def weighed(text: str, language: TextLanguage) -> frozenset[int]:
    """The classes of words in a text that weigh the matter or praise our own care, by their number in the file."""
    return frozenset(number for number, pattern in enumerate(_weights(language)) if pattern.search(text))


@cache
def _weights(language: TextLanguage) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("|".join(item.in_(language)), re.IGNORECASE) for item in _lists().weighing)


@cache
def _lists() -> Acts:
    return load_data(knowledge_dir() / "drafting" / "acts.yml", Acts)


@cache
def _patterns(language: TextLanguage) -> dict[Act, re.Pattern[str]]:
    lists = _lists()
    return {act: re.compile("|".join(f"(?:{part})" for part in getattr(lists, act).in_(language)), re.IGNORECASE) for act in Act}
