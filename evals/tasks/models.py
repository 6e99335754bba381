"""Compares models on the same statements: composer, recorded models, answers by hand true and inventing; `firstword eval models`."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.models.drafting import COMPOSER, INVENTING, TRUE, Source, draft_with, handwritten, recorded
from evals.models.recordings import FOLDER, load
from evals.models.samples import Sample, by_hand, samples
from evals.reports.page import render
from evals.scorers.drafting import score
from evals.scorers.figures import Row, figures_of
from service.cli.wrapping import cells
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage

SCHEMA = "firstword.eval.models/1"
# Anything of this in a final text is one too many; the exit code is 1.
NEVER = ("inventions", "planted", "leaks", "above_ceiling", "rule_errors")


def report(*, models: Sequence[str], page: Path | None, as_json: bool, language: UiLanguage) -> tuple[str, int]:
    """The table of a run, and its exit code: 1 when something stands in a final text that must not. `page`: where HTML goes.

    Raises:
        ServiceError: an unknown model, or a page that cannot be written.
    """
    rows = run(models or known())
    if page is not None:
        try:
            page.write_text(render(rows, language), encoding="utf-8")
        except OSError as error:
            told = Localized(zh=f"写不了 {page}：{error.strerror}", en=f"cannot write {page}: {error.strerror}")
            raise ServiceError(told) from error
    figures = figures_of([row.score for row in rows])
    failed = any(value[name] for value in figures.values() for name in NEVER)
    if as_json:
        body = {"schema": SCHEMA, "figures": figures, "statements": [row.score.model_dump(mode="json") for row in rows]}
        return json.dumps(body, ensure_ascii=False, indent=2), int(failed)
    return _table(figures, language), int(failed)


def known() -> list[str]:
    """Every model there are answers of."""
    return [COMPOSER, TRUE, INVENTING, *sorted(path.stem for path in FOLDER.glob("*.jsonl"))]


def run(models: Iterable[str]) -> list[Row]:
    """Every sample with every model; of a recorded model, those there are answers to.

    Raises:
        ServiceError: an unknown model.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for model in models:
            source, chosen = source_of(model)
            rows += [Row(item, score(item)) for item in draft_with(source, chosen, Path(folder))]
    return rows


def source_of(model: str) -> tuple[Source | None, list[Sample]]:
    """Where a model's answers come from, and the samples there are answers for.

    Raises:
        ServiceError: an unknown model.
    """
    chosen = samples()
    if model == COMPOSER:
        return None, chosen
    if model in {TRUE, INVENTING}:
        return handwritten(model, by_hand(inventing_too=model == INVENTING)), chosen
    if model not in known():
        names = ", ".join(known())
        raise ServiceError(Localized(zh=f"没有模型 {model} 的答案；有：{names}", en=f"no answers of {model}; there are: {names}"))
    recordings = load(model)
    return recorded(recordings, model), [sample for sample in chosen if sample.id in recordings.samples]


_COLUMNS = {
    "statements": Localized("篇数", "n"),
    "raw_inventions": Localized("原文编造", "raw inv."),
    "inventions": Localized("编造", "inv."),
    "planted": Localized("埋设", "planted"),
    "leaks": Localized("泄露", "leaks"),
    "missing": Localized("缺要素", "missing"),
    "above_ceiling": Localized("越级承认", "ceiling"),
    "rule_errors": Localized("规则错误", "rules"),
    "kept": Localized("保留", "kept"),
    "models": Localized("模型句", "model's"),
    "length": Localized("字数", "length"),
    "cliches": Localized("套话/百字", "clichés"),
    "distance": Localized("与自动稿差", "distance"),
    "stale": Localized("旧提示词", "stale"),
}
_SHARES = frozenset({"kept", "models", "cliches", "distance"})


def _table(figures: dict[str, dict[str, float]], language: UiLanguage) -> str:
    heads = [text.in_(language) for text in _COLUMNS.values()]
    body = [
        [model, *(f"{row[name]:.2f}" if name in _SHARES else f"{row[name]:.0f}" for name in _COLUMNS)]
        for model, row in figures.items()
    ]
    rows = [["", *heads], *body]
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            " " * (width - cells(cell)) + cell if at else cell + " " * (width - cells(cell))
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
