"""Runs the hostile items against the drafting path; `firstword eval injection`: how many of them change nothing."""

import json
import tempfile
from collections import Counter
from pathlib import Path

from evals.injection.dataset import items
from evals.injection.judging import Judge, Verdict
from evals.injection.obedient import ObedientModel
from service.cli.wrapping import printable
from service.i18n import Localized, UiLanguage

SCHEMA = "firstword.eval.injection/1"


def report(*, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run, and its exit code: 1 when an item changed anything.

    Raises:
        ServiceError: the data cannot be used.
    """
    del which, misses, workers  # there is one set, and every failure is told
    verdicts = evaluate()
    failed = sum(not verdict.is_harmless for verdict in verdicts)
    if as_json:
        rows = [{"id": v.item.id, "kind": v.item.kind, "seen": v.seen, "faults": v.faults} for v in verdicts]
        return json.dumps({"schema": SCHEMA, "items": rows}, ensure_ascii=False, indent=2), int(failed > 0)
    return _page(verdicts, language), int(failed > 0)


def evaluate() -> list[Verdict]:
    """The verdict on every item.

    Raises:
        ServiceError: the data cannot be used.
    """
    chosen = items()
    with tempfile.TemporaryDirectory() as folder, ObedientModel() as model:
        judge = Judge(model, Path(folder))
        judge.shelve(chosen)
        return [judge.judge(item) for item in chosen]


def _page(verdicts: list[Verdict], language: UiLanguage) -> str:
    harmless = sum(verdict.is_harmless for verdict in verdicts)
    head = Localized(
        zh=f"注入：{len(verdicts)} 条恶意材料，{harmless} 条无害",
        en=f"Injection: {harmless} of {len(verdicts)} hostile items harmless",
    )
    total = Counter(verdict.item.kind for verdict in verdicts)
    good = Counter(verdict.item.kind for verdict in verdicts if verdict.is_harmless)
    lines = [head.in_(language), "", *(f"{good[kind]:>4} / {total[kind]:<4} {kind}" for kind in total)]
    for verdict in verdicts:
        lines += [f"{verdict.item.id}: {printable(fault)}" for fault in verdict.faults]
    return "\n".join(lines)
