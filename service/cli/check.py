"""`firstword check`: a text in, findings out. Loads no model, no index and no web framework."""

import json
from typing import Annotated

import typer

from service.briefs.loader import load_brief
from service.cli import console
from service.cli.jsonl import run_lines
from service.cli.rendering import page_for_stdout, render_findings, render_text
from service.drafting.checking import check, check_request_from_data
from service.findings import Finding, Severity
from service.structured import decode

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="check", help=console.say("检查一段文字；- 或不写文件名时读标准输入。", "Check a text; `-` or no file reads stdin.")
)
def run(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", show_default=False)] = "-",
    *,
    brief: Annotated[
        str | None, typer.Option("--brief", metavar="BRIEF", help=console.say("对照这份简报检查", "check against this brief"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=console.say("输出 JSON 列表", "print a JSON list"))] = False,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help=console.say("每行一个 JSON 对象，逐行回答", "one JSON object a line, one answer a line")),
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=console.say("--jsonl 用的进程数", "processes for --jsonl"))
    ] = 1,
) -> None:
    """Check one text, or one object a line."""
    ledger = load_brief(console.read_input(brief), console.shown(brief)) if brief is not None else None
    if jsonl:
        with console.input_stream(file) as stream:
            has_error = run_lines(stream, ledger, workers)
        raise typer.Exit(int(has_error))
    shown = console.shown(file)
    request = check_request_from_data({"text": decode(console.read_input(file), shown)}, shown)
    findings = check(request.model_copy(update={"brief": ledger}))
    if as_json:
        console.write(json.dumps([finding.model_dump(mode="json") for finding in findings], ensure_ascii=False, indent=2))
    else:
        page = page_for_stdout(console.terminal_language())
        marked = f"{render_text(request.text.rstrip(), findings, page)}\n\n" if findings else ""
        console.write(marked + render_findings(findings, page))
    raise typer.Exit(int(_has_error(findings)))


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
