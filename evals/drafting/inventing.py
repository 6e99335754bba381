"""True answers with inventions planted in them: as sentences of their own, inside true sentences, and as changed numbers."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from evals.drafting.answers import Case, Plant, SentenceRow, public_words
from service.language import base_language

# How many answers are made of one true one, and how many inventions each holds.
VARIANTS = 5
PLANTED = (2, 3, 4, 5, 8)
_NUMBER = re.compile(r"(?<![\d.,:：@\-/A-Za-z#])\d{1,4}(?![\d.,:：@\-/A-Za-z])")
_OF_DATE = re.compile(r"[年月日时点]|\s(?:January|February|March|April|May|June|July|August|September|October|November|December)")
_KEPT = frozenset({"contact", "issuer", "next_update"})


def inventing(cases: Sequence[Case], plants: Sequence[Plant], seed: int = 7) -> list[Case]:
    """`VARIANTS` answers for each case; the same for the same seed."""
    return [_planted(case, plants, number, _chance(f"{seed}/{case.id}/{number}")) for case in cases for number in range(VARIANTS)]


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a dataset, no secret


def _planted(case: Case, plants: Sequence[Plant], variant: int, chance: random.Random) -> Case:
    language = base_language(case.request.language)
    public = public_words(case.brief).casefold()
    usable = [plant for plant in plants if plant.language == language and plant.marker.casefold() not in public]
    general = [plant for plant in usable if plant.brief is None]
    own = [plant for plant in usable if plant.brief is not None and case.id.split("-", 1)[1].startswith(_stem(plant.brief))]
    chosen = [*own, *chance.sample(general, PLANTED[variant])]
    rows = list(case.sentences)
    markers = [plant.marker for plant in chosen]
    changed = _change_number(rows, public, chance)
    for plant in chosen:
        _plant(rows, plant, chance)
    return replace(case, id=f"{case.id}-{variant}", sentences=tuple(rows), markers=(*markers, *changed))


def _plant(rows: list[SentenceRow], plant: Plant, chance: random.Random) -> None:
    at = chance.randrange(len(rows))
    host = rows[at]
    if chance.random() < 0.4 and host.element not in {*_KEPT, "question"} and host.text[-1] in "。.":
        joined = f"{host.text[:-1]}，{plant.text}" if plant.language == "zh" else f"{host.text[:-1]}, and {_lowered(plant.text)}"
        rows[at] = host.model_copy(update={"text": joined})
        return
    element = chance.choice(["known", host.element if host.element not in {*_KEPT, "question"} else "known", "actions", "remedy"])
    ids = sorted({ident for row in rows for ident in row.basis})
    basis = tuple(chance.sample(ids, min(len(ids), chance.randrange(3))))
    rows.insert(at + 1, SentenceRow(text=plant.text, element=element, basis=basis, paragraph=host.paragraph))


def _change_number(rows: list[SentenceRow], public: str, chance: random.Random) -> list[str]:
    """One number of the ledger turned into one it does not hold; gives the marker, the number with what it counts."""
    places = [
        (at, found)
        for at, row in enumerate(rows)
        if row.element not in _KEPT
        for found in _NUMBER.finditer(row.text)
        if int(found.group()) > 2
    ]
    if not places:
        return []
    at, found = chance.choice(places)
    value = int(found.group())
    is_date = _OF_DATE.match(rows[at].text, found.end()) is not None
    changed = next(
        (
            number
            for step in range(1, 60)
            if str(number := (value + 5 * step) % 27 + 1 if is_date else value * 3 + 17 * step) not in public
        ),
        None,
    )
    if changed is None:
        return []
    text = rows[at].text
    # With its neighbour, for a bare number could be part of another one.
    marker = f"{changed}{text[found.end() : found.end() + 2]}"
    if any(marker in row.text for row in rows):
        return []
    rows[at] = rows[at].model_copy(update={"text": text[: found.start()] + str(changed) + text[found.end() :]})
    return [marker]


def _lowered(text: str) -> str:
    return text if text.startswith(("I ", "I'")) else text[0].lower() + text[1:]


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yml")
