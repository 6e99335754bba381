"""Clauses that are, word for word, a certain line of the ledger, an approved promise or the issuer's name: nothing they say differs from it."""

from collections.abc import Sequence

from service.findings import Finding
from service.grounding.alignment import Board, Kind
from service.grounding.checked import OF_SENSE, CheckedText
from service.grounding.marks import Mark
from service.grounding.said import within

# A figure, a leak or an admission is judged as it stands, and what is refuted is no line to repeat.
_LIFTED = OF_SENSE - {"refuted-repeated"} | {"ungrounded-matter"}
# Shorter clauses may stand in a line by chance.
_LEAST = {"zh": 6, "en": 16}
_EDGE = ' \n\t。！？，,.;；:：!?、“”"「」()（）'


def without_verbatim(checked: CheckedText, findings: Sequence[Finding]) -> list[Finding]:
    """The findings but those on clauses that repeat a line."""
    return [finding for finding in findings if finding.rule not in _LIFTED or not _repeats(checked, finding)]


def _repeats(checked: CheckedText, finding: Finding) -> bool:
    sentence = checked.sentences.at(finding.start)
    inside = [
        said
        for said in within(checked.said, sentence.start, sentence.end)
        if said.start < finding.end and finding.start < said.end
    ]
    if not inside or any(said.marks & Mark.DENIED for said in inside):
        return False
    words = checked.reading.folded[inside[0].start : inside[-1].end].strip(_EDGE)
    if words in checked.grounds.issuer:
        return True
    return len(words) >= _LEAST[checked.language] and _is_in_a_line(words, checked.grounds.board)


def _is_in_a_line(words: str, board: Board) -> bool:
    lines = (item.folded for item in board.items if item.is_certain or item.kind is Kind.PROMISE)
    return any(_stands(words, line) for line in lines)


def _stands(words: str, line: str) -> bool:
    """Whether the words are whole clauses of a line."""
    at = line.casefold().find(words.casefold())
    if at < 0:
        return False
    before, after = line[:at].rstrip(" "), line[at + len(words) :].lstrip(" ")
    return (not before or before[-1] in _EDGE) and (not after or after[0] in _EDGE)
