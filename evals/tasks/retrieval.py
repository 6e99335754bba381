"""Runs the judged queries against the shipped corpus; `firstword eval retrieval`: by words, by meaning, by both."""

import json
import math
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from service.config import Settings
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage
from service.retrieval.index import PassageIndex, open_index
from service.retrieval.ranking import Weights
from service.retrieval.retriever import find_passages
from service.strict import Strict

DATA = Path(__file__).resolve().parents[1] / "datasets" / "retrieval"
SCHEMA = "firstword.eval.retrieval/1"
WAYS: dict[str, Weights | None] = {
    "words": Weights(meaning=0.0, bar=0.0),
    "meaning": Weights(meaning=1.0, words=0.0, bar=0.0),
    "hybrid": None,
}
_DEPTH = 10
_RECALL_AT = 5
_LEAST_RECALL, _LEAST_SILENT = 0.88, 0.75
# What was reached when it was last committed; a run that falls behind fails.
BASELINE = DATA / "baseline.json"
_ROUNDING = 0.0005


class Query(Strict):
    """A query in a user's words; `relevant`: documents that answer it, none where the corpus has no answer; `brand`: whose desk asks."""

    id: str
    query: str
    language: Literal["zh", "en"]
    relevant: tuple[str, ...]
    brand: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one way gave for one query: documents, best first, each once."""

    query: Query
    way: str
    documents: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of what may be found at all among the first five that was."""
        hits = len(set(self.query.relevant) & set(self.documents[:_RECALL_AT]))
        return hits / min(_RECALL_AT, len(self.query.relevant))

    @property
    def found(self) -> float:
        """1 when one of the first five answers."""
        return float(bool(set(self.query.relevant) & set(self.documents[:_RECALL_AT])))

    @property
    def reciprocal_rank(self) -> float:
        """1 over the place of the first document that answers."""
        return next((1 / place for place, name in enumerate(self.documents, 1) if name in self.query.relevant), 0.0)

    @property
    def gain(self) -> float:
        """NDCG at ten."""
        best = sum(1 / math.log2(place + 1) for place in range(1, min(_DEPTH, len(self.query.relevant)) + 1))
        got = sum(1 / math.log2(place + 1) for place, name in enumerate(self.documents, 1) if name in self.query.relevant)
        return got / best


