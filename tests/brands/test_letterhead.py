"""Letterheads: each described brand has one, and a logo is a bounded picture that runs and fetches nothing."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.brands import letterhead, list_brands, load_logo
from service.brands.letterhead import Letterhead
from service.errors import DataFault

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", 10, 10) + b"rest"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / "brands" / "x"
    made.mkdir(parents=True)
    monkeypatch.setattr(letterhead, "knowledge_dir", lambda: tmp_path)
    load_logo.cache_clear()
    yield made
    load_logo.cache_clear()


class TestShipped:
    def test_every_brand_has_a_letterhead_in_three_languages_and_a_logo(self) -> None:
        for brand in list_brands():
            head = brand.letterhead
            assert head is not None
            for language in ("zh-CN", "zh-HK", "en-US", "en-GB"):
                assert head.organisation_in(language)
                assert head.address_in(language)
            logo = load_logo(brand.key, head.logo)
            assert logo is not None
            assert logo.media_type == "image/svg+xml"

    def test_hong_kong_gets_its_own_lines_or_those_of_zh(self) -> None:
        both = Letterhead(organisation={"zh": "晨禾乳业", "zh-HK": "晨禾乳業"}, address={"zh": "临洲"})
        assert (both.organisation_in("zh-HK"), both.organisation_in("zh-CN")) == ("晨禾乳業", "晨禾乳业")
        assert (both.address_in("zh-HK"), both.organisation_in("en-GB")) == ("临洲", "")


class TestLoadLogo:
    def test_none_where_none_is_named(self, folder: Path) -> None:
        assert folder.is_dir()
        assert load_logo("x", "") is None

    def test_a_picture_serves_page_and_word(self, folder: Path) -> None:
        (folder / "logo.png").write_bytes(PNG)
        logo = load_logo("x", "logo.png")
        assert logo is not None
        assert logo.content == logo.png == PNG

    def test_a_drawing_needs_a_picture_beside_it(self, folder: Path) -> None:
        (folder / "logo.svg").write_bytes(SVG)
        with pytest.raises(DataFault):
            load_logo("x", "logo.svg")
        (folder / "logo.png").write_bytes(PNG)
        logo = load_logo("x", "logo.svg")
        assert logo is not None
        assert (logo.content, logo.png) == (SVG, PNG)

    @pytest.mark.parametrize(
        "inner",
        [
            b"<script>x</script>", b'<image href="file:///etc/passwd"/>', b'<path onload="x"/>', b'<use xlink:href="http://x"/>',
            b'<rect fill="url(http://x)"/>', b"<style>@import 'x'</style>", b"<foreignObject/>",
        ],
    )  # fmt: skip
    def test_a_drawing_that_runs_or_fetches_is_refused(self, folder: Path, inner: bytes) -> None:
        (folder / "logo.svg").write_bytes(SVG.replace(b"<path", inner + b"<path", 1))
        (folder / "logo.png").write_bytes(PNG)
        with pytest.raises(DataFault, match=r"logo\.svg"):
            load_logo("x", "logo.svg")

    @pytest.mark.parametrize(
        "content",
        [b"GIF89a", PNG[:16], PNG[:16] + struct.pack(">II", 4001, 10) + b"rest", PNG + b"\x00" * 200_000],
    )
    def test_what_is_no_bounded_picture_is_refused(self, folder: Path, content: bytes) -> None:
        (folder / "logo.png").write_bytes(content)
        with pytest.raises(DataFault, match=r"logo\.png"):
            load_logo("x", "logo.png")

    def test_a_missing_file_is_named(self, folder: Path) -> None:
        assert folder.is_dir()
        with pytest.raises(DataFault, match=r"logo\.png"):
            load_logo("x", "logo.png")
