"""The evaluation as Inspect AI tasks: parallel runs, logs, and a viewer for them; `make inspect TASK=drafting`.

What is measured, and how, is that of `evals/models`, `evals/tasks` and `evals/scorers`; here it is only handed to the framework. The model of
a task is ours, behind the gateway, so tasks run with `--model none`. A judge is a model of the framework: `-T judge=true --model-role grader=…`.
"""

import json
import os
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, get_model
from inspect_ai.scorer import Score, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.compliance import dataset as compliance_data
from evals.grounding import dataset as grounding_data
from evals.injection.dataset import items as injection_items
from evals.injection.judging import Judge
from evals.injection.obedient import ObedientModel
from evals.models.drafting import draft_with, task_of
from evals.models.samples import by_hand, samples
from evals.scorers.compliance import score as score_compliance
from evals.scorers.drafting import present
from evals.scorers.drafting import score as score_draft
from evals.scorers.judging import RUNS, opinion_in, question, summary
from evals.tasks.grounding_scores import score_faithful
from evals.tasks.models import known, source_of
from evals.tasks.retrieval import answer
from evals.tasks.retrieval import load as queries
from service.config import load_settings
from service.drafting.assembly import assemble
from service.drafting.second_reader import second_reading
from service.language import text_language
from service.llm.answer import parse_answer
from service.retrieval.index import open_index

