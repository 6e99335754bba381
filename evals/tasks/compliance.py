"""Runs the compliance rules over labelled texts; `firstword eval compliance`."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass

from evals.compliance.dataset import DATA, HELD_BACK, DatasetError, load
from evals.scorers.compliance import Place, TextScore, score
from service.cli.wrapping import printable
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage

SCHEMA = "firstword.eval.compliance/1"


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of right, missed and false, and what they make."""

    right: int
    missed: int
    false: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that was asked for."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what was asked for that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean."""
        total = 2 * self.right + self.missed + self.false
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure with the bound it should meet."""

    name: Localized
    value: float | None
    bound: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether it does; a figure that nothing was measured for does."""
        return self.value is None or (self.value >= self.bound if self.at_least else self.value <= self.bound)


def report(*, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run, and its exit code: 1 when a target is missed.

    Raises:
        ServiceError: the data cannot be used.
    """
    scores = evaluate(which, workers)
    targets = targets_of(scores)
    if as_json:
        figures = [{"name": item.name.en, "value": item.value, "bound": item.bound, "met": item.met} for item in targets]
        body = {"schema": SCHEMA, "set": which, "figures": figures, "texts": [asdict(item) for item in scores]}
        told = json.dumps(body, ensure_ascii=False, indent=2)
    else:
        told = _page(which, scores, targets, language, misses=misses)
    return told, int(not all(item.met for item in targets))


def evaluate(which: str, workers: int = 1) -> list[TextScore]:
    """The scores of every text of a set: `dev`, `held` or `all`.

    Raises:
        ServiceError: the data cannot be used.
    """
    try:
        data = load(DATA)
    except DatasetError as error:
        raise ServiceError(Localized(zh=f"评测数据有误：\n{error}", en=f"the evaluation data is wrong:\n{error}")) from error
    chosen = [
        item
        for name, texts in data.items()
        for item in texts
        if which == "all" or name.startswith(HELD_BACK) == (which == "held")
    ]
    if not chosen:
        raise ServiceError(Localized(zh=f"没有 {which} 集的文稿", en=f"there are no texts of the set {which}"))
    if workers == 1:
        return [score(item) for item in chosen]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(score, chosen, chunksize=32))


def documents(scores: Iterable[TextScore], language: str) -> Rates:
    """Texts that should be flagged and those that are, in one language."""
    of = [item for item in scores if item.language == language]
    return Rates(
        right=sum(item.is_dirty and item.is_flagged for item in of),
        missed=sum(item.is_dirty and not item.is_flagged for item in of),
        false=sum(not item.is_dirty and item.is_flagged for item in of),
    )


def spans(scores: Iterable[TextScore]) -> Rates:
    """Expected findings and those made."""
    of = list(scores)
    return Rates(sum(len(item.found) for item in of), sum(len(item.missed) for item in of), sum(len(item.false) for item in of))


def targets_of(scores: Sequence[TextScore]) -> list[Target]:
    """The figures that count, with their bounds."""
    zh = [item for item in scores if item.language == "zh"]
    clean = [item for item in scores if not item.is_dirty]
    alarmed = sum(item.is_alarmed for item in clean) / len(clean) if clean else None
    evasive = spans(item for item in scores if item.is_evasive)
    return [
        Target(Localized("中文，按篇 F1", "Chinese documents, F1"), documents(scores, "zh").f1, 0.92),
        Target(Localized("中文，按处 F1", "Chinese spans, F1"), spans(zh).f1, 0.82),
        Target(Localized("英文，按篇 F1", "English documents, F1"), documents(scores, "en").f1, 0.85),
        Target(Localized("干净文稿被报错误或警告", "clean texts with an error or warning"), alarmed, 0.04, at_least=False),
        Target(Localized("变体写法查出", "evasions found"), evasive.recall, 0.85),
    ]


def _page(which: str, scores: Sequence[TextScore], targets: Iterable[Target], language: UiLanguage, *, misses: bool) -> str:
    clean = sum(not item.is_dirty for item in scores)
    head = Localized(
        f"合规规则 · {which} 集：{len(scores)} 篇，其中 {clean} 篇干净",
        f"Compliance, set {which}: {len(scores)} texts, {clean} clean",
    )
    lines = [head.in_(language), ""]
    for item in targets:
        verdict = Localized("达到", "met") if item.met else Localized("未达到", "missed")
        value = "–" if item.value is None else f"{item.value:.3f}"
        lines.append(
            f"{value:>7}  {'≥' if item.at_least else '≤'} {item.bound:.2f}  {item.name.in_(language)}  {verdict.in_(language)}"
        )
    for tag in ("zh", "en"):
        part = [item for item in scores if item.language == tag]
        lines += ["", f"{tag}: " + _rates(documents(part, tag), "documents") + "; " + _rates(spans(part), "spans")]
    lines += ["", *_by_rule(scores)]
    if misses:
        lines += ["", *(line for item in scores for line in _misses(item, held=which != "dev"))]
    return "\n".join(lines)


def _rates(rates: Rates, name: str) -> str:
    shown = ("–" if value is None else f"{value:.3f}" for value in (rates.precision, rates.recall, rates.f1))
    return f"{name} P R F1 " + " ".join(shown) + f" (right {rates.right}, missed {rates.missed}, false {rates.false})"


def _by_rule(scores: Sequence[TextScore]) -> list[str]:
    found = Counter(place.rule for item in scores for place in item.found)
    missed = Counter(place.rule for item in scores for place in item.missed)
    false = Counter(place.rule for item in scores for place in item.false)
    rows = [f"{'rule':34}{'right':>7}{'missed':>8}{'false':>7}"]
    rows += [f"{rule:34}{found[rule]:>7}{missed[rule]:>8}{false[rule]:>7}" for rule in sorted({*found, *missed, *false})]
    return rows


def _misses(item: TextScore, *, held: bool) -> list[str]:
    """What went wrong in one text; of a held-back one without its words."""
    return [
        f"{item.id:12} {what:7} {place.rule:32} " + (f"[{place.start}, {place.end})" if held else printable(place.text))
        for what, places in (("missed", item.missed), ("false", item.false))
        for place in _ordered(places)
    ]


def _ordered(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: place.start)
