"""`firstword intake`: notes in, the draft of a brief out, with what has to be found out."""

import json
from typing import Annotated

import typer

from service.cli import console
from service.config import load_settings
from service.intake.extracting import IntakeOptions, read_notes
from service.intake.schemas import intake_request_from_data
from service.structured import decode

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="intake",
    help=console.say(
        "由笔记、聊天记录、邮件、帖子整理出简报草稿；- 读标准输入。",
        "Draft a brief from notes, chats, mails and posts; `-` reads stdin.",
    ),
)
def run(
    notes: Annotated[list[str], typer.Argument(metavar="NOTES…")],
    *,
    brand: Annotated[
        str | None, typer.Option("--brand", metavar="B", help=console.say("已知的品牌", "the brand, where it is known"))
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="M", help=console.say("litellm 模型名", "litellm model string"))
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help=console.say("只按规则读，不碰网络", "by rules alone, no network"))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=console.say("输出 firstword.intake/1", "print firstword.intake/1"))
    ] = False,
) -> None:
    """Read notes into the draft of a brief."""
    read = [{"name": console.shown(name), "text": decode(console.read_input(name), console.shown(name))} for name in notes]
    request = intake_request_from_data({"notes": read, **({"brand": brand} if brand is not None else {})})
    options = IntakeOptions(model=model, offline=offline)
    result = read_notes(request, options, load_settings(), console.terminal_language())
    if result.fallback and result.reason:
        console.note(result.reason)
    console.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2) if as_json else result.yaml)
