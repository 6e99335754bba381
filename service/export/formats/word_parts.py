"""The parts of a Word document that python-docx has no words for: East Asian fonts, fields, borders, custom properties."""

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from service.export.wording import WordFonts

if TYPE_CHECKING:
    from docx.document import Document

_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def set_fonts(element: Any, fonts: WordFonts, *, is_chinese: bool, language: str, heading: bool = False) -> None:  # noqa: ANN401 - XML of a library imported late
    """Names the fonts and languages of a run or style.

    `w:hint` makes Word take “ ” and other marks that both scripts have from the East Asian font in a Chinese text.
    """
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = element.get_or_add_rPr()
    named = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        named.attrib.pop(qn(f"w:{theme}"), None)
    for slot in ("ascii", "hAnsi", "cs"):
        named.set(qn(f"w:{slot}"), fonts.latin)
    named.set(qn("w:eastAsia"), fonts.heading if heading else fonts.body)
    if is_chinese:
        named.set(qn("w:hint"), "eastAsia")
    spoken = properties.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)
    spoken.set(qn("w:val"), "en-US" if is_chinese else language)
    spoken.set(qn("w:eastAsia"), fonts.east_asian)


def page_number(run: Any, field: str) -> None:  # noqa: ANN401 - as above
    """Puts a field (`PAGE`, `NUMPAGES`) into a run; Word computes it."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run.element.append(mark)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {field} "
            run.element.append(code)
        elif kind == "separate":
            # What stands there until Word counts.
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.element.append(shown)


def without_border(holder: Any, *, keep_bottom: bool = False) -> None:  # noqa: ANN401 - as above
    """Takes a paragraph's or style's border away, or leaves a rule under it."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls, qn  # noqa: PLC0415

    properties = holder.element.get_or_add_pPr() if hasattr(holder, "element") else holder._p.get_or_add_pPr()  # noqa: SLF001 - a paragraph's own XML
    old = properties.find(qn("w:pBdr"))
    if old is not None:
        properties.remove(old)
    if keep_bottom:
        rule = '<w:bottom w:val="single" w:sz="6" w:space="6" w:color="444444"/>'
        properties.insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def centre_on_line(paragraph: Any) -> None:  # noqa: ANN401 - as above
    """Sets words in the middle of the picture beside them."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:textAlignment")
    mark.set(qn("w:val"), "center")
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:textboxTightWrap", "w:outlineLvl", "w:rPr")  # noqa: SLF001 - its own XML


def drop_template_traces(made: "Document") -> None:
    """Takes out what the library's template brings: the picture of an empty page, and the mode of an older Word."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    package = made.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    for setting in made.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def add_property(made: "Document", name: str, value: str) -> None:
    """One custom property of the document, which Word shows under File, Info, Properties."""
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    content = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">'
        f'<property fmtid="{_PROPERTY_SET}" pid="2" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property></Properties>'
    )
    package = made.part.package
    package.relate_to(Part(PackURI("/docProps/custom.xml"), _CONTENT_TYPE, content.encode("utf-8"), package), _RELATION)
