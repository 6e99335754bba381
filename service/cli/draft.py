"""`firstword draft`: a brief in, the statements it asks for out."""

import json
from typing import Annotated

import typer

from service.briefs.loader import load_brief
from service.cli import console
from service.cli.rendering import page_for_stdout, render_result
from service.config import load_settings
from service.drafting.observing import Quiet
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import DraftResult
from service.findings import Severity

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="draft",
    help=console.say("由简报起草文稿；简报可以是 -（标准输入）。", "Draft from a brief; the brief may be `-` (stdin)."),
)
def run(
    brief: Annotated[str, typer.Argument(metavar="BRIEF")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=console.say("输出 firstword.result/1", "print firstword.result/1"))
    ] = False,
    model: Annotated[
        str | None, typer.Option("--model", metavar="M", help=console.say("litellm 模型名", "litellm model string"))
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help=console.say("只用内置写手，不碰网络", "built-in composer, no network"))
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=console.say("有缺口也算未通过", "a gap fails as an error does"))
    ] = False,
    no_fallback: Annotated[
        bool, typer.Option("--no-fallback", help=console.say("模型不可用时不改用内置写手", "do not fall back to the composer"))
    ] = False,
) -> None:
    """Draft every statement the brief requests."""
    loaded = load_brief(console.read_input(brief), console.shown(brief))
    options = DraftOptions(model=model, offline=offline, fallback=not no_fallback, second_reader=True)
    settings = load_settings()
    if settings.api_base and not (model or settings.model or settings.embedding_model or offline):
        console.note(
            console.say(
                "设置了 FIRSTWORD_API_BASE，但没有设置 FIRSTWORD_MODEL：由内置写手起草",
                "FIRSTWORD_API_BASE is set, but not FIRSTWORD_MODEL: the composer writes",
            )
        )
    result = draft(loaded, options, settings, observer=_Progress())
    for remark in result.notes:
        console.note(remark.in_(console.terminal_language()))
    if as_json:
        console.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    else:
        console.write(render_result(result, page_for_stdout(console.terminal_language())))
    raise typer.Exit(exit_code(result, strict=strict))


class _Progress(Quiet):
    """Stages on stderr."""

    def on_stage(self, name: str) -> None:
        console.note(name)


def exit_code(result: DraftResult, *, strict: bool) -> int:
    """1 while an error finding stands, or with `strict` a gap; else 0."""
    errors = any(finding.severity is Severity.ERROR for statement in result.statements for finding in statement.findings)
    gaps = strict and any(statement.gaps for statement in result.statements)
    return int(errors or gaps)
