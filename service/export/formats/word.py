"""A statement as a Word document. The only import of python-docx that writes; it is late, since most commands make none.

The body holds title and text alone, a paragraph for each block, so that what is read back is what was signed. Letterhead and label
stand in the header, version and digest in the footer.
"""

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Any

from service.export.documents import Block, BlockKind, SignedDocument
from service.export.formats.word_parts import (
    add_property,
    centre_on_line,
    drop_template_traces,
    page_number,
    set_fonts,
    without_border,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer, _Header
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

# Of every file in the package: the archive's own dates say nothing and would change the digest.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_GREY = 0x55
_TITLE, _LINE_WIDTH = 16, 158


def as_docx(document: SignedDocument) -> bytes:
    """The document; the same bytes for the same input."""
    import docx  # noqa: PLC0415

    made = docx.Document()
    _set_page(made, document)
    _set_styles(made, document)
    _add_title(made, document)
    for block in document.blocks:
        _add_block(made, block, document)
    _set_properties(made, document)
    drop_template_traces(made)
    if document.label:
        add_property(made, "AIGC", document.label.to_json())
    packed = io.BytesIO()
    made.save(packed)
    return _with_fixed_dates(packed.getvalue())


def _set_page(made: "Document", document: SignedDocument) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin, section.bottom_margin = Mm(24), Mm(26)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    _fill_header(section.first_page_header, document, with_head=True)
    _fill_header(section.header, document, with_head=False)
    for footer in (section.first_page_footer, section.footer):
        _fill_footer(footer, document)


def _fill_header(header: "_Header", document: SignedDocument, *, with_head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    first = header.paragraphs[0]
    if document.label:
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _small(first, document.label.notice, document).font.size = Pt(9)
    if not with_head:
        return
    line = header.add_paragraph() if document.label else first
    if document.head.logo is not None:
        line.add_run().add_picture(io.BytesIO(document.head.logo.png), height=Mm(11))
        line.add_run("  ")
        centre_on_line(line)
    name = _run(line, document.head.organisation, document, heading=True)
    name.font.size, name.font.bold = Pt(14), True
    address = header.add_paragraph()
    if document.head.address:
        _small(address, document.head.address, document)
    address.paragraph_format.space_after = Pt(12)
    without_border(address, keep_bottom=True)


def _fill_footer(footer: "_Footer", document: SignedDocument) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    first, second = document.footer_lines()
    line = footer.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(_LINE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _small(line, f"{first}\t", document)
    for place, part in enumerate(document.wording.page_parts()):
        if place % 2:
            page_number(_small(line, "", document), "PAGE" if part == "page" else "NUMPAGES")
        else:
            _small(line, part, document)
    _small(footer.add_paragraph(), second, document)


def _set_styles(made: "Document", document: SignedDocument) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    normal: ParagraphStyle = made.styles["Normal"]
    set_fonts(normal.element, document.wording.word, is_chinese=document.is_chinese, language=document.language)
    normal.font.size = Pt(12 if document.is_chinese else 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.5 if document.is_chinese else 1.25
    title: ParagraphStyle = made.styles["Title"]
    set_fonts(title.element, document.wording.word, is_chinese=document.is_chinese, language=document.language, heading=True)
    title.font.size, title.font.bold, title.font.color.rgb = Pt(_TITLE), True, RGBColor(0, 0, 0)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(12), Pt(18)
    without_border(title)
    for name in ("Header", "Footer"):
        style: ParagraphStyle = made.styles[name]
        style.paragraph_format.line_spacing, style.paragraph_format.space_after = 1.0, Pt(0)
        style.paragraph_format.tab_stops.clear_all()


def _add_title(made: "Document", document: SignedDocument) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    font = _run(made.add_paragraph(style="Title"), document.title, document, heading=True).font
    # Said of the words too: some readers take the template's blue from the style's other half.
    font.size, font.bold, font.color.rgb = Pt(_TITLE), True, RGBColor(0, 0, 0)


def _add_block(made: "Document", block: Block, document: SignedDocument) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = made.add_paragraph()
    layout = paragraph.paragraph_format
    if block.kind is BlockKind.SIGNATURE:
        layout.space_before, layout.keep_together = Pt(24), True
        if document.is_chinese:
            layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.kind is BlockKind.QUESTION:
        layout.keep_together = True
    elif block.kind is BlockKind.PARAGRAPH and document.is_chinese:
        # Two characters of whatever size, as Word counts them.
        indent = layout.element.get_or_add_pPr().get_or_add_ind()
        indent.set(_w("firstLineChars"), "200")
        indent.set(_w("firstLine"), "480")
    for place, line in enumerate(block.lines):
        if place:
            paragraph.add_run().add_break()
        _run(paragraph, line.text, document, heading=line.strong).bold = line.strong or None


def _run(paragraph: "Paragraph", text: str, document: SignedDocument, *, heading: bool = False) -> Any:  # noqa: ANN401 - a run, of a library imported late
    run = paragraph.add_run(text)
    set_fonts(run.element, document.wording.word, is_chinese=document.is_chinese, language=document.language, heading=heading)
    return run


def _small(paragraph: "Paragraph", text: str, document: SignedDocument) -> Any:  # noqa: ANN401 - as above
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    run = _run(paragraph, text, document, heading=True)
    run.font.size, run.font.color.rgb = Pt(7.5), RGBColor(_GREY, _GREY, _GREY)
    return run


def _set_properties(made: "Document", document: SignedDocument) -> None:
    at = document.signed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = made.core_properties
    core.title, core.author, core.last_modified_by = document.title[:255], document.head.organisation[:255], "Firstword"
    core.created = core.modified = at
    core.language, core.identifier, core.version = document.language, document.identifier, str(document.number)
    core.comments, core.revision = document.digest, 1


def _with_fixed_dates(packed: bytes) -> bytes:
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            kept = zipfile.ZipInfo(item.filename, _EPOCH)
            kept.compress_type, kept.external_attr, kept.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(kept, source.read(item))
    return again.getvalue()


def _w(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(f"w:{name}")
