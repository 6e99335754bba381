"""The `firstword` command's table.

A command group is loaded when it is called (late imports, as those of `evals/` and of the word dictionary), so that `check` starts without the web
framework, the index or a model library.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.main import get_command

from service import __version__
from service.cli import console
from service.errors import ServiceError
from service.i18n import Localized, UiLanguage

USAGE = 2
INTERRUPTED = 130
# What a shell reports for a program whose reader went away.
READER_GONE = 141


@dataclass(frozen=True, slots=True)
class Group:
    """Where a command lives, and what it does."""

    module: str
    summary: Localized


GROUPS: dict[str, Group] = {
    "intake": Group("service.cli.intake", Localized(zh="由笔记整理出简报草稿", en="make the draft of a brief from notes")),
    "draft": Group("service.cli.draft", Localized(zh="由简报起草文稿", en="draft statements from a brief")),
    "revise": Group("service.cli.revise", Localized(zh="按一条要求改写文稿", en="revise a statement as asked")),
    "check": Group("service.cli.check", Localized(zh="检查一段文字", en="check a text")),
    "ground": Group("service.cli.ground", Localized(zh="逐处说明一段文字有没有依据", en="say what of a text a brief supports")),
    "assess": Group(
        "service.cli.assess", Localized(zh="评估级别、策略、时限、签发人", en="level, strategy, clock and sign-off of a brief")
    ),
    "rules": Group("service.cli.rules", Localized(zh="查看、自测合规规则", en="list, show and test the compliance rules")),
    "knowledge": Group("service.cli.knowledge", Localized(zh="检索知识库", en="search the knowledge corpus")),
    "prompt": Group("service.cli.prompt", Localized(zh="查看给模型的提示词", en="look at the prompts a model gets")),
    "eval": Group(
        "service.cli.evaluate", Localized(zh="用自带数据衡量检查的好坏", en="measure the checks on the project's data")
    ),
    "user": Group("service.cli.user", Localized(zh="管理人员和角色", en="manage people and roles")),
    "export": Group("service.cli.export", Localized(zh="导出签发过的文稿", en="export a signed text as files")),
    "verify": Group(
        "service.cli.verify", Localized(zh="核对导出的文稿包或审计链", en="check an exported bundle or the audit chain")
    ),
    "backup": Group("service.cli.backup", Localized(zh="把数据库存成一个文件", en="keep the database as one file")),
    "restore": Group("service.cli.restore", Localized(zh="由备份恢复", en="restore from a backup")),
    "notices": Group("service.cli.notices", Localized(zh="发送通知", en="send notices")),
    "serve": Group("service.cli.serve", Localized(zh="启动网页与接口", en="run the pages and the API")),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code and never a traceback."""
    console.prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = console.terminal_language()
    try:
        code = _dispatch(arguments, language)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
        return READER_GONE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return code


def _dispatch(arguments: list[str], language: UiLanguage) -> int:
    name = arguments[0] if arguments else "--help"
    if name in {"--help", "-h", "help"}:
        console.write(_overview(language))
        return 0 if arguments else USAGE
    if name == "--version":
        console.write(f"firstword {__version__}")
        return 0
    if name not in GROUPS:
        console.note(
            Localized(zh=f"firstword: 没有命令 {name}，可用：", en=f"firstword: no command {name}; there are ").in_(language)
            + ", ".join(GROUPS)
        )
        return USAGE
    try:
        return _run(name, arguments[1:])
    except typer.TyperException as error:
        console.note(f"firstword {name}: {_usage_message(error, language)}")
        return USAGE
    except ServiceError as error:
        for line in console.describe(error, language):
            console.note(line)
        return error.exit_code
    except (BrokenPipeError, KeyboardInterrupt, typer.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - a person under pressure gets one line, not a traceback
        console.note(Localized(zh="firstword: 内部错误：", en="firstword: internal error: ").in_(language) + _place(error))
        return USAGE


def _run(name: str, arguments: list[str]) -> int:
    command = get_command(importlib.import_module(GROUPS[name].module).app)
    try:
        with command.make_context(f"firstword {name}", arguments) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return 0


def _overview(language: UiLanguage) -> str:
    usage = Localized(
        zh="用法：firstword 命令 …（firstword 命令 --help 看详情）",
        en="Usage: firstword COMMAND … (firstword COMMAND --help for more)",
    )
    rows = [f"  {name:<10} {group.summary.in_(language)}" for name, group in GROUPS.items()]
    return "\n".join((usage.in_(language), "", *rows))


def _usage_message(error: typer.TyperException, language: UiLanguage) -> str:
    """What is wrong with the call, in the user's language; the library speaks English alone."""
    english = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    hint = f" {parameter.get_error_hint(None)}" if False else ""
    chinese = {
        "NoSuchOption": f"没有选项 {option}",
        "MissingParameter": f"缺少参数（{english}）",
        "BadParameter": f"参数的值不对（{english}）",
    }.get(type(error).__name__, f"用法有误（{english}）")
    return Localized(zh=chinese + hint, en=english).in_(language)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{where}"


def _silence_stdout() -> None:
    """The interpreter flushes stdout once more at its end; let that go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