def report(*, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run, and its exit code: 1 when a target is missed. `workers` is not used: one index answers all.

    Raises:
        ServiceError: the data cannot be used.
    """
    del workers
    queries = [
        query for name, items in load().items() for query in items if which == "all" or (name == "blind") == (which == "held")
    ]
    if not queries:
        raise ServiceError(Localized(zh=f"没有 {which} 集的查询", en=f"there are no queries of the set {which}"))
    with tempfile.TemporaryDirectory() as folder, open_index(Settings(data_dir=Path(folder), chroma_url="")) as index:
        answers = [answer(index, query, way) for way in WAYS for query in queries]
    figures = figures_of(answers)
    lost = worse_than_baseline(which, figures)
    missed = figures["hybrid"]["recall@5"] < _LEAST_RECALL or figures["hybrid"]["silent"] < _LEAST_SILENT or bool(lost)
    if as_json:
        told = [{"query": item.query.id, "way": item.way, "documents": item.documents} for item in answers]
        body = {"schema": SCHEMA, "set": which, "figures": figures, "worse": lost, "answers": told}
        return json.dumps(body, ensure_ascii=False, indent=2), int(missed)
    page = _page(which, queries, answers, figures, language, misses=misses)
    return "\n".join((page, *lost)), int(missed)


def worse_than_baseline(which: str, figures: dict[str, dict[str, float]]) -> list[str]:
    """The figures of the committed baseline that this run does not reach, and by words or meaning alone more than by both.

    Raises:
        ServiceError: the baseline cannot be read.
    """
    try:
        known = json.loads(BASELINE.read_text(encoding="utf-8")).get(which, {})
    except (OSError, ValueError) as error:
        raise ServiceError(
            Localized(zh=f"基线读不出：{BASELINE.name}", en=f"the baseline cannot be read: {BASELINE.name}")
        ) from error
    found = [
        f"{row} {name}: {figures[row][name]:.3f} < {value:.3f}"
        for row, values in known.items()
        for name, value in values.items()
        if figures[row][name] < value - _ROUNDING
    ]
    if which != "dev":
        return found
    for language in ("zh", "en"):
        both, parts = figures[f"hybrid {language}"], [figures[f"{way} {language}"] for way in ("words", "meaning")]
        best = max(part["recall@5"] for part in parts)
        if both["recall@5"] < best - _ROUNDING:
            found.append(f"hybrid {language} recall@5: {both['recall@5']:.3f} < {best:.3f}")
    return found


def load(folder: Path = DATA) -> dict[str, list[Query]]:
    """The queries of every file, by its name without the ending.

    Raises:
        ServiceError: a line is no query; file and line are named.
    """
    found: dict[str, list[Query]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        found[path.stem] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found[path.stem].append(Query.model_validate_json(line))
            except ValidationError as error:
                where = f"{path.name}:{number}: {error.errors()[0]['msg']}"
                raise ServiceError(Localized(zh=f"评测数据有误：{where}", en=f"the evaluation data is wrong: {where}")) from error
    return found


def answer(index: PassageIndex, query: Query, way: str) -> Answer:
    """What one way of searching gives, as a user who is no brand's would get it."""
    found = find_passages(query.query, index=index, brand=query.brand, k=3 * _DEPTH, weights=WAYS[way])
    return Answer(query, way, tuple(dict.fromkeys(passage.document for passage in found))[:_DEPTH])


def figures_of(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Means by way of searching, by language and by collection."""
    rows: dict[str, dict[str, float]] = {}
    for way in WAYS:
        of = [item for item in answers if item.way == way]
        rows[way] = _means(of)
        for language in ("zh", "en"):
            rows[f"{way} {language}"] = _means(item for item in of if item.query.language == language)
        for collection in sorted({name.partition("/")[0] for item in of for name in item.query.relevant}):
            of_it = [item for item in of if any(name.startswith(f"{collection}/") for name in item.query.relevant)]
            rows[f"{way} {collection}"] = _means(of_it)
    return rows


def _means(answers: Iterable[Answer]) -> dict[str, float]:
    of = list(answers)
    asked = [item for item in of if item.query.relevant]
    silent = [not item.documents for item in of if not item.query.relevant]
    return {
        "n": float(len(asked)),
        "recall@5": _mean([item.recall for item in asked]),
        "found@5": _mean([item.found for item in asked]),
        "mrr": _mean([item.reciprocal_rank for item in asked]),
        "ndcg@10": _mean([item.gain for item in asked]),
        "silent": _mean([float(value) for value in silent]),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _page(
    which: str,
    queries: Sequence[Query],
    answers: Sequence[Answer],
    figures: dict[str, dict[str, float]],
    language: UiLanguage,
    *,
    misses: bool,
) -> str:
    lines = [
        Localized(f"检索 · {which} 集：{len(queries)} 条查询", f"Retrieval, set {which}: {len(queries)} queries").in_(language),
        "",
    ]
    names = ("n", "recall@5", "found@5", "mrr", "ndcg@10", "silent")
    lines.append(f"{'':24}" + "".join(f"{name:>10}" for name in names))
    lines += [f"{name:24}" + "".join(_cell(item, row[item]) for item in names) for name, row in figures.items()]
    if misses:
        lines += ["", *(_miss(item) for item in answers if item.way == "hybrid" and _is_miss(item))]
    return "\n".join(lines)


def _cell(name: str, value: float) -> str:
    return f"{value:>10.0f}" if name == "n" else f"{value:>10.3f}"


def _is_miss(item: Answer) -> bool:
    return item.found < 1 if item.query.relevant else bool(item.documents)


def _miss(item: Answer) -> str:
    return f"{item.query.id} {item.query.query}  ←  {', '.join(item.query.relevant) or '—'}\n    {', '.join(item.documents[:5])}"
