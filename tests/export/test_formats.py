"""The forms of a signed text: what is read back is what was signed, in every language, and the same bytes every time."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from service.errors import ComponentUnavailable, InvalidInput
from service.export.formats import ExportFormat, as_docx, as_html, as_markdown, as_pdf, as_text, render
from tests.export.documents import SAMPLES, embedded_fonts, folded, read_docx, read_pdf, short_document, signed_document
from tests.samples import ROOT

AIGC = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"]
FAMILY = {"zh-CN": "CJK-SC", "zh-HK": "CJK-HK", "en-US": "CJK-KR", "en-GB": "CJK-KR"}


@pytest.mark.parametrize(("brief", "place"), SAMPLES)
class TestEveryLanguage:
    def test_word_reads_back_as_signed(self, brief: str, place: int) -> None:
        document = signed_document(brief, place)
        assert read_docx(as_docx(document)) == f"{document.title}\n\n{document.text}"

    def test_pdf_reads_back_as_signed_with_its_fonts_inside(self, brief: str, place: int) -> None:
        document = signed_document(brief, place)
        made = as_pdf(document)
        assert read_pdf(made, document) == folded(document.title + document.text)
        fonts = embedded_fonts(made)
        assert fonts
        assert all(FAMILY[document.language] in font for font in fonts)


class TestWord:
    def test_each_run_names_its_east_asian_font(self) -> None:
        for brief, language, body in (
            ("05-hotpot-food-poisoning", "zh-CN", "宋体"),
            ("28-hk-biscuit-recall", "zh-HK", "微軟正黑體"),
        ):
            made = docx.Document(io.BytesIO(as_docx(signed_document(brief, 0))))
            runs = [run for paragraph in made.paragraphs[1:] for run in paragraph.runs if run.text.strip()]
            assert runs
            for run in runs:
                properties: Any = run._element.rPr
                fonts = properties.rFonts
                assert fonts.get(qn("w:eastAsia")) == body
                assert fonts.get(qn("w:hint")) == "eastAsia"
                assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == language

    def test_letterhead_and_label_stand_above_version_and_digest_below_on_every_page(self) -> None:
        document = signed_document()
        section = docx.Document(io.BytesIO(as_docx(document))).sections[0]
        assert document.label is not None
        first = [paragraph.text.strip() for paragraph in section.first_page_header.paragraphs]
        assert first == [document.label.notice, document.head.organisation, document.head.address]
        assert section.first_page_header.part.related_parts
        assert [paragraph.text for paragraph in section.header.paragraphs] == [document.label.notice]
        for footer in (section.first_page_footer, section.footer):
            lines = [paragraph.text for paragraph in footer.paragraphs]
            above, below = document.footer_lines()
            assert lines == [f"{above}\t第 1 页，共 1 页", below]
            fields = [code.text for code in footer.paragraphs[0]._element.iter(qn("w:instrText"))]
            assert fields == [" PAGE ", " NUMPAGES "]

    def test_the_label_is_a_custom_property(self) -> None:
        document = signed_document()
        with zipfile.ZipFile(io.BytesIO(as_docx(document))) as archive:
            custom = archive.read("docProps/custom.xml").decode("utf-8")
            assert "custom-properties" in archive.read("_rels/.rels").decode("utf-8")
            assert "/docProps/custom.xml" in archive.read("[Content_Types].xml").decode("utf-8")
        value = custom.partition("<vt:lpwstr>")[2].partition("</vt:lpwstr>")[0]
        assert 'name="AIGC"' in custom
        assert list(json.loads(value)) == AIGC

    def test_without_a_label_nothing_speaks_of_one(self) -> None:
        with zipfile.ZipFile(io.BytesIO(as_docx(signed_document(labelled=False)))) as archive:
            assert "docProps/custom.xml" not in archive.namelist()

    def test_nothing_of_the_template_shows(self) -> None:
        with zipfile.ZipFile(io.BytesIO(as_docx(signed_document()))) as archive:
            assert not [name for name in archive.namelist() if "thumbnail" in name]
            settings = archive.read("word/settings.xml").decode("utf-8")
        assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings

    def test_the_only_dates_are_those_of_the_sign_off(self) -> None:
        made = as_docx(signed_document())
        properties = docx.Document(io.BytesIO(made)).core_properties
        assert properties.created == properties.modified
        assert str(properties.created).startswith("2026-03-02 03:05:00")
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestPdf:
    def test_the_label_is_seen_on_every_page_and_stands_in_the_metadata(self) -> None:
        document = signed_document("05-hotpot-food-poisoning", 1)
        reader = PdfReader(io.BytesIO(as_pdf(document)))
        assert document.label is not None
        assert len(reader.pages) > 1
        assert all(document.label.notice in page.extract_text() for page in reader.pages)
        assert reader.metadata is not None
        assert list(json.loads(str(reader.metadata["/AIGC"]))) == AIGC
        root: Any = reader.trailer["/Root"]
        packet = root["/Metadata"].get_object().get_data().decode("utf-8")
        assert "http://www.tc260.org.cn/ns/AIGC/1.0/" in packet
        assert document.digest in packet

    def test_without_a_label_nothing_speaks_of_one(self) -> None:
        made = as_pdf(signed_document(labelled=False))
        reader = PdfReader(io.BytesIO(made))
        assert reader.metadata is not None
        assert "/AIGC" not in reader.metadata
        assert "人工智能" not in reader.pages[0].extract_text()

    def test_its_dates_are_those_of_the_sign_off(self) -> None:
        metadata = PdfReader(io.BytesIO(as_pdf(signed_document()))).metadata
        assert metadata is not None
        assert {str(metadata[name]) for name in ("/CreationDate", "/ModDate")} == {"D:20260302110500+08'00"}

    def test_a_character_that_no_font_shows_is_named(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            as_pdf(short_document("说明", "我们在这里\U000f1234。"))
        assert "U+F1234" in refused.value.problems[0].message.en

    @pytest.mark.parametrize("text", ["字" * 30_001, "行\n" * 1_500 + "行", "a" * 301, "网址：" + "%" * 400 + "。"])
    def test_a_text_that_would_keep_the_printer_busy_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            as_pdf(short_document("说明", text))
        assert [problem.code for problem in refused.value.problems] == ["length"]

    def test_markup_in_a_text_is_text(self) -> None:
        document = short_document("<b>1</b>", "<img src='file:///etc/passwd'> &amp; <style>p{display:none}</style>")
        assert read_pdf(as_pdf(document), document) == folded(document.title + document.text)


class TestRender:
    @pytest.mark.parametrize("seed", ["0", "1"])
    def test_another_process_makes_the_same_bytes(self, seed: str) -> None:
        code = (
            "import hashlib\nfrom service.export.formats import ExportFormat, render\n"
            "from tests.export.documents import short_document\n"
            "for name, content in render(short_document(labelled=True), frozenset(ExportFormat)).items():\n"
            "    print(name, hashlib.sha256(content).hexdigest())\n"
        )
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        run = [sys.executable, "-W", "ignore", "-c", code]
        told = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        files = render(short_document(labelled=True), frozenset(ExportFormat))
        assert told.splitlines() == [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in files.items()]

    def test_the_text_is_always_there(self) -> None:
        assert list(render(short_document(labelled=True), frozenset({ExportFormat.HTML}))) == ["statement.txt", "statement.html"]

    def test_control_characters_are_refused_where_they_cannot_be_held(self) -> None:
        document = short_document("说明", "响铃\x07。")
        with pytest.raises(InvalidInput) as refused:
            render(document, frozenset(ExportFormat))
        assert "U+0007" in refused.value.problems[0].message.zh
        assert "\x07" in render(document, frozenset({ExportFormat.TEXT}))["statement.txt"].decode("utf-8")

    @pytest.mark.usefixtures("without_pango")
    def test_without_pango_pdf_alone_is_refused_and_the_packages_named(self) -> None:
        with pytest.raises(ComponentUnavailable) as refused:
            render(short_document(labelled=True), frozenset(ExportFormat))
        for message in (refused.value.message.zh, refused.value.message.en):
            assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk" in message
        assert len(render(short_document(labelled=True), frozenset(ExportFormat) - {ExportFormat.PDF})) == 4

    def test_without_a_chinese_font_the_font_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "fonts.conf").write_text(
            f'<?xml version="1.0"?><fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>',
            encoding="utf-8",
        )
        code = (
            "from service.errors import ComponentUnavailable\nfrom service.export.formats.pdf import require_pdf\n"
            "try:\n    require_pdf('zh-HK')\nexcept ComponentUnavailable as refused:\n    print(refused.message.en)\n"
        )
        environment = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        run = [sys.executable, "-W", "ignore", "-c", code]
        told = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        assert "Noto Serif CJK HK" in told
        assert "apt-get install fonts-noto-cjk" in told


class TestPlain:
    def test_marks_are_kept_as_letters(self) -> None:
        assert as_markdown(short_document("a*b", "# 1\n1. x\n\n<b>")) == "# a\\*b\n\n\\# 1  \n1\\. x\n\n\\<b\\>\n"

    @given(st.text(), st.text())
    def test_the_text_s_own_bytes_are_kept(self, title: str, text: str) -> None:
        assert as_text(short_document(title, text)) == f"{title}\n\n{text}\n"

    def test_the_label_stands_above(self) -> None:
        document = short_document(labelled=True)
        assert document.label is not None
        assert as_text(document) == f"{document.label.notice}\n\n{document.title}\n\n{document.text}\n"
        assert as_markdown(document).startswith(f"> {document.label.notice}\n\n# ")


class TestHtml:
    def test_nothing_of_a_text_is_markup(self) -> None:
        page = as_html(short_document("<script>", "a & b\n\n<img src=x onerror=y>"))
        assert "<script>" not in page
        assert "<img src=x" not in page
        assert '<p class="paragraph">a &amp; b</p>' in page

    def test_the_label_is_seen_and_stands_in_a_meta_element(self) -> None:
        document = short_document(labelled=True)
        page = as_html(document)
        assert document.label is not None
        assert f'role="note">{document.label.notice}</p>' in page
        assert '<meta name="AIGC" content="{&#34;Label&#34;: &#34;1&#34;,' in page

    def test_it_asks_nobody_for_anything(self) -> None:
        page = as_html(short_document(labelled=True))
        assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
