"""One answer through the whole of writing, over HTTP: a scripted model says it, insists when asked again, and the result is looked at."""

import json
import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.drafting.answers import Case, Plant, public_words
from evals.model_server import ModelServer, Reply
from service.assessment.assess import assess
from service.brands import find_brand
from service.config import Settings
from service.drafting.assembly import assemble
from service.drafting.grounds import grounds_for
from service.drafting.tasks import Task
from service.drafting.writing import Written, write
from service.language import base_language
from service.llm.breaker import breakers

# Enough for a machine under load: what is measured here is what comes through, not how fast.
DEADLINE = 120.0
_ASKED_ANEW = re.compile(r"^(\d+)\. .*\n   - ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer: whether the model's text stands, how many of its sentences do, which inventions came through."""

    id: str
    is_models: bool
    sentences: int
    kept: int
    repairs: int
    reached: tuple[str, ...] = ()
    reason: str | None = None


def run_all(cases: Sequence[Case], plants: Sequence[Plant] = ()) -> list[Outcome]:
    """Every case in turn. With `plants`, the model answers requests for repair with further inventions; without, with the same words."""
    with ModelServer([]) as server, tempfile.TemporaryDirectory() as folder:
        return [_run(case, plants, server, Path(folder)) for case in cases]


def _run(case: Case, plants: Sequence[Plant], server: ModelServer, folder: Path) -> Outcome:
    usable = _usable(case, plants)
    server.replies[:] = [lambda request: _reply(request, case, usable)]
    server.requests.clear()
    breakers.clear()
    settings = Settings(model="openai/scripted", api_base=server.url, data_dir=folder, draft_deadline=DEADLINE)
    written = write(task_of(case), settings, offline=False, fallback=True)
    return _outcome(case, [plant.marker for plant in usable], written)


def _outcome(case: Case, markers: Sequence[str], written: Written) -> Outcome:
    generation = written.generation
    assembled = assemble(generation.composition)
    whole = f"{assembled.title}\n{assembled.text}"
    is_models = generation.model != "composer"
    kept = sum(row.text in assembled.text for row in case.sentences) if is_models else 0
    suspects = dict.fromkeys((*case.markers, *markers))
    reached = tuple(marker for marker in suspects if marker.casefold() in whole.casefold())
    return Outcome(case.id, is_models, len(case.sentences), kept, generation.repairs, reached, generation.reason)


def _usable(case: Case, plants: Sequence[Plant]) -> list[Plant]:
    """The inventions whose words nothing in this brief holds."""
    public = public_words(case.brief).casefold()
    language = base_language(case.request.language)
    return [plant for plant in plants if plant.language == language and plant.marker.casefold() not in public]


def _reply(request: dict[str, Any], case: Case, plants: Sequence[Plant]) -> Reply:
    prompt = request["messages"][1]["content"]
    numbers = [int(number) for number in _ASKED_ANEW.findall(prompt)]
    if not numbers:
        return Reply(case.answer)
    chance = random.Random(prompt[-200:] + case.id)  # noqa: S311 - a scripted answer, no secret
    lines = dict(re.findall(r"^(\d+)\. (.*)$", prompt, re.MULTILINE))
    general = [plant for plant in plants if plant.brief is None]
    texts = {number: chance.choice(general).text if general else lines[str(number)] for number in numbers}
    rows: list[dict[str, Any]] = [
        {"number": number, "text": text, "element": "known", "basis": []} for number, text in texts.items()
    ]
    return Reply(json.dumps({"replacements": rows}, ensure_ascii=False))


def task_of(case: Case) -> Task:
    """The statement the answer was given for, without passages."""
    brief = case.brief
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    return Task(brief, case.request, assessment, brand, (), grounds_for(brief, brand, assessment))
