"""Signed documents of the sample briefs, as the composer writes them, and how their texts are read back."""

import io
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import docx
from pypdf import PdfReader

from service.brands import find_brand, load_logo
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import Statement, statement_digest
from service.export.documents import Head, SignedDocument, lay_out
from service.export.exporting import Bundle
from service.export.labelling import label_for
from service.language import LanguageTag
from tests.samples import sample

SIGNED_AT = datetime.fromisoformat("2026-03-02T11:05:00+08:00")
IDENTIFIER = "d1/3"
TEXT = "截至3月2日9时，我们收到6起“异味”反馈。\n\n原因目前还不清楚。\n客服热线：400-820-0000。\n\n晨禾乳业\n2026年3月2日"
# One of each language, an FAQ of two pages among them.
SAMPLES = (
    ("05-hotpot-food-poisoning", 1),
    ("05-hotpot-food-poisoning", 2),
    ("28-hk-biscuit-recall", 0),
    ("28-hk-biscuit-recall", 2),
    ("22-us-heater-recall", 0),
    ("19-bilingual-power-bank-fire", 3),
)


@cache
def statement(brief: str, place: int) -> Statement:
    return draft(sample(brief), DraftOptions(offline=True), Settings()).statements[place]


def signed_document(brief: str = "05-hotpot-food-poisoning", place: int = 2, *, labelled: bool = True) -> SignedDocument:
    """The statement under the letterhead of one of the described brands."""
    made = statement(brief, place)
    language = cast("LanguageTag", str(made.language))
    brand = find_brand("suli")
    assert brand is not None
    assert brand.letterhead is not None
    head = Head(
        brand.letterhead.organisation_in(language),
        brand.letterhead.address_in(language),
        load_logo(brand.key, brand.letterhead.logo),
    )
    label = label_for(language, producer=head.organisation, identifier=IDENTIFIER, digest=made.digest)
    return SignedDocument(
        title=made.title,
        text=made.text,
        language=language,
        digest=made.digest,
        number=3,
        signed_at=SIGNED_AT,
        identifier=IDENTIFIER,
        head=head,
        blocks=lay_out(made.text, made.segments),
        label=label if labelled else None,
    )


def short_document(title: str = "关于鲜奶异味的说明", text: str = TEXT, *, labelled: bool = False) -> SignedDocument:
    """A document of any text, without a draft of it."""
    digest = statement_digest(title, text)
    label = label_for("zh-CN", producer="晨禾乳业", identifier=IDENTIFIER, digest=digest) if labelled else None
    return SignedDocument(
        title=title,
        text=text,
        language="zh-CN",
        digest=digest,
        number=3,
        signed_at=SIGNED_AT,
        identifier=IDENTIFIER,
        head=Head("晨禾乳业", "临洲市青禾区晨禾路 8 号", load_logo("chenhe", "logo.svg")),
        blocks=lay_out(text, ()),
        label=label,
    )


def embedded_fonts(content: bytes) -> set[str]:
    """Names of the fonts that a PDF holds in itself; one it only names fails."""
    names = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
            subset, _, name = str(font["/BaseFont"]).lstrip("/").partition("+")
            assert len(subset) == 6
            names.add(name)
    return names


def folded(text: str) -> str:
    """Without spaces and line breaks, which a page sets anew."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_docx(content: bytes) -> str:
    """Title and text as they stand in the body."""
    return "\n\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def pdf_words(content: bytes) -> str:
    """Everything the pages say, folded."""
    return folded("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def unpacked(bundle: Bundle, folder: Path) -> Path:
    """The bundle's files in a new folder."""
    folder.mkdir()
    for name, content in bundle.files.items():
        (folder / name).write_bytes(content)
    return folder


def read_pdf(content: bytes, document: SignedDocument) -> str:
    """What the pages say besides letterhead, label and footer, folded."""
    reader = PdfReader(io.BytesIO(content))
    count, (before, _, between, _, after) = len(reader.pages), document.wording.page_parts()
    found = []
    for number, page in enumerate(reader.pages, start=1):
        text = folded(page.extract_text())
        around = [*document.footer_lines(), f"{before}{number}{between}{count}{after}"]
        around += [document.label.notice] if document.label else []
        around += [document.head.organisation, document.head.address] if number == 1 else []
        for piece in around:
            assert folded(piece) in text, piece
            # The organisation may sign the text too; over the page it comes first.
            text = text.replace(folded(piece), "", 1)
        found.append(text)
    return "".join(found)
