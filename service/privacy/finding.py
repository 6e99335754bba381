"""All personal data of a text, in order and without overlaps."""

from collections.abc import Iterable
from functools import lru_cache

from service.patterns import lazy
from service.privacy.chinese import find_chinese_names
from service.privacy.english import find_english_names
from service.privacy.folding import fold
from service.privacy.homes import find_homes
from service.privacy.kinds import Item, Kind
from service.privacy.marks import read_marks, read_remains
from service.privacy.numbers import find_accounts, find_numbers
from service.privacy.reach import find_reach
from service.privacy.tokens import tokens_of

_PARAGRAPHS = lazy(r"(?<=\n\n)")
# Where two kinds claim the same characters, the one that is proved names them.
_RANK = {
    kind: place
    for place, kind in enumerate(
        (Kind.QUOTE, Kind.ID, Kind.CARD, Kind.EMAIL, Kind.PHONE, Kind.PLATE, Kind.ACCOUNT, Kind.ADDRESS, Kind.PERSON)
    )
}


def find_personal(text: str) -> list[Item]:
    """Personal data, and text that would pass for a placeholder."""
    found = [Item(mark.start, mark.end, Kind.QUOTE) for mark in read_marks(text)]
    found += [Item(start, end, Kind.QUOTE) for start, end in read_remains(text)]
    at = 0
    for paragraph in _PARAGRAPHS.split(text):
        found += [Item(at + item.start, at + item.end, item.kind) for item in _of_paragraph(paragraph)]
        at += len(paragraph)
    return without_overlaps(found)


@lru_cache(maxsize=1024)
def _of_paragraph(text: str) -> tuple[Item, ...]:
    """Most paragraphs of a prompt are the same in every call."""
    folded = fold(text)
    tokens = tokens_of(folded)
    return (
        *find_numbers(folded, text),
        *find_accounts(folded),
        *find_reach(folded),
        *find_homes(folded, tokens),
        *find_chinese_names(folded, tokens),
        *find_english_names(folded),
    )


def without_overlaps(items: Iterable[Item]) -> list[Item]:
    """The items in order; those that overlap become one as wide as all of them, of the kind that is best proved."""
    kept: list[Item] = []
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        if item.start >= item.end:
            continue
        if kept and item.start < kept[-1].end:
            last = kept.pop()
            kind = min(last.kind, item.kind, key=_RANK.__getitem__)
            kept.append(Item(last.start, max(last.end, item.end), kind))
        else:
            kept.append(item)
    return kept
