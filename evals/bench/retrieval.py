"""What knowledge costs as it grows: reading in, the first hit of a cold process, warm hybrid searches, memory and disk.

    python -m evals.bench.retrieval [--sizes 1000,10000]     # 100000 and 1000000 take minutes and gigabytes

Beside ours, in the same run and over the same passages: Chroma alone under its metadata filter, and SQLite's FTS5 with trigrams.
"""

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import chromadb
from chromadb.config import Settings as ChromaSettings

from evals.bench.passages import passages, queries, write_files
from service.config import Settings
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.index import open_index
from service.retrieval.retriever import find_passages

BRAND, COLLECTION, TOP = "chenhe", "library", 10
_ASKED = 200
_BATCH = 5_000
_WARMING = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """One size. Seconds, milliseconds and megabytes as named; `rate` is passages a second.

    `cpu`: seconds or milliseconds of processor time, which a machine with other work to do leaves as they are.
    """

    passages: int
    ingest_s: float
    rate: float
    ingest_cpu_s: float
    again_s: float
    ingest_mb: float
    disk_mb: float
    cold_ms: float
    cold_cpu_ms: float
    hybrid_p50_ms: float
    hybrid_p95_ms: float
    hybrid_cpu_ms: float
    search_mb: float
    found: float
    chroma_filter_p50_ms: float = 0.0
    chroma_filter_p95_ms: float = 0.0
    fts5_p50_ms: float = 0.0
    fts5_p95_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Ran:
    """A process of its own: seconds, seconds of processor time, peak megabytes, and what it printed."""

    seconds: float
    cpu: float
    peak: float
    told: str


def run(call: Sequence[str], folder: Path) -> Ran:
    """Runs one of our programs in a data folder."""
    environment = os.environ | {"FIRSTWORD_DATA_DIR": str(folder), "LANG": "C.UTF-8"}
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, *call], env=environment, stdout=out)  # noqa: S603 - our own programs
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - started
        out.seek(0)
        told = out.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(call)}: exit code {process.returncode}\n{told}")
    return Ran(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, told)


def measure(count: int, *, beside: bool) -> Figures:
    """All figures of one size, in a fresh folder; `beside`: also what others do."""
    with tempfile.TemporaryDirectory() as place:
        data, texts = Path(place, "data"), Path(place, "texts")
        write_files(texts, count)
        query = queries(1)[0]
        search = ("-m", "service", "knowledge", "search", query, "--brand", BRAND, "--collection", COLLECTION, "-k", str(TOP))
        run(("-m", "service", "knowledge", "search", "召回"), data)
        ingest = ("-m", "service", "knowledge", "ingest", str(texts), "--brand", BRAND, "--collection", COLLECTION)
        first, again = run(ingest, data), run(ingest, data)
        run(search, data)
        cold = [run(search, data) for _ in range(3)]
        disk = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 1e6
        warm = json.loads(run(("-m", "evals.bench.retrieval", "--warm", str(count)), data).told)
        others = json.loads(run(("-m", "evals.bench.retrieval", "--beside", str(count)), data).told) if beside else {}
    return Figures(
        passages=count,
        ingest_s=first.seconds,
        rate=count / first.seconds,
        ingest_cpu_s=first.cpu,
        again_s=again.seconds,
        ingest_mb=first.peak,
        disk_mb=disk,
        cold_ms=statistics.median(item.seconds for item in cold) * 1000,
        cold_cpu_ms=statistics.median(item.cpu for item in cold) * 1000,
        **warm,
        **others,
    )


def warm(count: int) -> dict[str, float]:
    """Hybrid searches in this process, of the brand and the collection."""
    asked = queries(min(count, _ASKED))
    with open_index(Settings()) as index:

        def ask(query: str) -> bool:
            return bool(find_passages(query, index=index, brand=BRAND, collections=[COLLECTION], k=TOP))

        ask(asked[0])
        started = time.process_time()
        times, answers = _timed(ask, asked)
        cpu = (time.process_time() - started) * 1000 / (len(asked) + min(_WARMING, len(asked)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**_spread("hybrid", times), "hybrid_cpu_ms": cpu, "search_mb": peak, "found": sum(answers) / len(answers)}


def beside(count: int) -> dict[str, float]:
    """The same passages in one Chroma collection under a metadata filter, and in FTS5 with trigrams."""
    asked = queries(min(count, _ASKED))
    embedder = BuiltinEmbedder()
    with tempfile.TemporaryDirectory() as place:
        client = chromadb.PersistentClient(path=place, settings=ChromaSettings(anonymized_telemetry=False))
        collection = client.create_collection("all", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
        lexical = sqlite3.connect(Path(place, "fts5.sqlite"))
        lexical.execute("CREATE VIRTUAL TABLE said USING fts5(text, tokenize='trigram')")
        texts = list(passages(count))
        for start in range(0, count, _BATCH):
            batch = texts[start : start + _BATCH]
            collection.add(
                ids=[str(start + place) for place in range(len(batch))],
                embeddings=embedder.embed(batch),
                documents=batch,
                metadatas=[{"brand": BRAND, "collection": COLLECTION} for _ in batch],
            )
            lexical.executemany("INSERT INTO said VALUES (?)", [(text,) for text in batch])
        lexical.commit()

        def by_filter(query: str) -> object:
            where = {"$and": [{"brand": BRAND}, {"collection": COLLECTION}]}
            return collection.query(query_embeddings=embedder.embed([query]), n_results=TOP, where=where)  # type: ignore[arg-type]

        def by_trigram(query: str) -> object:
            parts = " OR ".join('"' + query[at : at + 3] + '"' for at in range(len(query) - 2))
            call = "SELECT text FROM said WHERE said MATCH ? ORDER BY rank LIMIT ?"
            return lexical.execute(call, (parts.replace("。", ""), TOP)).fetchall()

        filtered, _ = _timed(by_filter, asked)
        spelled, _ = _timed(by_trigram, asked)
        lexical.close()
    return {**_spread("chroma_filter", filtered), **_spread("fts5", spelled)}


def _timed(work: Callable[[str], object], asked: Sequence[str]) -> tuple[list[float], list[bool]]:
    for query in asked[:_WARMING]:
        work(query)
    times, answers = [], []
    for query in asked:
        started = time.perf_counter()
        answers.append(bool(work(query)))
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times), answers


def _spread(name: str, times: list[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": statistics.median(times), f"{name}_p95_ms": times[min(len(times) - 1, round(len(times) * 0.95))]}


def main() -> None:
    """Print the table, a size at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of passages, joined by commas")
    parser.add_argument("--warm", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--beside", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help="leave out what others do")
    asked = parser.parse_args()
    if asked.warm or asked.beside:
        print(json.dumps(warm(asked.warm) if asked.warm else beside(asked.beside)))
        return
    for size in map(int, asked.sizes.split(",")):
        for name, value in asdict(measure(size, beside=not asked.alone)).items():
            print(f"{name:24}{value:>14,.1f}", flush=True)
        print(flush=True)


if __name__ == "__main__":
    main()
