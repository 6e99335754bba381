"""`firstword ground`: a text and a brief in, every claim marked with what supports it out. Loads no model, no index, no web framework."""

import json
from typing import Annotated

import typer

from service.briefs.loader import load_brief
from service.cli import console
from service.cli.grounded import render_grounded
from service.cli.rendering import page_for_stdout
from service.drafting.claims import GroundLanguage, ground_request_from_data, ground_text, supports_of
from service.structured import decode

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="ground",
    help=console.say(
        "逐处说明一段文字的依据；文字写 - 或不写时读标准输入，简报也可以是 -。",
        "Say what each claim of a text rests on; `-` or no TEXT reads the text from stdin, BRIEF may be `-` instead.",
    ),
)
def run(
    names: Annotated[
        list[str], typer.Argument(metavar="[TEXT|-] BRIEF", help=console.say("文字，然后是简报", "the text, then the brief"))
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=console.say("输出 firstword.grounding/1", "print firstword.grounding/1"))
    ] = False,
    language: Annotated[
        GroundLanguage | None,
        typer.Option("--language", help=console.say("文字的语言；不写则自动识别", "language of the text; absent: detected")),
    ] = None,
) -> None:
    """Ground one text."""
    text_name, brief_name = _inputs(names)
    ledger = load_brief(console.read_input(brief_name), console.shown(brief_name))
    shown = console.shown(text_name)
    data = {"text": decode(console.read_input(text_name), shown), "language": language}
    request = ground_request_from_data(data, shown, ledger)
    result = ground_text(request)
    if as_json:
        console.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    else:
        speaks = console.terminal_language()
        supports = supports_of(ledger, speaks, language)
        console.write(render_grounded(request.text, result, supports, page_for_stdout(speaks)))
    raise typer.Exit(int(result.has_error))


def _inputs(names: list[str]) -> tuple[str, str]:
    """Where text and brief come from; a single name is the brief's, and the text comes through the pipe.

    Raises:
        BadParameter: both from stdin, or more names than two.
    """
    text, brief = ("-", *names) if len(names) == 1 else (names[0], names[1])
    if len(names) > 2:
        raise typer.BadParameter(console.say(f"多了一个参数 {names[2]}", f"there is one argument too many, {names[2]}"))
    if text == brief == "-":
        raise typer.BadParameter(console.say("文字和简报不能都来自标准输入", "text and brief cannot both be stdin"))
    return text, brief
