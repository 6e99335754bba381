"""Running the command in this process, as a shell would see it."""

import io
import sys
from pathlib import Path

import pytest

from service.__main__ import main
from service.config import Settings
from tests.cli.running import BRIEF, Outcome, Run
from tests.indexed import copied


@pytest.fixture(scope="session")
def data_dir(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the commands alone: they keep a database in it."""
    return copied(indexed, tmp_path_factory.mktemp("data"))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    """No language but the test's own, no model, an index of our own."""
    for name in (
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "FIRSTWORD_LANG",
        "NO_COLOR",
        *(f"FIRSTWORD_{key.upper()}" for key in Settings.model_fields),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIRSTWORD_DATA_DIR", str(data_dir))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, called with arguments and stdin."""

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def brief_file(tmp_path: Path) -> Path:
    """A brief that validates, on disk."""
    path = tmp_path / "brief.yml"
    path.write_text(BRIEF, encoding="utf-8")
    return path
