"""`firstword assess`: a brief in, its level, strategy, clock and sign-off out."""

import json
from typing import Annotated

import typer

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs.loader import load_brief
from service.cli import console
from service.cli.rendering import page_for_stdout, render_assessment

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="assess",
    help=console.say("评估一份简报：级别、策略、时限、签发人。", "Assess a brief: level, strategy, clock, sign-off."),
)
def run(
    brief: Annotated[str, typer.Argument(metavar="BRIEF")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help=console.say("输出 JSON", "print JSON"))] = False,
) -> None:
    """Assess one brief."""
    loaded = load_brief(console.read_input(brief), console.shown(brief))
    assessment = assess(loaded, find_brand(loaded.brand))
    if as_json:
        console.write(json.dumps(assessment.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        console.write(render_assessment(assessment, page_for_stdout(console.terminal_language())))
