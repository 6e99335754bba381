"""A run over models as one HTML page: charts, a table, and for every statement what the model said beside what went out."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.reports.charts import Bar, Group, bars
from evals.reports.words import WORDS
from evals.scorers.figures import Row, figures_of
from service.drafting.schemas import Statement
from service.findings import Finding, Severity
from service.i18n import UiLanguage

_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.SUGGESTION: 0}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters with one look."""

    text: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A statement as the page shows it."""

    row: Row
    raw: tuple[Piece, ...]
    final: tuple[Piece, ...]
    raw_findings: tuple[Finding, ...]


def render(rows: Sequence[Row], language: UiLanguage) -> str:
    """The whole page."""
    words = {name: text.in_(language) for name, text in WORDS.items()}

    figures = figures_of([row.score for row in rows])
    samples: dict[str, list[View]] = {}
    for row in rows:
        samples.setdefault(row.score.sample, []).append(_view(row))
    return (
        _environment()
        .get_template("models.html")
        .render(t=words, language=language, figures=figures, samples=samples, charts=_charts(figures, words))
    )


def _view(row: Row) -> View:
    raw = row.drafted.raw
    # What only a writer's desk can mend is not what the loop is about.
    found = tuple(item for item in raw.findings if item.severity is not Severity.SUGGESTION) if raw is not None else ()
    return View(row, marked(raw.text, found) if raw is not None else (), by_origin(row.drafted.final), found)


def marked(text: str, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """The text in pieces, each character with the gravest finding on it."""
    cuts = sorted({0, len(text), *(item.start for item in findings), *(item.end for item in findings)})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        on = [item for item in findings if item.start <= start and end <= item.end]
        worst = max(on, key=lambda item: _RANK[item.severity], default=None)
        title = f"{worst.rule}: {worst.message}" if worst is not None else ""
        pieces.append(Piece(text[start:end], worst.severity.value if worst is not None else "", title))
    return tuple(pieces)


def by_origin(statement: Statement) -> tuple[Piece, ...]:
    """The text in pieces: the model's sentences, the composer's, and what is between them."""
    pieces, at = [], 0
    for segment in statement.segments:
        pieces.append(Piece(statement.text[at : segment.start]))
        pieces.append(Piece(statement.text[segment.start : segment.end], segment.origin, ", ".join(segment.basis)))
        at = segment.end
    return (*pieces, Piece(statement.text[at:]))


def _charts(figures: dict[str, dict[str, float]], words: dict[str, str]) -> list[tuple[str, object, tuple[tuple[str, str], ...]]]:
    drafted = {name: row for name, row in figures.items() if name != "composer"}
    caught = [
        Group(name, (_bar(row["raw_inventions"], "before"), _bar(row["inventions"] + row["planted"], "after")))
        for name, row in drafted.items()
    ]
    shares = [Group(name, (_share(row["kept"], "kept"), _share(row["models"], "models"))) for name, row in drafted.items()]
    style = [Group(name, (Bar(row["distance"], f"{row['distance']:.2f}", "distance"),)) for name, row in drafted.items()]
    return [
        (words["caught"], bars(caught, words["caught"]), (("before", words["before"]), ("after", words["after"]))),
        (words["shares"], bars(shares, words["shares"], 1), (("kept", words["kept"]), ("models", words["models"]))),
        (words["distance"], bars(style, words["distance"], 1), ()),
    ]


def _bar(value: float, kind: str) -> Bar:
    return Bar(value, f"{value:.0f}", kind)


def _share(value: float, kind: str) -> Bar:
    return Bar(value, f"{value:.0%}", kind)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
