"""Runs the grounding check over a set of the grounding data and over the composer's statements; `firstword eval grounding`."""

import json
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from evals.grounding.dataset import DATA, ROOT, Careless, Dataset, DatasetError, Faithful, Invention, load
from evals.tasks.grounding_figures import Figures, Share, figures_of
from evals.tasks.grounding_page import page
from evals.tasks.grounding_scores import Scores, score_careless, score_composed, score_faithful
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage

Which = Literal["dev", "held", "all"]
BRIEFS = ROOT / "evals" / "briefs"
SCHEMA = "firstword.eval.grounding/1"
_CHUNK = 8
_HALVES: dict[Which, tuple[bool, ...]] = {"dev": (False,), "held": (True,), "all": (False, True)}

Job = Callable[[], Scores]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the data and the sample briefs lie."""

    data: Path = DATA
    briefs: Path = BRIEFS


PROJECT = Sources()


def report(*, which: Which, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run, and its exit code: 1 when a target is missed.

    Raises:
        ServiceError: the data cannot be used, or a worker process died.
    """
    scores = evaluate(which, workers, PROJECT)
    figures = figures_of(scores)
    if as_json:
        told = json.dumps(result_of(which, scores, figures), ensure_ascii=False, indent=2)
    else:
        told = page(which, scores, figures, language, misses=misses)
    return told, int(figures.missed_target)


def evaluate(which: Which, workers: int = 1, sources: Sources = PROJECT) -> Scores:
    """The scores of every text of a set.

    Raises:
        ServiceError: the data cannot be used, or a worker process died.
    """
    jobs: list[Job] = [partial(_composed, sources.briefs), *_jobs(which, _data(which, sources.data))]
    return sum(_run(jobs, workers), Scores())


def result_of(which: Which, scores: Scores, figures: Figures) -> dict[str, Any]:
    """The whole run as plain data."""
    return {
        "schema": SCHEMA,
        "set": which,
        "met": not figures.missed_target,
        "figures": asdict(figures, dict_factory=_with_shares),
        "scores": asdict(scores),
    }


def _with_shares(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if set(plain) == set(Share.__dataclass_fields__):
        plain["share"] = Share(**plain).value
    return plain


def _data(which: Which, folder: Path) -> Dataset:
    if not folder.is_dir():
        raise ServiceError(Localized(zh=f"没有评测数据的文件夹：{folder}", en=f"no folder of evaluation data: {folder}"))
    try:
        data = load(folder)
    except DatasetError as error:
        raise ServiceError(Localized(zh=f"评测数据有误：\n{error}", en=f"the evaluation data is wrong:\n{error}")) from error
    if not any(data.texts(held_back=half) for half in _HALVES[which]):
        raise ServiceError(Localized(zh=f"{folder} 里没有 {which} 集的文稿", en=f"{folder} holds no texts of the set {which}"))
    return data


def _jobs(which: Which, data: Dataset) -> Iterator[Job]:
    """The work in pieces; texts of one brief stay together, so that its grounds are built once."""
    for held_back in _HALVES[which]:
        bank = data.bank(held_back=held_back)
        texts = sorted(data.texts(held_back=held_back), key=lambda item: item.brief)
        for at in range(0, len(texts), _CHUNK):
            yield partial(_faithful, texts[at : at + _CHUNK], bank, held_back)
        marked = sorted(data.marked(held_back=held_back), key=lambda item: item.brief)
        for at in range(0, len(marked), _CHUNK):
            yield partial(_careless, marked[at : at + _CHUNK], held_back)


def _run(jobs: Sequence[Job], workers: int) -> Iterator[Scores]:
    if workers == 1:
        yield from (job() for job in jobs)
        return
    with ProcessPoolExecutor(workers, initializer=_ignore_interrupt) as pool:
        try:
            for future in [pool.submit(job) for job in jobs]:
                yield future.result()
        except BrokenProcessPool as error:
            raise ServiceError(Localized(zh="一个评测进程意外结束", en="a worker process ended unexpectedly")) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _faithful(items: Iterable[Faithful], bank: Sequence[Invention], held_back: bool) -> Scores:  # noqa: FBT001 - a job's plain argument
    return sum((score_faithful(item, bank, secret=held_back) for item in items), Scores())


def _careless(items: Iterable[Careless], held_back: bool) -> Scores:  # noqa: FBT001 - as above
    return sum((score_careless(item, secret=held_back) for item in items), Scores())


def _composed(folder: Path) -> Scores:
    paths = sorted(folder.glob("*.yml"))
    return sum((score_composed(str(path)) for path in paths), Scores())


def _ignore_interrupt() -> None:
    """Ctrl-C reaches the whole group; the parent alone decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
