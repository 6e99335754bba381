"""Two figures or two dates of different roles that change places."""

from collections.abc import Iterator

from evals.grounding import scan
from evals.grounding.figures import counted
from evals.grounding.material import Edit, Material
from evals.grounding.scan import Day, Quantity
from service.patterns import lazy

_NEAR = 80
_GAP = lazy(r"[\s、,和及与至到—–-]*(?:and|to|or|until)?\s*")
_ROLE = 3


def _role(text: str, end: int, language: str, length: int = _ROLE) -> str:
    rest = text[end : end + 60].lstrip(" ")
    return rest[:length] if language == "zh" else " ".join(rest.split()[: length - 1]).lower().strip(".,;:")


def _telling(text: str, first: int, second: int, language: str) -> int | None:
    """How much of what follows two figures tells their roles apart, if anything near does."""
    return next(
        (size for size in range(_ROLE, 9) if _role(text, first, language, size) != _role(text, second, language, size)), None
    )


def swaps(material: Material) -> Iterator[Edit]:
    """Counts, then dates."""
    yield from _counts(material)
    yield from _dates(material)


def _counts(material: Material) -> Iterator[Edit]:
    text, language = material.text, material.language
    items = [
        item
        for item in counted(material)
        if item.group == scan.COUNT and item.value in material.ledger.numbers and not (language == "en" and item.value == 1)
    ]
    for at, first in enumerate(items):
        for second in items[at + 1 :]:
            if first.value == second.value or second.start - first.end > _NEAR or "\n" in text[first.end : second.start]:
                continue
            if first.token[0].isdigit() != second.token[0].isdigit() or first.token[0].isupper() != second.token[0].isupper():
                continue
            size = _telling(text, first.end, second.end, language)
            if size is None or (_held(material, second, first, size) and _held(material, first, second, size)):
                continue
            yield _swapped(text, (first.start, first.end), (second.start, second.end))


def _held(material: Material, value: Quantity, place: Quantity, size: int) -> bool:
    """Whether the brief gives this value the role of that place."""
    language = material.language
    wanted = _role(material.text, place.end, language, size)
    return any(
        item.value == value.value and _role(line, item.end, language, size) == wanted
        for line in material.ledger.strings
        for item in scan.quantities(line, language)
    )


def _dates(material: Material) -> Iterator[Edit]:
    text, language = material.text, material.language
    days = [
        day
        for day in scan.days(text, language)
        if day.month is not None and (day.month, day.day) in material.ledger.days and material.sentence_at(day.start) is not None
    ]
    days.sort(key=lambda day: day.start)
    for at, first in enumerate(days):
        for second in days[at + 1 :]:
            between = text[first.end : second.start]
            if (first.month, first.day) == (second.month, second.day) or len(between) > _NEAR or "\n" in between:
                continue
            if len(between) < 4 or _GAP.fullmatch(between) or _same_role(material, first, second):
                continue
            yield _swapped(text, (first.start, first.end), (second.start, second.end))


def _same_role(material: Material, first: Day, second: Day) -> bool:
    text, language = material.text, material.language
    roles = _role(text, first.end, language), _role(text, second.end, language)
    if roles[0] == roles[1]:
        return True
    given = [
        (day.month, day.day, _role(line, day.end, language))
        for line in material.ledger.strings
        for day in scan.days(line, language)
    ]
    return (second.month, second.day, roles[0]) in given and (first.month, first.day, roles[1]) in given


def _swapped(text: str, first: tuple[int, int], second: tuple[int, int]) -> Edit:
    one, other = text[slice(*first)], text[slice(*second)]
    return Edit(first[0], second[1], other + text[first[1] : second[0]] + one)
