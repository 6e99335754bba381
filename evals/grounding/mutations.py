"""Mutants of faithful texts: one thing changed or inserted, and where, so that a checker's findings can be scored."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.grounding import certainty, claims, figures, marks, moments, names, promises, swaps
from evals.grounding.dataset import INSERTED, Faithful, Invention
from evals.grounding.ledger import Ledger
from evals.grounding.material import DENIES, Edit, Material, Proposer
from evals.grounding.plain import dressed, plain
from service.briefs.models import IncidentBrief
from service.language import base_language

_PROPOSERS: dict[str, Proposer] = {
    "number": figures.numbers,
    "money": figures.money,
    "percent": figures.percents,
    "duration": figures.durations,
    "unit": figures.units,
    "date": moments.dates,
    "time": moments.times,
    "role_swap": swaps.swaps,
    "deadline": moments.deadlines,
    "place": names.places,
    "person": names.persons,
    "authority": names.authorities,
    "hospital": names.hospitals,
    "organisation": names.organisations,
    "product_model": marks.codes,
    "law": marks.laws,
    "contact": marks.contacts,
    "status_raised": certainty.raised,
    "polarity": claims.polarity,
    "scope": claims.scope,
    "quantifier": claims.quantifiers,
    "modality": certainty.modality,
    "promise_changed": promises.changed,
}
IN_PLACE: tuple[str, ...] = tuple(_PROPOSERS)
KINDS: tuple[str, ...] = (*IN_PLACE, *INSERTED)


@dataclass(frozen=True)
class Mutant:
    """A text with one invention: `[start, end)` of `text` was changed from `original`, or inserted where that is None."""

    kind: str
    text: str
    start: int
    end: int
    original: str | None


def mutate(item: Faithful, brief: IncidentBrief, kind: str, bank: Sequence[Invention] = ()) -> Mutant | None:
    """The mutant of one kind, always the same for the same text; None where the text offers nothing to change.

    Args:
        item: The faithful text.
        brief: Its brief.
        kind: One of `KINDS`.
        bank: The inventions a sentence may be taken from, for the inserted kinds.

    Raises:
        ValueError: The kind is none of `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of mutation: {kind}")
    # Reproducible, not secret.
    dice = random.Random(f"{item.id}:{kind}")  # noqa: S311
    material = Material(plain(item.text), base_language(item.language), item.language, Ledger(brief), dice)
    if kind in INSERTED:
        return _inserted(material, item, kind, bank)
    edits = sorted({(edit.start, edit.end, edit.new) for edit in _PROPOSERS[kind](material) if _counts(material, kind, edit)})
    if not edits:
        return None
    return _applied(material, item.text, kind, Edit(*dice.choice(edits)))


def mutants(
    item: Faithful, brief: IncidentBrief, bank: Sequence[Invention] = (), kinds: Iterable[str] = KINDS
) -> Iterator[Mutant]:
    """One mutant of every kind the text offers."""
    for kind in kinds:
        if (made := mutate(item, brief, kind, bank)) is not None:
            yield made


def _counts(material: Material, kind: str, edit: Edit) -> bool:
    """Whether the edit changes an assertion; only `polarity` makes a claim of a denied rumour."""
    sentence = material.sentence_at(edit.start)
    if sentence is None or not edit.new.strip() or material.text[edit.start : edit.end] == edit.new:
        return False
    if kind == "polarity":
        return DENIES.search(edit.new + material.text[edit.end : sentence.end]) is None
    return not material.denied(edit.start)


def _applied(material: Material, original: str, kind: str, edit: Edit) -> Mutant:
    """The edit carried out on the text as written: what the edit keeps keeps its own characters."""
    old, new = material.text[edit.start : edit.end], edit.new
    left = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    most = min(len(old), len(new)) - left
    right = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    kept = original[edit.start : edit.end]
    written = kept[:left] + dressed(new[left : len(new) - right], material.tag) + kept[len(kept) - right :]
    text = original[: edit.start] + written + original[edit.end :]
    return Mutant(kind, text, edit.start, edit.start + len(written), kept)


def _inserted(material: Material, item: Faithful, kind: str, bank: Sequence[Invention]) -> Mutant | None:
    fitting = [
        entry
        for entry in bank
        if entry.inserted_as == kind
        and entry.brief in {None, item.brief}
        and base_language(entry.language) == material.language
        and entry.sentence not in item.text
    ]
    # Traditional characters among simplified ones would give the sentence away.
    fitting = [entry for entry in fitting if (entry.language == "zh-HK") == (item.language == "zh-HK")] or fitting
    if not fitting or not material.breaks:
        return None
    entry = material.dice.choice(sorted(fitting, key=lambda entry: entry.id))
    at = material.dice.choice(material.breaks)
    sentence = entry.sentence.strip()
    if entry.language != item.language and material.language == "zh":
        sentence = dressed(plain(sentence), item.language)
    gap = " " if material.language == "en" else ""
    start = at + len(gap)
    return Mutant(kind, item.text[:at] + gap + sentence + item.text[at:], start, start + len(sentence), None)
