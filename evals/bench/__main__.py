"""Cold start of the commands, a warm draft, and the checks over texts of growing size."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evals.bench import compliance, drafting, grounding
from service.briefs import Channel, IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft

BRIEFS = Path(__file__).parents[1] / "briefs"
CHINESE, ENGLISH = BRIEFS / "05-hotpot-food-poisoning.yml", BRIEFS / "18-uk-park-ride-death.yml"
PASSAGE = (
    "截至3月2日10时，我们收到6起反馈，产品已经下架、封存。原因目前还不清楚，结果出来之前我们不作推测。客服热线400-820-0000。"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in milliseconds."""

    what: str
    median: float
    p95: float
    p99: float
    target: str = ""


def measure(what: str, work: Callable[[], object], rounds: int, target: str = "") -> Row:
    """Median, 95th and 99th percentile of `rounds` runs, after two to warm up."""
    for _ in range(2):
        work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        own = work()
        # Work that waits for another gives the seconds that are its own.
        seconds = own if isinstance(own, float) else time.perf_counter() - started
        times.append(seconds * 1000)
    times.sort()
    return Row(what, statistics.median(times), _at(times, 0.95), _at(times, 0.99), target)


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, round(len(times) * share))]


def three(path: Path) -> IncidentBrief:
    """A sample brief that asks for three statements."""
    brief = load_brief(path.read_bytes(), path.name)
    language = Language.ZH_CN if path is CHINESE else Language.EN_GB
    kinds = (StatementType.HOLDING_STATEMENT, StatementType.APOLOGY, StatementType.FAQ)
    return brief.with_changes(
        requests=tuple(StatementRequest(statement=kind, language=language, channel=Channel.WEB) for kind in kinds)
    )


def command(folder: str, *arguments: str) -> Callable[[], object]:
    """A whole process of the `firstword` command."""
    environment = {"FIRSTWORD_DATA_DIR": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    call = [sys.executable, "-m", "service", *arguments]
    return lambda: subprocess.run(call, capture_output=True, check=False, env=environment)  # noqa: S603


def rows(folder: str) -> list[Row]:
    """All measurements."""
    settings = Settings(data_dir=Path(folder))
    text = Path(folder, "text.txt")
    text.write_text(PASSAGE * 15, encoding="utf-8")
    found = [
        measure("check FILE, cold process", command(folder, "check", str(text)), 7, "500"),
        measure("draft, 3 statements, cold process", command(folder, "draft", str(CHINESE), "--offline", "--json"), 5, "2000"),
    ]
    for name, path in (("zh", CHINESE), ("en", ENGLISH)):
        brief = three(path)
        found.append(
            measure(f"draft {name}, 3 statements, warm", partial(draft, brief, DraftOptions(offline=True), settings), 40, "60")
        )
    plan = (*compliance.works(), *compliance.lines(Path(folder)), *grounding.works())
    with drafting.works() as models:
        found += [measure(what, work, rounds, target) for what, work, rounds, target in (*plan, *models)]
    return found


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        table = rows(folder)
    print(f"{'':52}{'median ms':>12}{'p95 ms':>12}{'p99 ms':>12}{'target':>10}")
    for row in table:
        print(f"{row.what:52}{row.median:>12.2f}{row.p95:>12.2f}{row.p99:>12.2f}{row.target:>10}")


if __name__ == "__main__":
    main()
