"""`firstword intake`: notes in, the draft of a brief out, with what has to be found out."""

import json
from typing import Annotated

import typer

from service.cli import console
from service.intake.briefing import take_in
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
    as_json: Annotated[
        bool, typer.Option("--json", help=console.say("输出 firstword.intake/1", "print firstword.intake/1"))
    ] = False,
) -> None:
    """Read notes into the draft of a brief."""
    read = [{"name": console.shown(name), "text": decode(console.read_input(name), console.shown(name))} for name in notes]
    request = intake_request_from_data({"notes": read, **({"brand": brand} if brand is not None else {})})
    result = take_in(request, console.terminal_language())
    console.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2) if as_json else result.yaml)
