"""A statement as PDF, fonts embedded. The only import of weasyprint; it is late, since it loads the system's Pango.

Nothing is fetched: the page is ours, its logo part of it.
"""

import io
import logging
import re
import threading
import unicodedata
from typing import Any
from xml.sax.saxutils import escape

from service.errors import ComponentUnavailable, InvalidInput, Problem
from service.export.documents import SignedDocument
from service.export.formats.fonts import has_family
from service.export.formats.page import printed_page
from service.export.labelling import AiLabel
from service.export.wording import wording_in
from service.i18n import Localized
from service.language import LanguageTag

# What Debian calls them; the harfbuzz part makes small subsets of the fonts.
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONTS = "fonts-noto-cjk"
# Laying out takes time by the square of what cannot be broken, and by the number of lines.
MAX_CHARACTERS, MAX_LINES, MAX_UNBROKEN = 30_000, 1_500, 300
_UNBROKEN = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{100,}")
_AIGC_NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_have_fonts: set[LanguageTag] = set()
# Pango and fontconfig keep state of the whole process.
_printing = threading.Lock()


def require_pdf(language: LanguageTag) -> None:
    """Lets pass where PDF can be made in this language.

    Raises:
        ComponentUnavailable: a system library or font is missing; names the Debian packages.
    """
    _library()
    if language in _have_fonts:
        return
    fonts = wording_in(language).print
    lacking = [family for family in (fonts.body, fonts.heading) if not _has(family)]
    if lacking:
        raise _missing(f"字体 {'、'.join(lacking)}", f"the fonts {' and '.join(lacking)}", FONTS)
    _have_fonts.add(language)


def as_pdf(document: SignedDocument) -> bytes:
    """The document; the same bytes for the same input on the same machine.

    Raises:
        ComponentUnavailable: as for `require_pdf`.
        InvalidInput: the text has characters that no font shows, or is longer than a printer should be kept busy with.
    """
    _require_bounded(document.text)
    require_pdf(document.language)
    library = _library()
    fetcher = library.urls.URLFetcher(allowed_protocols=("data",))
    page = library.HTML(string=printed_page(document), url_fetcher=fetcher)
    with _printing:
        made: bytes = page.write_pdf(
            pdf_tags=True,
            pdf_identifier=document.digest.encode("ascii"),
            finisher=lambda _, pdf: _add_label(pdf, document.label),
        )
    _require_shown(document, made)
    return made


def _require_bounded(text: str) -> None:
    longest = max((len(run) for run in _UNBROKEN.findall(text)), default=0)
    if len(text) > MAX_CHARACTERS or text.count("\n") >= MAX_LINES or longest > MAX_UNBROKEN:
        message = Localized(
            zh=f"PDF 最多容纳 {MAX_CHARACTERS} 个字符、{MAX_LINES} 行，一串不断开的字母不超过 {MAX_UNBROKEN} 个；请改用其他格式",
            en=f"a PDF holds at most {MAX_CHARACTERS} characters, {MAX_LINES} lines, and no run of more than {MAX_UNBROKEN} letters "
            "without a break; choose other formats",
        )
        raise InvalidInput([Problem(field="formats", code="length", message=message)])


def _has(family: str) -> bool:
    try:
        return has_family(family)
    except OSError as error:
        raise _libraries_missing() from error


def _library() -> Any:  # noqa: ANN401 - a library without types
    try:
        import weasyprint  # noqa: PLC0415
    except OSError as error:
        raise _libraries_missing() from error
    # It remarks on every rule of a style sheet it does not follow.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint


def _require_shown(document: SignedDocument, made: bytes) -> None:
    """Every character can be read back: one that no font has would be an empty box over a valid signature."""
    from pypdf import PdfReader  # noqa: PLC0415

    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    lost = sorted(c for c in set(_folded(document.title + document.text)) - set(_folded(read)) if not _is_unseen(c))
    if lost:
        shown = " ".join(f"{char} (U+{ord(char):04X})" for char in lost[:20])
        message = Localized(
            zh=f"PDF 的字体里没有这些字符：{shown}。请改用其他格式，或改文字后重新签发",
            en=f"the PDF's fonts have no {shown}; choose other formats, or change the text and have it signed again",
        )
        raise InvalidInput([Problem(field="formats", code="characters", message=message)])


def _is_unseen(char: str) -> bool:
    """Spaces, joiners and the marks that choose between forms of a character."""
    return char.isspace() or unicodedata.category(char) in {"Cf", "Zs"} or "\ufe00" <= char <= "\ufe0f"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _add_label(pdf: Any, label: AiLabel | None) -> None:  # noqa: ANN401 - of a library without types
    """Puts the label into both places a PDF has for metadata; the library's own way writes names in lower case and no packet."""
    import pydyf  # noqa: PLC0415

    if label is None:
        return
    pdf.info["AIGC"] = pydyf.String(label.to_json())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" xmlns:TC260="{_AIGC_NAMESPACE}">'
        f"<TC260:AIGC>{escape(label.to_json())}</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    stream = pydyf.Stream([packet.encode("utf-8")], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _libraries_missing() -> ComponentUnavailable:
    return _missing("Pango 系统库", "the Pango libraries", f"{LIBRARIES} {FONTS}")


def _missing(zh: str, en: str, packages: str) -> ComponentUnavailable:
    return ComponentUnavailable(
        Localized(
            zh=f"不能生成 PDF：缺少{zh}。在 Debian 上安装：apt-get install {packages}；也可以只选其他格式",
            en=f"PDF cannot be made: this machine lacks {en}. On Debian: apt-get install {packages}; or choose the other formats",
        )
    )
