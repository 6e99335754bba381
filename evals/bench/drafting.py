"""What writing with a model costs beside the model: one statement, and twenty at once."""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from evals.drafting.answers import Case, truthful
from evals.drafting.running import task_of
from evals.model_server import ModelServer, Reply
from service.briefs import StatementType
from service.config import Settings
from service.drafting.writing import write
from service.language import base_language

Plan = tuple[str, Callable[[], object], int, str]
AT_ONCE = 20
MODEL_SECONDS = 2.0


@contextmanager
def works() -> Iterator[list[Plan]]:
    """The measurements, with the scripted model they need."""
    with ModelServer([]) as server, tempfile.TemporaryDirectory() as folder:
        settings = Settings(model="openai/scripted", api_base=server.url, data_dir=Path(folder), draft_deadline=120)
        chosen = {language: _case(language, server, settings) for language in ("zh", "en")}
        yield [
            *(
                (f"write {language}, model answers at once", partial(_one, case, server, settings, 0.0), 40, "100")
                for language, case in chosen.items()
            ),
            *(
                (
                    f"{count} at once, beside {MODEL_SECONDS:.0f} s of model",
                    partial(_many, chosen["zh"], server, settings, count),
                    3,
                    "",
                )
                for count in (1, 5, AT_ONCE)
            ),
        ]


def _case(language: str, server: ModelServer, settings: Settings) -> Case:
    """The first true holding statement that needs no repair: a repair is a second call of the model."""
    for case in truthful():
        if case.request.statement is StatementType.HOLDING_STATEMENT and base_language(case.request.language) == language:
            server.replies[:] = [Reply(case.answer)]
            if write(task_of(case), settings, offline=False, fallback=True).generation.repairs == 0:
                return case
    raise RuntimeError(f"no {language} answer holds as it is")


def _one(case: Case, server: ModelServer, settings: Settings, delay: float) -> None:
    server.replies[:] = [Reply(case.answer, delay=delay)]
    written = write(task_of(case), settings, offline=False, fallback=True)
    if written.generation.model == "composer":
        raise RuntimeError(written.generation.reason)


def _many(case: Case, server: ModelServer, settings: Settings, count: int) -> float:
    """Seconds that `count` drafts at once take beside the model's own."""
    started = time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda _: _one(case, server, settings, MODEL_SECONDS), range(count)))
    return time.perf_counter() - started - MODEL_SECONDS
