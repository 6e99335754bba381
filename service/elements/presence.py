"""What a statement must hold, as a checklist: which element stands where, which is missing, which the ledger cannot fill."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from service.briefs import IncidentBrief, Level, StatementType
from service.elements.checker import Served, asked_elements
from service.elements.data import elements
from service.elements.detection import Reading
from service.elements.ledger import fillers
from service.elements.schemas import ElementName
from service.language import TextLanguage, base_language

Presence = Literal["present", "missing", "without_material"]


@dataclass(frozen=True, slots=True)
class ElementState:
    """One demanded element.

    Attributes:
        name: what it is called; with its alternatives.
        presence: `without_material`: asked for only where the ledger can fill it, and it cannot.
        start: where the first sentence that carries it begins; None where none does or it is told by the writer alone.
    """

    element: ElementName
    name: str
    description: str
    presence: Presence
    start: int | None = None


def element_states(  # noqa: PLR0913 - one text with all that bears on it, each by name
    text: str,
    *,
    brief: IncidentBrief,
    statement: StatementType | str,
    level: Level,
    language: str,
    title: str = "",
    segments: Sequence[Served] = (),
    missing: Collection[str] = (),
    told_in: TextLanguage | None = None,
) -> tuple[ElementState, ...]:
    """The elements a statement of this kind and level must hold, in order; the arguments are those of `check_elements`.

    `missing`: the rules of the text's findings. What `check_elements` called missing is missing, so that the two never disagree.
    `told_in`: the language of names and descriptions; by default that of the text.
    """
    lang = base_language(language)
    words = told_in or lang
    reading = Reading(text, brief, lang, title)
    places = {name: start for name, start, _ in reversed(segments)}
    states: list[ElementState] = []
    for demand in asked_elements(statement, level, brief.incident.jurisdiction):
        names: tuple[ElementName, ...] = (demand.element, *demand.alternatives)
        told = ("或" if words == "zh" else " or ").join(elements()[name].name.of(words) for name in names)
        found = [place.start for place in (reading.place(name) for name in names) if place is not None]
        found += [places[name] for name in names if name in places]
        presence: Presence = "missing" if f"missing-{demand.element}" in missing else "present"
        is_fillable = any(fillers(brief, name, lang) for name in names)
        if presence == "present" and not found and demand.when == "fillable" and not is_fillable:
            presence = "without_material"
        description = elements()[demand.element].description.of(words)
        states.append(ElementState(demand.element, told, description, presence, found[0] if found else None))
    return tuple(states)
