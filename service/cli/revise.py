"""`firstword revise`: a statement and an instruction in, up to two variants with their differences out."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from service.briefs import Channel, Language, StatementType
from service.briefs.loader import load_brief
from service.cli import console
from service.cli.differing import render_revision
from service.cli.rendering import page_for_stdout
from service.config import load_settings
from service.drafting.pipeline import DraftOptions
from service.drafting.revising import revise
from service.drafting.revisions import revision_request_from_data
from service.errors import InvalidInput, Problem
from service.findings import Severity
from service.i18n import Localized
from service.language import text_language
from service.structured import decode, parse

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="revise",
    help=console.say(
        "按一条要求改写文稿：RESULT_OR_TEXT 是 draft --json 的结果，或纯文本（第一行后空一行的是标题）；- 读标准输入。",
        "Revise a statement as asked. RESULT_OR_TEXT is a result of draft --json, or plain text (a first line with a blank one "
        "below it is the title); `-` reads stdin.",
    ),
)
def run(  # noqa: PLR0913 - the options of one command
    source: Annotated[str, typer.Argument(metavar="RESULT_OR_TEXT")],
    *,
    brief: Annotated[str, typer.Option("--brief", metavar="BRIEF", help=console.say("文稿依据的简报", "the brief it rests on"))],
    instruction: Annotated[
        str,
        typer.Option(
            "--instruction", metavar="TEXT", help=console.say("怎么改，如“更短”“发微博”", "what to change: shorter, for Weibo")
        ),
    ],
    number: Annotated[
        int, typer.Option("--number", min=1, help=console.say("结果里的第几份文稿", "which statement of the result"))
    ] = 1,
    statement: Annotated[
        StatementType, typer.Option("--statement", help=console.say("纯文本的文稿种类", "kind of a plain text"))
    ] = StatementType.HOLDING_STATEMENT,
    channel: Annotated[
        Channel, typer.Option("--channel", help=console.say("纯文本的渠道", "channel of a plain text"))
    ] = Channel.WEB,
    language: Annotated[
        Language | None,
        typer.Option("--language", help=console.say("纯文本的语言；不写则判断", "language of a plain text; absent: detected")),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="M", help=console.say("litellm 模型名", "litellm model string"))
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help=console.say("不碰网络", "no network"))] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=console.say("输出 firstword.revision/1", "print firstword.revision/1"))
    ] = False,
) -> None:
    """Revise one statement."""
    ledger = load_brief(console.read_input(brief), console.shown(brief))
    text = decode(console.read_input(source), console.shown(source))
    if text.lstrip().startswith("{"):
        data: dict[str, Any] = {"statement": _statement_of(text, console.shown(source), number)}
    else:
        tag = language or (Language.ZH_CN if text_language(text) == "zh" else Language.EN_GB)
        data = _plain(text) | {"request": {"statement": statement, "channel": channel, "language": tag}}
    request = revision_request_from_data(data | {"instruction": instruction}, Path(source).name, brief=ledger)
    revision = revise(request, DraftOptions(model=model, offline=offline), load_settings())
    if as_json:
        console.write(json.dumps(revision.to_json(), ensure_ascii=False, indent=2))
    else:
        console.write(render_revision(revision, page_for_stdout(console.terminal_language())))
    found = [finding for variant in revision.variants for finding in variant.statement.findings]
    raise typer.Exit(int(any(finding.severity is Severity.ERROR for finding in found)))


def _statement_of(text: str, shown: str, number: int) -> Any:  # noqa: ANN401 - plain data of unknown shape
    data = parse(text, shown).data
    statements = data.get("statements") if isinstance(data, dict) else None
    if not isinstance(statements, list) or len(statements) < number:
        told = Localized(f"里面没有第 {number} 份文稿", f"it holds no statement {number}")
        raise InvalidInput([Problem(field=f"statements[{number - 1}]", code="missing", message=told, file=shown)])
    return statements[number - 1]


def _plain(text: str) -> dict[str, Any]:
    """Title and text: a first line with a blank one below it is the title."""
    first, _, rest = text.replace("\r\n", "\n").strip("\n").partition("\n\n")
    is_titled = bool(rest.strip()) and "\n" not in first and not first.rstrip().endswith(("。", ".", "！", "!", "？", "?"))
    return {"title": first.strip(), "text": rest.strip("\n")} if is_titled else {"text": text.strip("\n")}