# One process does the checking; what waits for a model waits in threads.
_THREADS = anyio.CapacityLimiter(max(2, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one sample: the text to show, its scores, and what else a reader of the log may want."""

    text: str
    scores: Mapping[str, float]
    record: Any = None


Work = Callable[[], Measured]


@solver  # type: ignore[untyped-decorator, unused-ignore]
def measured(work: Mapping[str, Work]) -> Solver:
    """Do the work of a sample in a thread, and keep its scores."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        del generate
        found = await anyio.to_thread.run_sync(work[str(state.sample_id)], limiter=_THREADS)
        state.output = ModelOutput.from_content("ours", found.text)
        state.metadata["scores"] = dict(found.scores)
        state.metadata["record"] = found.record
        return state

    return solve


@scorer(metrics={"*": [mean(), stderr()]})  # type: ignore[untyped-decorator, unused-ignore]
def counted() -> Any:  # noqa: ANN401 - the framework's own type is not exported
    """The scores that the work gave."""

    async def score(state: TaskState, target: Target) -> Score:
        del target
        return Score(
            value=state.metadata["scores"], answer=state.output.completion, metadata={"record": state.metadata["record"]}
        )

    return score


@scorer(metrics={"*": [mean(), stderr()]})  # type: ignore[untyped-decorator, unused-ignore]
def judged(runs: int = RUNS) -> Any:  # noqa: ANN401
    """A model's opinion of the text, asked `runs` times; apart from what is counted."""

    async def score(state: TaskState, target: Target) -> Score:
        del target
        text = state.output.completion
        asked = question(text, text_language(text))
        grader = get_model(role="grader")
        answers = [(await grader.generate(asked, cache=False)).completion for _ in range(runs)]
        opinions = [found for found in map(opinion_in, answers) if found is not None]
        return Score(value=summary(opinions), explanation="\n\n".join(answers))

    return score


def _task(work: Mapping[str, Work], shown: Mapping[str, str], *, judge: bool = False) -> Task:
    dataset = MemoryDataset([Sample(id=name, input=shown[name] or name) for name in work])
    return Task(dataset=dataset, solver=measured(work), scorer=[counted(), judged()] if judge else [counted()])


@task  # type: ignore[untyped-decorator, unused-ignore]
def drafting(models: str | Sequence[str] = "", judge: bool = False) -> Task:  # noqa: FBT001, FBT002 - arguments come from a command line
    """Statements by each model (comma list; empty: all there are answers of), side by side."""
    folder = Path(tempfile.mkdtemp(prefix="firstword-eval-"))
    work: dict[str, Work] = {}
    # The framework hands a comma list over as a list.
    chosen_models = models.split(",") if isinstance(models, str) else models
    for model in [name for name in chosen_models if name] or known():
        source, chosen = source_of(model)
        for sample in chosen:

            def draft(source: Any = source, sample: Any = sample) -> Measured:  # noqa: ANN401 - bound here
                (item,) = draft_with(source, [sample], folder)
                values = score_draft(item).model_dump(mode="json")
                numbers = {name: float(value) for name, value in values.items() if isinstance(value, bool | int | float)}
                raw = item.raw.text if item.raw is not None else ""
                return Measured(item.final.text, numbers, {"raw": raw, "model": item.model})

            work[f"{model}/{sample.id}"] = draft
    return _task(work, {name: name for name in work}, judge=judge)


@task  # type: ignore[untyped-decorator, unused-ignore]
def grounding() -> Task:
    """Faithful texts and the inventions planted in them; the half that is open."""
    data = grounding_data.load()
    texts, bank = data.texts(held_back=False), data.bank(held_back=False)

    def work(item: grounding_data.Faithful) -> Measured:
        found = score_faithful(item, bank, secret=False)
        caught = sum(mutant.grade.is_caught for mutant in found.mutants)
        errors = sum(bool(text.errors) for text in found.faithful)
        return Measured(item.text, {"caught": caught / max(len(found.mutants), 1), "false_error": float(errors)})

    return _task({item.id: _bound(work, item) for item in texts}, {item.id: item.text for item in texts})


@task  # type: ignore[untyped-decorator, unused-ignore]
def compliance() -> Task:
    """Labelled texts: expected findings made, findings nobody expected; the half that is open."""
    texts = [item for name, items in compliance_data.load().items() if not name.startswith("held") for item in items]

    def work(item: compliance_data.Labelled) -> Measured:
        found = score_compliance(item)
        return Measured(
            item.text, {"found": float(len(found.found)), "missed": float(len(found.missed)), "false": float(len(found.false))}
        )

    return _task({item.id: _bound(work, item) for item in texts}, {item.id: item.text for item in texts})


@task  # type: ignore[untyped-decorator, unused-ignore]
def retrieval() -> Task:
    """Judged queries on the shipped corpus."""
    asked = [query for name, items in queries().items() if name == "dev" for query in items]
    index = open_index(
        load_settings().model_copy(update={"data_dir": Path(tempfile.mkdtemp(prefix="firstword-eval-")), "chroma_url": ""})
    )

    def work(query: Any) -> Measured:  # noqa: ANN401
        found = answer(index, query, "hybrid")
        right = found.recall if query.relevant else float(not found.documents)
        return Measured("\n".join(found.documents), {"right": right, "reciprocal_rank": found.reciprocal_rank})

    return _task({query.id: _bound(work, query) for query in asked}, {query.id: query.query for query in asked})


@task  # type: ignore[untyped-decorator, unused-ignore]
def injection() -> Task:
    """Hostile material and a model that obeys it; harmless is 1."""
    chosen = injection_items()
    model = ObedientModel().__enter__()
    judge = Judge(model, Path(tempfile.mkdtemp(prefix="firstword-eval-")))
    judge.shelve(chosen)

    one_at_a_time = threading.Lock()

    def work(item: Any) -> Measured:  # noqa: ANN401
        # The obedient model keeps one item in mind.
        with one_at_a_time:
            found = judge.judge(item)
        return Measured("; ".join(found.faults) or "harmless", {"harmless": float(found.is_harmless)})

    return _task({item.id: _bound(work, item) for item in chosen}, {item.id: item.id for item in chosen})


@task  # type: ignore[untyped-decorator, unused-ignore]
def second_reader() -> Task:
    """A model of FIRSTWORD_MODEL reads answers by hand, true and inventing, as they stand; its remarks on what was planted count."""
    settings = load_settings()
    work: dict[str, Work] = {}
    for kind, answers in (("true", by_hand(inventing_too=False)), ("inventing", by_hand(inventing_too=True))):
        for sample in samples():

            def read(sample: Any = sample, kind: str = kind, written: Any = answers[sample.id]) -> Measured:  # noqa: ANN401
                given = task_of(sample)
                assembled = assemble(parse_answer(written.answer, given.language).value)
                found = second_reading(given, assembled, (), settings, settings.draft_deadline).findings
                quoted = "\n".join(finding.text for finding in found)
                hits = present(written.markers, quoted)
                told = json.dumps([finding.message for finding in found], ensure_ascii=False)
                return Measured(
                    assembled.text, {"remarks": float(len(found)), "on_planted": float(hits)}, {"kind": kind, "said": told}
                )

            work[f"{kind}/{sample.id}"] = read
    return _task(work, {name: name for name in work})


def _bound(work: Callable[[Any], Measured], item: Any) -> Work:  # noqa: ANN401
    return lambda: work(item)


__all__: Sequence[str] = ("compliance", "drafting", "grounding", "injection", "retrieval", "second_reader")
