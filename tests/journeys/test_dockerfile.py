"""The Dockerfile's steps, run in order in an empty folder, and its command started as another user. Not an image build."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demand import need
from tests.samples import FOLDER, ROOT

USER = 10001
SYSTEM_PYTHON = "/usr/bin/python3"
pytestmark = pytest.mark.slow


@pytest.fixture
def app() -> Iterator[Path]:
    """An empty folder that another user can reach, as /app in the image."""
    need(os.geteuid() == 0 and shutil.which("setpriv"), "changing the user needs root and setpriv")
    need(Path(SYSTEM_PYTHON).exists(), "there is no system Python that another user may run")
    probe = [SYSTEM_PYTHON, "-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"]
    need(subprocess.run(probe, check=False).returncode == 0, "the system Python lacks venv or is older than 3.11")
    folder = Path(tempfile.mkdtemp(prefix="firstword-image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _steps() -> list[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    return [
        (word, rest) for line in lines if line.strip() and not line.startswith("#") for word, _, rest in [line.partition(" ")]
    ]


def _copy(arguments: str, app: Path) -> None:
    *sources, target = shlex.split(arguments)
    for source in sources:
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, app / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, app / target)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_installed(package: str) -> bool:
    return subprocess.run(["dpkg", "-s", package], capture_output=True, check=False).returncode == 0


def _answer(url: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=60) as reply:
        return bytes(reply.read())


def test_the_steps_run_in_order_and_the_command_serves_as_another_user(app: Path) -> None:
    steps = _steps()
    assert [word for word, _ in steps if word in {"FROM", "USER", "CMD"}] == ["FROM", "FROM", "USER", "CMD"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(app),
        **{k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_"))},
    }
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            _copy(rest, app)
        elif word == "RUN" and rest.startswith("apt-get"):
            # An image's system packages are not this machine's to have; that they exist by these names is.
            for package in re.findall(r" (lib\S+|fonts-\S+)", rest):
                known = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0
                need(known or _is_installed(package), f"Debian's {package} is not known here")
        elif word == "RUN":
            done = subprocess.run(["/bin/sh", "-c", rest], cwd=app, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{rest}\n{done.stderr[-2000:]}"
    command = json.loads(next(rest for word, rest in steps if word == "CMD"))
    port = _free_port()
    user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    serving = {"PATH": "/usr/bin:/bin", "HOME": str(app / "data"), "FIRSTWORD_PORT": str(port), "LANG": "C.UTF-8"}
    with subprocess.Popen([*user, *command], cwd=app, env=serving, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(120):
                assert server.poll() is None, (server.stderr.read() if server.stderr else b"").decode()
                try:
                    _answer(f"{address}/healthz")
                    break
                except OSError:
                    time.sleep(0.5)
            brief = (FOLDER / "05-hotpot-food-poisoning.yml").read_bytes()
            result = json.loads(_answer(f"{address}/api/v1/drafts", brief))
        finally:
            server.terminate()
    assert result["schema"] == "firstword.result/1"
    assert len(result["statements"]) == 4
