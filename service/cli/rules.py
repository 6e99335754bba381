"""`firstword rules`: which rules there are, what one says, and whether all hold."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from service.cli import console
from service.cli.rendering import BOLD, DIM, Page, page_for_stdout
from service.compliance.loader import Failure, load_folder, run_self_tests, write_pack
from service.compliance.rulefiles import rule_files
from service.compliance.schemas import Existence, Reference, Rule, SourceRule
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.resources import knowledge_dir

app = typer.Typer(
    name="rules",
    help=console.say("合规规则：列表、详情、自测。", "The compliance rules: list, details, self-tests."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_GRADES = {
    "block": Localized("错误（阻断）", "error (blocks)"),
    "legal": Localized("警告（法务复核）", "warning (legal review)"),
    "advise": Localized("建议", "suggestion"),
}
_SHORT = {"block": Localized("错误", "error"), "legal": Localized("警告", "warning"), "advise": Localized("建议", "suggestion")}


@app.command(name="list", help=console.say("列出全部规则。", "List every rule."))
def list_rules() -> None:
    """Id, severity, title, basis, and whether its articles are verified."""
    page = page_for_stdout(console.terminal_language())
    table = Table(box=None, pad_edge=False)
    for heading in (page.say("规则", "rule"), page.say("级别", "severity"), page.say("名称", "title"), page.say("依据", "basis")):
        table.add_column(heading, overflow="fold", no_wrap=heading == page.say("规则", "rule"))
    table.add_column(page.say("条号", "articles"))
    for rule in load_folder(knowledge_dir() / "rules"):
        table.add_row(
            rule.id,
            _SHORT[rule.severity].in_(page.language),
            rule.title.in_(page.language),
            _basis(rule, page),
            _checked(rule, page),
        )
    Console(width=page.width or 200, highlight=False, no_color=not page.styled).print(table)


@app.command(help=console.say("一条规则的全部内容。", "Everything about one rule."))
def show(ident: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Title, basis, exemptions, wording and self-tests of a rule."""
    page = page_for_stdout(console.terminal_language())
    rule = next((rule for rule in load_folder(knowledge_dir() / "rules") if rule.id == ident), None)
    if rule is None:
        raise InvalidInput([_unknown(ident)])
    console.write("\n".join(_lines(rule, page)))


@app.command(
    name="test",
    help=console.say(
        "运行规则文件里的自测；全部成立就编译规则包。", "Run the self-tests in the rule files; when all hold, compile the pack."
    ),
)
def run_tests(
    idents: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help=console.say("只测这些规则", "only these rules"))
    ] = None,
    *,
    write: Annotated[
        bool, typer.Option("--write/--no-write", help=console.say("是否编译规则包", "whether to compile the pack"))
    ] = True,
) -> None:
    """Run self-tests; exit code 1 when one does not hold."""
    page = page_for_stdout(console.terminal_language())
    folder = knowledge_dir() / "rules"
    # Before the rules are read: to try all their expressions takes seconds, and a rule's id is its file's name.
    unknown = sorted(set(idents or ()) - {path.stem for path in rule_files(folder)})
    if unknown:
        raise InvalidInput([_unknown(ident) for ident in unknown])
    rules = load_folder(folder, compile_all=True)
    chosen = [rule for rule in rules if not idents or rule.id in idents]
    failures = run_self_tests(chosen)
    console.write("\n".join([*_failed(failures, page), _summary(chosen, failures, page)]))
    if failures:
        raise typer.Exit(1)
    if write and not idents:
        console.note(page.say("规则包已编译：", "compiled: ") + write_pack(folder).name)


def _unknown(ident: str) -> Problem:
    return Problem(
        field="ID",
        code="unknown-rule",
        message=Localized(
            f"没有规则 {ident}；firstword rules list 列出全部", f"there is no rule {ident}; see `firstword rules list`"
        ),
    )


def _references(rule: Rule) -> tuple[Reference, ...]:
    local = (reference for references in rule.basis.by_jurisdiction.values() for reference in references)
    return (*rule.basis.references, *rule.basis.not_advertisement, *local)


def _basis(rule: Rule, page: Page) -> str:
    return page.say("；", "; ").join(reference.shown(page.language) for reference in rule.basis.references)


def _checked(rule: Rule, page: Page) -> str:
    unverified = sum(not reference.verified for reference in _references(rule))
    if not unverified:
        return page.say("已核", "verified")
    return page.say(f"{unverified} 处未核", f"{unverified} unverified")


def _lines(rule: SourceRule, page: Page) -> list[str]:
    language = page.language
    lines = [
        page.line(f"{rule.id} · {rule.title.in_(language)}", BOLD),
        page.line(page.say("级别：", "Severity: ") + _GRADES[rule.severity].in_(language)),
        page.line(page.say("依据：", "Basis: ") + _basis(rule, page)),
    ]
    if rule.basis.not_advertisement:
        other = page.say("；", "; ").join(reference.shown(language) for reference in rule.basis.not_advertisement)
        lines.append(page.line(page.say("不是广告时：", "Where it is no advertisement: ") + other))
    for where, references in rule.basis.by_jurisdiction.items():
        shown = page.say("；", "; ").join(reference.shown(language) for reference in references)
        lines.append(page.line(f"{where}{page.say('：', ': ')}{shown}"))
    for name, values in (
        (page.say("适用法域", "Jurisdictions"), rule.jurisdictions),
        (page.say("只用于", "Only in"), rule.statements.only),
        (page.say("不用于", "Not in"), rule.statements.off),
        (page.say("让位于", "Yields to"), rule.yields_to),
        (page.say("语境豁免", "Excused when"), rule.exempt),
    ):
        if values:
            lines.append(page.line(f"{name}{page.say('：', ': ')}{', '.join(values)}"))
    lines += [
        page.line(page.say("说明：", "Message: ") + rule.message.in_(language)),
        page.line(page.say("改写：", "Rewrite: ") + rule.suggestion.in_(language)),
        page.line(page.say("匹配方式：", "Kind: ") + rule.kind.name + _ways(rule)),
        page.line(page.say("应当命中", "Must hit"), DIM),
        *(page.line(f"+ {test.text}  →  {' / '.join(test.spans)}", indent="  ") for test in rule.tests.hits),
        page.line(page.say("不应命中", "Must not hit"), DIM),
        *(page.line(f"- {test.text}", indent="  ") for test in rule.tests.misses),
    ]
    return lines


def _ways(rule: Rule) -> str:
    if not isinstance(rule.kind, Existence):
        return ""
    return f" (zh {len(rule.kind.patterns.zh)}, en {len(rule.kind.patterns.en)})"


def _failed(failures: Sequence[Failure], page: Page) -> list[str]:
    return [
        page.line(
            f"{failure.rule}: {failure.text}\n"
            + page.say(
                f"    应为 {list(failure.expected)}，得到 {list(failure.found)}",
                f"    expected {list(failure.expected)}, found {list(failure.found)}",
            )
        )
        for failure in failures
    ]


def _summary(rules: Sequence[SourceRule], failures: Sequence[Failure], page: Page) -> str:
    hits, misses = (
        sum(len(side) for side in sides) for sides in ([r.tests.hits for r in rules], [r.tests.misses for r in rules])
    )
    return page.say(
        f"{len(rules)} 条规则，{hits} 个应命中、{misses} 个不应命中的例句，{len(failures)} 个不成立。",
        f"{len(rules)} rules, {hits} sentences to hit and {misses} to leave alone; {len(failures)} do not hold.",
    )
