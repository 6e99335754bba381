"""Which elements each sentence of a text carries, for a writer whose own labels are not to be trusted."""

from collections.abc import Sequence

from service.briefs import IncidentBrief
from service.elements.data import elements, fold
from service.elements.detection import Reading
from service.elements.ledger import fill
from service.elements.schemas import ElementName
from service.language import TextLanguage, base_language

Span = tuple[int, int]


class Labels:
    """What the sentences of one text carry. `title` counts for headings only."""

    def __init__(self, text: str, brief: IncidentBrief, language: str, title: str = "") -> None:
        self._reading = Reading(text, brief, base_language(language), title)

    def carried(self, span: Span) -> tuple[ElementName, ...]:
        """The elements found in a part of the text by its words and the ledger's values, in the order of the elements' file."""
        start, end = span
        inside = [sentence for sentence in self._reading.sentences if sentence.start < end and start < sentence.end]
        found = [name for name in elements() if any(self._reading.carries(sentence, name) for sentence in inside)]
        signature = self._reading.place("issuer")
        if signature is not None and signature.start < end and start < signature.end:
            found.append("issuer")
        return tuple(found)


def sounds_like(text: str, names: Sequence[str], language: TextLanguage) -> bool:
    """Whether the words of a piece of text are those of one of these elements."""
    folded = fold(text)
    return any(element.patterns.found(folded, language) for name, element in elements().items() if name in names)


def filled_by(ids: Sequence[str], brief: IncidentBrief, language: str) -> frozenset[str]:
    """The elements that these items of the ledger can fill; `contact:<n>`, `issuer` and `next_update_at` count too."""
    lang = base_language(language)
    named = {"contacts": any(ident.startswith("contact:") for ident in ids), "issuer": "issuer" in ids}
    named["next_update"] = "next_update_at" in ids
    found = {name for name in elements() if fill(ids, brief, name, lang)}
    found |= {name for name, element in elements().items() if any(named.get(source) for source in element.sources)}
    return frozenset(found)


def is_element(name: str) -> bool:
    """Whether there is an element of this name."""
    return name in elements()


def rests_on_ledger(name: str) -> bool:
    """Whether something of a ledger fills this element; others are words of our own."""
    return any(element.sources for known, element in elements().items() if known == name)
