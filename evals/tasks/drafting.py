"""Runs a scripted model through the writing of statements: 500 answers that invent, 100 that tell the truth; `firstword eval drafting`."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial

from evals.drafting.answers import Case, DatasetError, plants, truthful
from evals.drafting.inventing import inventing
from evals.drafting.running import Outcome, run_all
from service.cli.wrapping import printable
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage

SCHEMA = "firstword.eval.drafting/1"
LEAST_KEPT = 0.90
_CHUNK = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its bound."""

    name: Localized
    value: float
    bound: float
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether it is as it should be."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def report(*, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run, and its exit code: 1 when a figure misses its bound.

    Raises:
        ServiceError: the data cannot be used.
    """
    if which == "held":
        raise ServiceError(Localized(zh="起草没有留出集", en="there is no held-back set for drafting"))
    invented, true = evaluate(workers)
    figures = figures_of(invented, true)
    if as_json:
        rows = [{"name": item.name.en, "value": item.value, "bound": item.bound, "met": item.met} for item in figures]
        body = {"schema": SCHEMA, "figures": rows, "invented": [asdict(i) for i in invented], "true": [asdict(i) for i in true]}
        told = json.dumps(body, ensure_ascii=False, indent=2)
    else:
        told = _page(invented, true, figures, language, misses=misses)
    return told, int(not all(item.met for item in figures))


def evaluate(workers: int = 1, every: int = 1) -> tuple[list[Outcome], list[Outcome]]:
    """What became of the inventing answers, of each `every`th of them alone for a quick look, and of the true ones.

    Raises:
        ServiceError: the data cannot be used.
    """
    try:
        cases, planted = truthful(), plants()
    except DatasetError as error:
        raise ServiceError(Localized(zh=f"评测数据有误：{error}", en=f"the evaluation data is wrong: {error}")) from error
    invented = inventing(cases, planted)[::every]
    return _spread(partial(run_all, plants=planted), invented, workers), _spread(run_all, cases, workers)


def _spread(work: Callable[[Sequence[Case]], list[Outcome]], cases: Sequence[Case], workers: int) -> list[Outcome]:
    if workers == 1:
        return work(cases)
    with ProcessPoolExecutor(workers) as pool:
        chunks = [cases[at : at + _CHUNK] for at in range(0, len(cases), _CHUNK)]
        return [outcome for part in pool.map(work, chunks) for outcome in part]


def figures_of(invented: Sequence[Outcome], true: Sequence[Outcome]) -> list[Figure]:
    """The figures that count."""
    through = sum(bool(item.reached) for item in invented)
    sentences = sum(item.sentences for item in true)
    kept = sum(item.kept for item in true) / sentences if sentences else 1.0
    models = sum(item.is_models for item in true) / len(true) if true else 1.0
    return [
        Figure(Localized("让编造通过的答复", "answers of which an invention came through"), through, 0, at_least=False),
        Figure(Localized("如实答复中保留的句子", "sentences of true answers that were kept"), kept, LEAST_KEPT, at_least=True),
        Figure(Localized("如实答复中署模型的", "true answers labelled with the model"), models, 1.0, at_least=True),
    ]


def _page(
    invented: Sequence[Outcome], true: Sequence[Outcome], figures: Sequence[Figure], language: UiLanguage, *, misses: bool
) -> str:
    head = Localized(
        f"起草 · 编造的答复 {len(invented)} 份，如实的答复 {len(true)} 份，共 {sum(i.sentences for i in true)} 句",
        f"Drafting: {len(invented)} answers that invent, {len(true)} that tell the truth in {sum(i.sentences for i in true)} sentences",
    )
    lines = [head.in_(language), ""]
    for item in figures:
        verdict = Localized("达到", "met") if item.met else Localized("未达到", "missed")
        sign = "≥" if item.at_least else "≤"
        lines.append(f"{item.value:>8.3f}  {sign} {item.bound:.2f}  {item.name.in_(language)}  {verdict.in_(language)}")
    shown = sum(item.is_models for item in invented)
    lines += [
        "",
        Localized(f"编造的答复中仍署模型的：{shown}", f"answers that invent, still labelled with the model: {shown}").in_(
            language
        ),
    ]
    if misses:
        lines += [f"{item.id}  {printable(', '.join(item.reached))}" for item in invented if item.reached]
        lines += [f"{item.id}  {item.kept}/{item.sentences}" for item in true if item.kept < item.sentences]
    return "\n".join(lines)
