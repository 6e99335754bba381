"""The day a note is from, where it says so at its head: 今天 in it means that day, not the day somebody reads it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.types import Moment
from service.intake.schemas import Note

_HEAD_LINES = 3
_LONGEST_HEAD = 40


def day_of(note: Note, today: date) -> date | None:
    """The day at the note's head; None where its first lines name none, or several. Without a year it is the latest such day."""
    lines = [line for line in note.text.splitlines() if line.strip()][:_HEAD_LINES]
    for line in lines:
        head = fold(line)[:_LONGEST_HEAD]
        named = set(_days(head, today))
        if len(named) > 1:
            return None
        if named:
            return _latest(*named.pop(), today)
    return None


def _days(text: str, today: date) -> Iterator[tuple[int | None, int, int]]:
    """Year, month and day as written; a word such as 今天 says nothing of the day it was written on."""
    for mention in read(text, today).mentions:
        value, words = mention.value, text[mention.start : mention.end]
        if isinstance(value, Moment) and value.month and value.day and re.search(r"\d", words):
            # What reads the words fills in a year that is not written.
            yield (value.year if re.search(r"\d{4}", words) else None), value.month, value.day


def _latest(year: int | None, month: int, day: int, today: date) -> date | None:
    for candidate in (year,) if year else (today.year, today.year - 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found <= today + timedelta(days=1):
            return found
    return None
