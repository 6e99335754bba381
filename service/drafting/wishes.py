"""What an instruction asks, as far as no model is needed to understand it; `knowledge/review/wishes.yml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from service.briefs import Audience, Channel
from service.datafiles import load_data
from service.resources import knowledge_dir
from service.strict import Strict

Value = TypeVar("Value", Channel, Audience)
_PUNCTUATION = re.compile(r"[\s，。、,.;；!！?？:：“”\"'()（）]+")


class _Words(Strict):
    zh: tuple[str, ...]
    en: tuple[str, ...]


class _Limit(Strict):
    zh: str
    en: str


class _Wishes(Strict):
    shorter: _Words
    limit: _Limit
    channels: dict[Channel, tuple[str, ...]]
    audiences: dict[Audience, tuple[str, ...]]
    idle: _Words


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked. `characters`, `words`: the length named; `is_whole`: nothing else is asked besides."""

    is_shorter: bool = False
    characters: int | None = None
    words: int | None = None
    channel: Channel | None = None
    audience: Audience | None = None
    is_whole: bool = False

    @property
    def is_composers(self) -> bool:
        """Whether whole sentences cut or the text fitted to a channel is all that is asked."""
        return self.is_whole and (self.is_shorter or self.channel is not None)


def read_wish(instruction: str) -> Wish:
    """What `instruction` asks."""
    data, left = _wishes(), instruction
    number, unit = None, ""
    for pattern in (data.limit.zh, data.limit.en):
        match = re.search(pattern, left, re.IGNORECASE)
        if match is not None and number is None:
            number, unit = int(match["number"]), match.groupdict().get("unit") or ""
            left = left[: match.start()] + " " + left[match.end() :]
    shorter, left = _taken(left, (*data.shorter.zh, *data.shorter.en))
    channel, left = _named(left, data.channels)
    audience, left = _named(left, data.audiences)
    _, left = _taken(left, tuple(sorted((*data.idle.zh, *data.idle.en), key=len, reverse=True)))
    in_words = unit.lower().startswith("word")
    return Wish(
        is_shorter=shorter or number is not None,
        characters=None if in_words else number,
        words=number if in_words else None,
        channel=channel,
        audience=audience,
        is_whole=not _PUNCTUATION.sub("", left),
    )


@cache
def _wishes() -> _Wishes:
    return load_data(knowledge_dir() / "review" / "wishes.yml", _Wishes)


def _named(text: str, lists: Mapping[Value, tuple[str, ...]]) -> tuple[Value | None, str]:
    """The one that is named by the longest of its names; two are one too many to choose from."""
    named = [(len(match.group()), value) for value, names in lists.items() if (match := _search(text, names)) is not None]
    if not named:
        return None, text
    best = max(named, key=lambda item: item[0])[1]
    return best, _taken(text, lists[best])[1]


def _taken(text: str, entries: tuple[str, ...]) -> tuple[bool, str]:
    """Whether any entry stands in the text, and the text without them."""
    pattern = _pattern(entries)
    return pattern.search(text) is not None, pattern.sub(" ", text)


def _search(text: str, entries: tuple[str, ...]) -> re.Match[str] | None:
    return _pattern(entries).search(text)


@cache
def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    parts = [rf"(?<![A-Za-z])(?:{entry})(?![A-Za-z])" if re.search("[A-Za-z]", entry) else f"(?:{entry})" for entry in entries]
    return re.compile("|".join(parts), re.IGNORECASE)
