"""Files of every kind that an ingestion meets, made on the spot: good ones and hostile ones."""

import io
import zipfile
from pathlib import Path

from docx import Document
from pypdf import PdfWriter

MARKDOWN = "# 投诉处理办法\n\n## 受理\n\n客服在两小时内回电，登记订单号。\n\n## 退款\n\n凭照片退款。\n"
HTML = "<html><head><title>门店守则</title><script>alert(1)</script></head><body><h1>门店守则</h1><h2>交班</h2><p>交班时核对冷柜温度。</p><nav>菜单</nav></body></html>"
PLAIN = "供应商更换须提前一周通知质量部。\n\n样品留存三个月。\n"


def docx() -> bytes:
    """A Word file with headings, a paragraph and a table."""
    document = Document()
    document.add_heading("仓库手册", level=1)
    document.add_heading("盘点", level=2)
    document.add_paragraph("每月末盘点一次，由两人签字。")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "负责人", "仓库主管"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(text: str = "Night shift manual: call the duty manager before closing the store.") -> bytes:
    """A one-page PDF with a text layer, written by hand."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def encrypted_pdf() -> bytes:
    """A PDF nobody can read without its password."""
    writer = PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secret")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def bomb(megabytes: int = 300) -> bytes:
    """A Word file that unpacks to far more than it weighs."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b"0" * 1024 * 1024)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return stream.getvalue()


def good_files(folder: Path) -> list[Path]:
    """One file of every kind, readable."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {"a.md": MARKDOWN.encode(), "b.html": HTML.encode(), "c.txt": PLAIN.encode(), "d.docx": docx(), "e.pdf": pdf()}
    for name, raw in made.items():
        (folder / name).write_bytes(raw)
    return [folder / name for name in made]


def bad_files(folder: Path, count: int = 100) -> list[Path]:
    """Files that give no text, each for another reason, over and over."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = pdf()
    packed = bomb()
    kinds = [
        ("empty.md", b""),
        ("encoding.txt", b"caf\xe9 \x80\x81"),
        ("encrypted.pdf", encrypted_pdf()),
        ("truncated.pdf", whole[: len(whole) // 3]),
        ("noise.pdf", bytes(range(256)) * 8),
        ("bomb.docx", packed),
        ("nozip.docx", b"PK\x03\x04 not a zip"),
        ("blank.html", b"<html><body>  </body></html>"),
        ("front.md", b"---\ncolour: red\n---\n\ntext\n"),
        ("signs.txt", "……！！？".encode()),
    ]
    made = []
    for number in range(count - 2):
        name, raw = kinds[number % len(kinds)]
        made.append(folder / f"{number:03}-{name}")
        made[-1].write_bytes(raw)
    huge, link = folder / "huge.txt", folder / "link.txt"
    with huge.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    outside = folder.parent / "outside.txt"
    outside.write_text("机密内容", encoding="utf-8")
    link.symlink_to(outside)
    return [*made, huge, link]
