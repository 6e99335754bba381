"""`firstword prompt show`: exactly what a model would be sent. Sends nothing."""

import json
from typing import Annotated

import typer

from service.briefs import Language, StatementType
from service.briefs.loader import load_brief
from service.cli import console
from service.config import load_settings
from service.drafting.pipeline import show_prompt

app = typer.Typer(
    name="prompt",
    help=console.say("查看给模型的提示词。", "Look at the prompts a model gets."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def group() -> None:
    """Makes `show` a command of its own, also while it is the only one."""


@app.command(
    help=console.say("打印将要发送的消息（JSON），不发送。", "Print the messages that would be sent, as JSON; sends nothing.")
)
def show(
    brief: Annotated[str, typer.Argument(metavar="BRIEF")],
    *,
    statement: Annotated[StatementType, typer.Option("--statement", help=console.say("文稿类型", "kind of statement"))],
    language: Annotated[
        Language | None, typer.Option("--language", help=console.say("文稿语言", "language of the statement"))
    ] = None,
) -> None:
    """Show the prompt for one statement."""
    loaded = load_brief(console.read_input(brief), console.shown(brief))
    console.write(json.dumps(show_prompt(loaded, statement, language, load_settings()), ensure_ascii=False, indent=2))
