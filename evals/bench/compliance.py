"""What the compliance rules cost: statements, copy full of hits, growing and hostile texts, loading, and two plain searches beside."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from evals.bench.grounding import statements
from evals.compliance.dataset import DATA, load
from service.compliance.checker import check
from service.compliance.pack import read_pack, shipped
from service.compliance.schemas import CheckContext
from service.resources import knowledge_dir

Work = tuple[str, Callable[[], object], int, str]
STATEMENT = CheckContext(language="zh", statement="holding_statement")
COPY = CheckContext(language="zh")
_KILOBYTE = 341
# Shapes that make a careless pattern try everything again from every place.
HOSTILE = {
    "one character": "最",
    "one word": "第一",
    "open quotes": "“最好",
    "spaces": " ",
    "no stops": "我们的产品绝对安全而且销量第一并且治疗失眠",
    "separators": "最·",
    "commas": "因为，",
    "digits": "138",
    "letters": "a",
    "disguises": "蕞好",
}


def works() -> Iterator[Work]:
    """What to measure, how often, and the target in milliseconds."""
    yield "rules: load the compiled pack", partial(read_pack, knowledge_dir() / "rules"), 7, "200"
    plain = statements("zh", 1_000)
    yield "rules, 1,000 characters of statements", partial(check, plain, STATEMENT), 200, "0.8"
    yield "rules, 1,000 characters of statements, English", partial(check, statements("en", 1_000), STATEMENT), 200, ""
    yield "rules, 1,000 characters of labelled copy", partial(check, _copy(1_000), COPY), 200, ""
    for size in (1, 10, 100, 1_000):
        body = statements("zh", size * _KILOBYTE)
        yield f"rules, {size:,} KB of statements", partial(check, body, STATEMENT), max(3, 200 // size), ""
    for name, piece in HOSTILE.items():
        body = (piece * (10 * _KILOBYTE // len(piece) + 1))[: 10 * _KILOBYTE]
        yield f"rules, 10 KB of {name}", partial(check, body, COPY), 5, ""
    words = sorted({cue for probe in shipped().cues.probes for cue in probe.way.cue})
    yield f"{len(words):,} cues: `word in text`, 1,000 characters", partial(_substrings, words, plain), 50, ""
    alternation = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    yield f"{len(words):,} cues: `re` alternation, 1,000 characters", partial(alternation.findall, plain), 20, ""


def lines(folder: Path, count: int = 3_000) -> Iterator[Work]:
    """A bulk run of the command with one worker and with two."""
    body = statements("zh", 1_000)
    path = folder / "lines.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": f"{n}。{body}"}) + "\n" for n in range(count)), encoding="utf-8")
    for workers in (1, 2):
        call = [sys.executable, "-m", "service", "check", "--jsonl", "--workers", str(workers), str(path)]
        yield f"check --jsonl, {count:,} lines, {workers} worker(s)", partial(_run, call), 3, ""


def _run(call: list[str]) -> None:
    subprocess.run(call, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def _copy(size: int) -> str:
    """Texts of the development sets that have findings, one after another."""
    dirty = [item.text for name, items in load(DATA).items() if name.startswith("dev") for item in items if item.labels]
    return ("\n".join(dirty))[:size]


def _substrings(words: list[str], text: str) -> list[str]:
    return [word for word in words if word in text]
