"""A real `chroma run`, on a free port, ended by its id."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Address and process of a server that keeps its data in `folder`."""
    port = free_port()
    program = "from chromadb.cli.cli import app; app()"
    arguments: list[str | Path] = ["run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    command: list[str | Path] = [sys.executable, "-c", program, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)
