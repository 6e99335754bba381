"""`firstword eval`: how good the checks are, measured on the project's own data. That data is part of a checkout, not of the package."""

import importlib
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Protocol, cast

import typer

from service.cli import console
from service.errors import ComponentUnavailable
from service.i18n import Localized, UiLanguage
from service.resources import data_root

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    help=console.say("用项目自带的数据衡量检查的好坏。", "Measure the checks on the project's own data."),
)
_ABSENT = Localized(
    zh="这里没有评测数据：firstword eval 只能在项目的源码目录（含 evals/）里运行，安装包不带它",
    en="there is no evaluation here: firstword eval runs from a checkout of the project (with evals/), which the package leaves out",
)


class Half(StrEnum):
    """Which texts are scored."""

    DEV = "dev"
    HELD = "held"
    ALL = "all"


class _Task(Protocol):
    """A module of `evals.tasks`; imported by name, for the service knows nothing of its evaluation."""

    def report(self, *, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
        """The page to print and the exit code."""


class _Comparison(Protocol):
    """The module that compares models."""

    def report(self, *, models: Sequence[str], page: Path | None, as_json: bool, language: UiLanguage) -> tuple[str, int]:
        """The table to print and the exit code; `page`: where HTML goes."""


@app.callback()
def evaluate() -> None:
    """Hold the group's options; there are none."""


_Half = Annotated[
    Half,
    typer.Option("--set", help=console.say("用哪一部分：开发集、留出集或全部", "the open texts, the held-back ones, or all")),
]
_Misses = Annotated[
    bool, typer.Option("--misses", help=console.say("列出每一处漏报和误报", "list every miss and every false alarm"))
]
_Json = Annotated[bool, typer.Option("--json", help=console.say("输出完整结果", "print the whole result as JSON"))]
_Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help=console.say("进程数", "processes"))]


@app.command(
    name="grounding",
    help=console.say(
        "衡量依据检查：查出多少编造，误报多少忠实的文稿。未达目标时退出码为 1。",
        "Measure the grounding check: inventions caught, faithful texts wrongly flagged. Exit code 1 when a target is missed.",
    ),
)
def grounding(*, half: _Half = Half.DEV, misses: _Misses = False, as_json: _Json = False, workers: _Workers = 1) -> None:
    """Measure the grounding check."""
    _report("grounding", half, misses=misses, as_json=as_json, workers=workers)


@app.command(
    name="compliance",
    help=console.say(
        "衡量合规规则：按篇、按处的准确率与召回率，干净文稿的误报。未达目标时退出码为 1。",
        "Measure the compliance rules: precision and recall by text and by place, clean texts flagged. Exit code 1 when a target is missed.",
    ),
)
def compliance(*, half: _Half = Half.DEV, misses: _Misses = False, as_json: _Json = False, workers: _Workers = 1) -> None:
    """Measure the compliance rules."""
    _report("compliance", half, misses=misses, as_json=as_json, workers=workers)


@app.command(
    name="retrieval",
    help=console.say(
        "衡量检索：前五条命中多少，没有答案时能否不答；按词、按义、合并各算一遍。未达目标时退出码为 1。",
        "Measure retrieval: recall in the first five, silence where nothing answers; by words, by meaning, by both. Exit code 1 when a target is missed.",
    ),
)
def retrieval(*, half: _Half = Half.DEV, misses: _Misses = False, as_json: _Json = False, workers: _Workers = 1) -> None:
    """Measure retrieval."""
    _report("retrieval", half, misses=misses, as_json=as_json, workers=workers)


@app.command(
    name="intake",
    help=console.say(
        "衡量整理笔记：人会列出的事实读出多少，读出的有多少用得上，矛盾找到多少。未达目标时退出码为 1。",
        "Measure intake: the facts a person would list, how many candidates are of use, contradictions found. Exit code 1 when a target is missed.",
    ),
)
def intake(*, misses: _Misses = False, as_json: _Json = False) -> None:
    """Measure the reading of notes."""
    _report("intake", Half.ALL, misses=misses, as_json=as_json, workers=1)


@app.command(
    name="drafting",
    help=console.say(
        "用照本宣科的模型衡量起草：编造能否进入文稿，如实的句子保留多少。未达目标时退出码为 1。",
        "Measure drafting with a scripted model: inventions that come through, true sentences kept. Exit code 1 when a target is missed.",
    ),
)
def drafting(*, half: _Half = Half.DEV, misses: _Misses = False, as_json: _Json = False, workers: _Workers = 1) -> None:
    """Measure drafting."""
    _report("drafting", half, misses=misses, as_json=as_json, workers=workers)


@app.command(
    name="injection",
    help=console.say(
        "用恶意材料和一个言听计从的模型试起草：多少条什么也没改变。有一条改变了结果，退出码即为 1。",
        "Try drafting with hostile material and a model that obeys it: how many items change nothing. Exit code 1 when one does.",
    ),
)
def injection(*, as_json: _Json = False) -> None:
    """Try the drafting path with hostile material."""
    _report("injection", Half.ALL, misses=True, as_json=as_json, workers=1)


@app.command(
    name="models",
    help=console.say(
        "让各模型起草同样的简报并比较：编造、泄露、保留的句子、套话。答案取自 evals/recordings/，不联网。有不该有的内容时退出码为 1。",
        "Compare models on the same briefs: inventions, leaks, sentences kept, clichés. Answers come from evals/recordings/, offline. "
        "Exit code 1 when something stands in a final text that must not.",
    ),
)
def models(
    *,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help=console.say("只比较这些模型，可重复", "these models only, may be repeated")),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--report", help=console.say("另写一页 HTML", "write a page of HTML as well"))
    ] = None,
    as_json: _Json = False,
) -> None:
    """Compare models."""
    task = cast("_Comparison", _task("models"))
    told, code = task.report(models=model or [], page=page, as_json=as_json, language=console.terminal_language())
    console.write(told)
    raise typer.Exit(code)


def _report(task: str, half: Half, *, misses: bool, as_json: bool, workers: int) -> None:
    told, code = _task(task).report(
        which=half.value, misses=misses, as_json=as_json, workers=workers, language=console.terminal_language()
    )
    console.write(told)
    raise typer.Exit(code)


def _task(name: str) -> _Task:
    root = data_root()
    if not (root / "evals" / "tasks" / f"{name}.py").is_file():
        raise ComponentUnavailable(_ABSENT)
    if str(root) not in sys.path:
        # An editable install may know the package alone.
        sys.path.insert(0, str(root))
    return cast("_Task", importlib.import_module(f"evals.tasks.{name}"))
