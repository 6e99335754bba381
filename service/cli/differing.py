"""A revision for a terminal: each variant with what was cut, added and changed, sentence by sentence."""

from collections.abc import Iterator

from service.cli.rendering import BOLD, DIM, Page, render_findings
from service.drafting.revisions import Difference, Revision, Variant
from service.i18n import Localized

_NAMES = {
    "close": Localized("改动最少", "changed as little as can be"),
    "free": Localized("放开改", "changed freely"),
    "trimmed": Localized("删去次要的句子", "lesser sentences cut"),
    "shortest": Localized("只留必须说的", "only what must be said"),
}
_CUT, _ADDED = "31", "32"


def variant_name(name: str) -> Localized:
    """What a variant is called."""
    return _NAMES[name]


def render_revision(revision: Revision, page: Page) -> str:
    """Every variant with its differences and findings; the note, if there is one."""
    lines = [line for number, variant in enumerate(revision.variants, 1) for line in _variant(number, variant, page)]
    if revision.note:
        lines.append(page.line(revision.note))
    return "\n".join(lines)


def _variant(number: int, variant: Variant, page: Page) -> Iterator[str]:
    statement = variant.statement
    size = page.say(f"{len(statement.text)} 个字符", f"{len(statement.text)} characters")
    yield page.line(f"== {number}. {variant_name(variant.name).in_(page.language)} · {statement.generation.model} · {size}", BOLD)
    yield page.line(statement.title, BOLD)
    yield page.line(statement.text)
    yield ""
    for difference in variant.differences:
        yield from _difference(difference, page)
    yield ""
    yield render_findings(statement.findings, page)
    yield ""


def _difference(difference: Difference, page: Page) -> Iterator[str]:
    if difference.op == "kept":
        yield page.line(f"  {difference.before}", DIM)
        return
    if difference.before:
        yield page.line(f"- {difference.before}", _CUT)
    if difference.after:
        yield page.line(f"+ {difference.after}", _ADDED)
