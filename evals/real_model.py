"""Drafts the samples with the packaged model, live, and writes what came of it; `make eval-model`.

What the model says is recorded, so that a run that is out of time is taken up by the next, and replays cost nothing.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.local_model import NAME
from evals.models.drafting import Source, draft_with
from evals.models.recordings import Recordings, load
from evals.models.samples import samples
from evals.reports.page import render
from evals.scorers.figures import Row, figures_of
from evals.tasks.models import run
from service.cli import console
from service.config import Settings

SECONDS = 900.0
PYTHON = Path(".venv-model/bin/python")
# The longest a setting may ask a drafter to wait.
_MOST = next(item.le for item in Settings.model_fields["draft_deadline"].metadata if hasattr(item, "le"))
_KILOBYTES_PER_GIGABYTE = 1024 * 1024


class NoModel(Exception):
    """The model's server did not start."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model's server: where it is, and its process."""

    address: str
    pid: int

    @property
    def gigabytes(self) -> float:
        """The most memory it held so far; 0 where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
        return next((int(line.split()[1]) / _KILOBYTES_PER_GIGABYTE for line in lines if line.startswith("VmHWM")), 0.0)


@contextmanager
def local_model(python: Path, folder: Path) -> Iterator[LocalModel]:
    """The packaged model, served for as long as the block runs.

    Raises:
        NoModel: it is not installed, or did not come up in time.
    """
    if not python.is_file():
        raise NoModel(f"{python} is not there: run make model once")
    script = Path(__file__).with_name("local_model.py")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        command = [str(python), str(script), "--folder", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process:  # noqa: S603 - our own script
            try:
                yield LocalModel(_address(process), process.pid)
            finally:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None:
        raise NoModel("the server has no output")
    # It prints one line when it listens, or ends.
    line = process.stdout.readline().strip()
    if not line:
        raise NoModel("the server ended before it listened: run make model to see why")
    return line


def collect(recordings: Recordings, upstream: str, ends_at: float) -> None:
    """Draft what has no recording yet, until `ends_at` (monotonic seconds)."""
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples():
            remaining = ends_at - time.monotonic()
            if sample.id in recordings.samples or remaining <= 0:
                continue
            source = Source(NAME, recordings, {}, upstream, deadline=min(remaining, float(_MOST)), patience=remaining)
            (item,) = draft_with(source, [sample], Path(folder))
            print(
                f"{sample.id}: {item.seconds:.0f} s, {item.calls} calls, {item.final.generation.model}",
                file=sys.stderr,
                flush=True,
            )


def summary(rows: Sequence[Row], gigabytes: float) -> str:
    """The figures that are of interest about a real model."""
    figures = figures_of([row.score for row in rows]).get(NAME, {})
    seconds = [row.drafted.seconds for row in rows]
    sentences = sum(len(row.drafted.raw.sentences) for row in rows if row.drafted.raw is not None)
    lines = [
        f"statements drafted: {len(rows)} of {len(samples())}",
        f"sentences the model wrote: {sentences}, with {figures.get('raw_inventions', 0):.0f} grounding errors",
        f"grounding errors in final texts: {figures.get('inventions', 0):.0f}",
        f"its sentences kept word for word: {figures.get('kept', 0):.0%}; share of final sentences: {figures.get('models', 0):.0%}",
        f"seconds a statement: {min(seconds, default=0):.0f} to {max(seconds, default=0):.0f}; memory: {gigabytes:.1f} GB",
    ]
    return "\n".join(lines)


def main() -> int:
    """Draft, replay, report; 1 when an invention stands in a final text, 3 when there is no model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="when to stop")
    parser.add_argument("--python", type=Path, default=PYTHON, help="the interpreter of requirements-model.lock")
    parser.add_argument("--folder", type=Path, default=PYTHON.parents[1] / "weights", help="where the model's file is")
    parser.add_argument("--report", type=Path, default=Path("data/eval-model.html"))
    given = parser.parse_args()
    recordings, gigabytes = load(NAME), 0.0
    ends_at = time.monotonic() + given.seconds
    try:
        with local_model(given.python, given.folder) as model:
            collect(recordings, model.address, ends_at)
            gigabytes = model.gigabytes
    except NoModel as error:
        print(f"eval-model: {error}", file=sys.stderr)
        return 3
    rows = run([NAME]) if recordings.samples else []
    given.report.parent.mkdir(parents=True, exist_ok=True)
    given.report.write_text(render(rows, console.terminal_language()), encoding="utf-8")
    print(summary(rows, gigabytes))
    print(given.report)
    return int(any(row.score.inventions for row in rows))


if __name__ == "__main__":
    sys.exit(main())
