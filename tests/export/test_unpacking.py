"""An export verified as the archive it was downloaded as; what is no such archive is refused by name."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from service.audit.keys import SigningKey
from service.errors import InvalidInput
from service.export import unpacking
from service.export.exporting import Bundle
from service.export.verify import verify_bundle
from tests.desk import Desk


def _files(bundle: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in bundle.iterdir()}


def _archive(folder: Path, files: Mapping[str, bytes]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    made = folder / "b.zip"
    made.write_bytes(packed.getvalue())
    return made


@pytest.fixture
def packed(bundle: Path, signed: Desk, tmp_path: Path) -> Path:
    """The archive as it is downloaded."""
    made = tmp_path / "b.zip"
    made.write_bytes(Bundle(_files(bundle), signed.version().made_at, "firstword-x").packed())
    return made


class TestTheArchive:
    def test_holds_as_it_came(self, packed: Path, key: SigningKey) -> None:
        assert verify_bundle(packed, key.public) == []

    def test_holds_one_folder_so_that_it_may_lie_beside_what_it_becomes(self, packed: Path, key: SigningKey) -> None:
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(packed.parent)
        assert verify_bundle(packed.parent / "firstword-x", key.public) == []

    def test_with_a_changed_file_names_it(self, bundle: Path, tmp_path: Path, key: SigningKey) -> None:
        files = {f"x/{name}": content for name, content in _files(bundle).items()}
        files["x/statement.md"] += b" "
        files["x/more.txt"] = b"x"
        faults = [fault.en for fault in verify_bundle(_archive(tmp_path, files), key.public)]
        assert faults == ["statement.md: was changed", "more.txt: does not belong to the bundle"]

    def test_of_an_earlier_export_without_a_folder_holds(self, bundle: Path, tmp_path: Path, key: SigningKey) -> None:
        assert verify_bundle(_archive(tmp_path, _files(bundle)), key.public) == []


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "names",
        [
            ("x/manifest.json", "y/statement.txt"),
            ("x/manifest.json", "statement.txt"),
            ("x/y/manifest.json",),
            ("../manifest.json",),
            ("/manifest.json",),
            ("x/..",),
            ("x/Manifest.json", "x/manifest.json"),
        ],
    )
    def test_what_is_not_one_folder(self, tmp_path: Path, names: tuple[str, ...]) -> None:
        with pytest.raises(InvalidInput) as refused:
            verify_bundle(_archive(tmp_path, dict.fromkeys(names, b"{}")))
        assert refused.value.problems[0].message.en == "it is not one folder of an export"

    def test_what_is_no_archive_or_a_cut_one(self, tmp_path: Path, packed: Path) -> None:
        other = tmp_path / "note.txt"
        other.write_text("x", encoding="utf-8")
        raw = bytearray(packed.read_bytes())
        cut = tmp_path / "cut.zip"
        cut.write_bytes(bytes(raw[: len(raw) // 2]))
        for path in (other, cut):
            with pytest.raises(InvalidInput) as refused:
                verify_bundle(path)
            assert refused.value.problems[0].file == path.name
            assert refused.value.problems[0].message.en == "it is no readable zip file"

    def test_what_is_too_much(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unpacking, "MAX_UNPACKED_BYTES", 1000)
        many = {f"x/{number}": b"" for number in range(unpacking.MAX_FILES + 1)}
        for files, told in (({"x/manifest.json": b"0" * 1001}, "it is too large unpacked"), (many, "it holds too many files")):
            with pytest.raises(InvalidInput) as refused:
                verify_bundle(_archive(tmp_path, files))
            assert refused.value.problems[0].message.en == told
