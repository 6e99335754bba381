"""`firstword check`: a text in, findings out. Loads no model, no index and no web framework."""

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.cli import console
from service.cli.formats import CheckedFile, github, sarif
from service.cli.jsonl import run_lines
from service.cli.rendering import BOLD, page_for_stdout, render_findings, render_text
from service.drafting.submitted import check, check_request_from_data
from service.errors import InvalidInput, Problem
from service.findings import Severity
from service.i18n import Localized
from service.structured import decode

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Gravity(StrEnum):
    """From which severity on a finding makes the command fail."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"


_GRAVER: dict[Gravity, frozenset[Severity]] = {
    Gravity.ERROR: frozenset({Severity.ERROR}),
    Gravity.WARNING: frozenset({Severity.ERROR, Severity.WARNING}),
    Gravity.SUGGESTION: frozenset(Severity),
}


@app.command(name="check", help=console.say("检查文字；- 或不写文件名时读标准输入。", "Check texts; `-` or no file reads stdin."))
def run(  # noqa: PLR0913 - the options of one command
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE|-]...", show_default=False)] = None,
    *,
    brief: Annotated[
        str | None, typer.Option("--brief", metavar="BRIEF", help=console.say("对照这份简报检查", "check against this brief"))
    ] = None,
    statement: Annotated[
        str | None,
        typer.Option(
            "--statement", metavar="S", help=console.say("文稿种类；不写按营销文案", "kind of text; absent: marketing copy")
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="L", help=console.say("zh、en 或语言标签；不写则自动判断", "zh, en or a tag; absent: detected")
        ),
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", metavar="J", help=console.say("CN HK US UK EU", "CN HK US UK EU"))
    ] = None,
    brand: Annotated[
        str | None, typer.Option("--brand", metavar="B", help=console.say("加上这个品牌自己的规则", "add this brand's own rules"))
    ] = None,
    shape: Annotated[Format, typer.Option("--format", help=console.say("输出格式", "how to print findings"))] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help=console.say("输出 JSON 列表", "print a JSON list"))] = False,
    fail_on: Annotated[
        Gravity,
        typer.Option("--fail-on", help=console.say("从哪一级起退出码为 1", "the least severity that makes the exit code 1")),
    ] = Gravity.ERROR,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help=console.say("每行一个 JSON 对象，逐行回答", "one JSON object a line, one answer a line")),
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=console.say("--jsonl 用的进程数", "processes for --jsonl"))
    ] = 1,
) -> None:
    """Check texts, or one object a line."""
    ledger = load_brief(console.read_input(brief), console.shown(brief)) if brief is not None else None
    names = files or ["-"]
    if jsonl:
        with console.input_stream(_only(names)) as stream:
            fails = run_lines(stream, ledger, workers, _GRAVER[fail_on])
        raise typer.Exit(int(fails))
    known = {"statement": statement, "language": language, "jurisdiction": jurisdiction, "brand": brand}
    checked = [_checked(name, known, ledger) for name in names]
    if as_json or shape is Format.JSON:
        _print_json(checked)
    elif shape is Format.GITHUB:
        annotations = github(checked)
        if annotations:
            console.write(annotations)
    elif shape is Format.SARIF:
        console.write(sarif(checked))
    else:
        _print_text(checked)
    raise typer.Exit(int(any(finding.severity in _GRAVER[fail_on] for file in checked for finding in file.findings)))


def _only(names: list[str]) -> str:
    if len(names) > 1:
        told = Localized("--jsonl 一次只读一个文件", "--jsonl reads one file at a time")
        raise InvalidInput([Problem(field="FILE", code="too-many", message=told)])
    return names[0]


def _checked(name: str, known: dict[str, Any], ledger: IncidentBrief | None) -> CheckedFile:
    shown = console.shown(name)
    request = check_request_from_data({"text": decode(console.read_input(name), shown), **known}, shown)
    return CheckedFile(shown, request.text, check(request.model_copy(update={"brief": ledger})))


def _print_json(checked: list[CheckedFile]) -> None:
    lists = [[finding.model_dump(mode="json") for finding in file.findings] for file in checked]
    answer: list[Any] = lists[0]
    if len(checked) > 1:
        answer = [{"file": file.name, "findings": findings} for file, findings in zip(checked, lists, strict=True)]
    console.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _print_text(checked: list[CheckedFile]) -> None:
    page = page_for_stdout(console.terminal_language())
    blocks = []
    for file in checked:
        heading = page.line(f"== {file.name}", BOLD) + "\n" if len(checked) > 1 else ""
        marked = f"{render_text(file.text.rstrip(), file.findings, page)}\n\n" if file.findings else ""
        blocks.append(heading + marked + render_findings(file.findings, page))
    console.write("\n\n".join(blocks))
