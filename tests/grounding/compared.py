"""A text against a small ledger: which rules its clauses break, and where."""

from typing import Any

from service.grounding import Grounds, check
from service.grounding.alignment import board_of
from service.grounding.clauses import Clause, Sentence, read_sentences
from service.grounding.extract import read
from service.grounding.folding import Sentences, fold
from service.grounding.said import Said, read_clauses
from tests.grounding.ledgers import Row, grounds, ledger

# Matter of other kinds, so that no fact stands alone: in a ledger of one line every word weighs the same.
AROUND_ZH: tuple[Row, ...] = (
    ("公司为顾客开设了专线", "confirmed"),
    ("市场监督管理局已约谈公司", "confirmed"),
    ("相关监控录像已交给警方", "confirmed"),
    ("网络上出现了一段短视频", "reported"),
)
AROUND_EN: tuple[Row, ...] = (
    ("A dedicated telephone line for customers has been opened", "confirmed"),
    ("Trading standards officers have interviewed the company", "confirmed"),
    ("The security camera footage has been handed to the police", "confirmed"),
    ("A short video of the scene has been shared online", "reported"),
)


def around(*facts: Row, language: str = "zh", **more: Any) -> Grounds:
    """Grounds of a ledger with these facts, F1 and on, and some of other matter."""
    return grounds(*facts, *(AROUND_ZH if language == "zh" else AROUND_EN), **more)


def rules(text: str, held: Grounds, *only: str) -> list[tuple[str, str | None]]:
    """The rules a text breaks with the lines they rest on, those named alone or all."""
    return [(f.rule, f.basis) for f in check(text, held).findings if not only or f.rule in only]


def spans(text: str, held: Grounds, rule: str) -> list[str]:
    """The words that break a rule."""
    return [f.text for f in check(text, held).findings if f.rule == rule]


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """A text read into sentences and clauses."""
    folded = fold(text)
    return read_sentences(folded, Sentences(folded))


def clauses_of(text: str) -> list[Clause]:
    """All clauses of a text."""
    return [clause for sentence in sentences_of(text) for clause in sentence.clauses]


def clause_texts(text: str) -> list[str]:
    """The words of every clause."""
    folded = fold(text)
    found = read_sentences(folded, Sentences(folded))
    return [folded[s.start + c.start : s.start + c.end] for s in found for c in s.clauses]


def said_in(text: str, *facts: Row, **more: Any) -> list[Said]:
    """The clauses of a text, aligned with a ledger of these facts."""
    brief = ledger(*facts, **more)
    reading = read(text, brief.issued_at.date())
    sentences = read_sentences(reading.folded, Sentences(reading.folded))
    return read_clauses(reading.folded, sentences, reading.mentions, board_of(brief))
