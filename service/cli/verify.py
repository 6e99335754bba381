"""`firstword verify`: holds an exported bundle, or the audit chain, against itself and says what does not hold, where."""

from pathlib import Path
from typing import Annotated

import typer

from service.audit.keys import PublicKey, public_key
from service.audit.verify import read_head, seal, verify_chain
from service.cli import console
from service.config import load_settings
from service.errors import InvalidInput, Problem
from service.export.verify import verify_bundle
from service.i18n import Localized
from service.installation import Installation

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="verify",
    help=console.say(
        "核对导出的文稿包，或整条审计链：哪里不成立，逐处说明。不需要服务在运行。",
        "Check an exported bundle, or the whole audit chain, and say what does not hold, where. Needs no running service.",
    ),
)
def run(
    *,
    bundle: Annotated[
        Path | None, typer.Argument(help=console.say("导出的文件夹，或它的 zip 文件", "folder of an export, or its zip file"))
    ] = None,
    audit: Annotated[bool, typer.Option("--audit", help=console.say("核对审计链", "check the audit chain"))] = False,
    key: Annotated[Path | None, typer.Option("--key", help=console.say("公钥文件（PEM）", "public key (PEM)"))] = None,
    head: Annotated[
        Path | None,
        typer.Option("--head", help=console.say("以前另存的链尾（JSON）", "an end of the chain kept elsewhere before (JSON)")),
    ] = None,
    export_head: Annotated[
        Path | None,
        typer.Option("--export-head", help=console.say("核对后把签名的链尾另存到此", "keep the signed end of the chain here")),
    ] = None,
) -> None:
    """Exit code 0 when all holds, 1 when something does not."""
    if (bundle is None) is not audit:
        both = Localized(
            zh="给一个文件夹或 zip 文件，或用 --audit，二选一", en="give a folder, a zip file or --audit, one of them"
        )
        raise InvalidInput([Problem(field="BUNDLE", code="usage", message=both)])
    trusted = public_key(_bytes(key)) if key is not None else None
    faults = _chain(trusted, head, export_head) if audit else verify_bundle(bundle or Path(), trusted)
    language = console.terminal_language()
    for fault in faults:
        console.write(fault.in_(language))
    if faults:
        raise typer.Exit(1)
    console.write(_all_holds(bundle, trusted))


def _chain(trusted: PublicKey | None, head: Path | None, export_head: Path | None) -> list[Localized]:
    installation = Installation(load_settings())
    database, key = installation.database(), installation.key()
    exported = read_head(_bytes(head), "--head", head.name) if head is not None else None
    with database.reading() as session:
        faults = [fault.message for fault in verify_chain(session, trusted or key.public, exported)]
    if not faults and export_head is not None:
        with database.unit_of_work() as session:
            end = seal(session, key)
        if end is not None:
            export_head.write_text(end.as_json(), encoding="utf-8")
    return faults


def _all_holds(bundle: Path | None, trusted: PublicKey | None) -> str:
    if bundle is None:
        return console.say("审计链完整。", "The audit chain holds.")
    if trusted is None:
        return console.say(
            "文件与签发相符。未给公钥（--key）：只说明这些文件彼此一致，不说明出自谁。",
            "Files and sign-offs agree. Without --key this says that the files belong together, not who made them.",
        )
    return console.say("全部成立。", "All holds.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = Localized(zh="无法读取", en="cannot be read")
        raise InvalidInput([Problem(field="", code="file", message=message, file=path.name)]) from error
