"""`firstword export DRAFT --to FOLDER --as LOGIN`: a signed text as files with a manifest that verifies offline."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from service.cli import console
from service.config import load_settings
from service.errors import InvalidInput, Problem
from service.export.exporting import Bundle, ExportOrder, export
from service.export.formats import ExportFormat
from service.export.labelling import LabelChoice
from service.i18n import Localized
from service.installation import Installation
from service.users.queries import find_user, principal_of

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="export",
    help=console.say(
        "把签发过的文稿导出成文件（文本、Markdown、HTML、DOCX、PDF）和签名的清单。",
        "Export a signed text as files (text, Markdown, HTML, DOCX, PDF) with a signed manifest.",
    ),
)
def run(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help=console.say("文稿编号", "the draft's id"))],
    *,
    to: Annotated[Path, typer.Option("--to", help=console.say("新文件夹", "a folder to make"))],
    login: Annotated[str, typer.Option("--as", metavar="LOGIN", help=console.say("谁在导出", "who exports"))],
    formats: Annotated[
        list[ExportFormat] | None,
        typer.Option("--format", help=console.say("格式，可多次给出；不给即全部", "a format, may be repeated; none: all")),
    ] = None,
    label: Annotated[
        LabelChoice,
        typer.Option(
            help=console.say(
                "人工智能生成内容的标识：按需加、一定加、不加", "label of generated content: as wanted, always, or none"
            )
        ),
    ] = LabelChoice.AUTO,
    acknowledge: Annotated[
        str,
        typer.Option(
            "--acknowledge",
            help=console.say(
                "不加应有的标识时：由谁、为何承担（记入审计链）", "who answers for a label left out, and why (audited)"
            ),
        ),
    ] = "",
) -> None:
    """The folder is there whole, or not at all."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise _refused("--to", f"“{to}”已经存在", f"'{to}' exists already")
    installation = Installation(load_settings())
    with installation.database().reading() as session:
        user = find_user(session, login)
        if user is None:
            raise _refused("--as", f"没有登录名“{login}”", f"no login '{login}'")
        principal = principal_of(session, user)
    order = ExportOrder(frozenset(formats or ExportFormat), label, acknowledge)
    _write(export(installation.database(), principal, draft, key=installation.key(), order=order), to)
    console.note(console.say(f"已导出到 {to}", f"exported to {to}"))


def _write(bundle: Bundle, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
        try:
            for name, content in bundle.files.items():
                (beside / name).write_bytes(content)
            beside.chmod(0o755 & ~_umask())
            beside.replace(to)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise _refused("--to", f"不能写：{error.strerror}", f"cannot be written: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code="export", message=Localized(zh=zh, en=en))])
