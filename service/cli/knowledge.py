"""`firstword knowledge`: what the corpus says, and putting documents into it."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.brands import find_brand
from service.briefs import IncidentKind, Jurisdiction
from service.cli import console
from service.cli.rendering import BOLD, COLOURS, DIM, Page, page_for_stdout, render_passages
from service.clock import now
from service.config import load_settings
from service.drafting.knowledge import open_knowledge, search_knowledge
from service.errors import InvalidInput, Problem
from service.findings import Severity
from service.i18n import Localized
from service.retrieval.holdings import Holding
from service.retrieval.ingestion import Outcome, Shelving, ingest

if TYPE_CHECKING:
    from service.retrieval.keeping import PassageKeeper

app = typer.Typer(
    name="knowledge",
    help=console.say("检索与管理知识库。", "Search and keep the knowledge base."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_STATES = {
    "added": Localized("新增", "added"),
    "changed": Localized("更新", "changed"),
    "unchanged": Localized("未变", "unchanged"),
    "removed": Localized("移除", "removed"),
    "refused": Localized("未收录", "refused"),
}
_Brand = Annotated[str | None, typer.Option("--brand", metavar="B", help=console.say("品牌名或键", "brand name or key"))]
_Json = Annotated[bool, typer.Option("--json", help=console.say("输出 JSON 列表", "print a JSON list"))]


@app.callback()
def group() -> None:
    """Holds the group's help."""


@app.command(help=console.say("检索，最相关的在前。", "Search, best first."))
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    brand: _Brand = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection", metavar="C", help=console.say("只在这个集合里找；可重复", "only in this collection; may be repeated")
        ),
    ] = None,
    count: Annotated[int, typer.Option("-k", min=1, max=100, help=console.say("条数", "how many"))] = 5,
    as_json: _Json = False,
) -> None:
    """Search the corpus."""
    found = search_knowledge(query, brand=brand, collections=collection or None, k=count, settings=load_settings())
    passages = found.first
    for remark in found.notes:
        console.note(remark.in_(console.terminal_language()))
    if as_json:
        console.write(json.dumps([passage.model_dump(mode="json") for passage in passages], ensure_ascii=False, indent=2))
    else:
        console.write(render_passages(passages, page_for_stdout(console.terminal_language())))


@app.command(
    name="ingest",
    help=console.say(
        "把文件或文件夹收进知识库：Markdown、文本、HTML、DOCX、PDF。没有变化的不重复处理。",
        "Put files or folders into the knowledge base: Markdown, text, HTML, DOCX, PDF. What has not changed is left alone.",
    ),
)
def ingest_paths(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...")],
    *,
    brand: _Brand = None,
    collection: Annotated[
        str, typer.Option("--collection", metavar="C", help=console.say("放进哪个集合", "into which collection"))
    ] = "library",
    owner: Annotated[str, typer.Option("--owner", metavar="O", help=console.say("负责人或部门", "who answers for it"))] = "—",
    kind: Annotated[
        list[IncidentKind] | None,
        typer.Option("--kind", help=console.say("关于哪类事件；可重复", "kind of incident; may be repeated")),
    ] = None,
    jurisdiction: Annotated[
        Jurisdiction | None, typer.Option("--jurisdiction", help=console.say("适用法域", "jurisdiction"))
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help=console.say("逐个列出文件", "list every file"))] = False,
) -> None:
    """Read files in; exit code 1 when one was refused."""
    shelving = Shelving(
        collection=collection, brand=_brand_key(brand), owner=owner, kinds=tuple(kind or ()), jurisdiction=jurisdiction
    )
    page = page_for_stdout(console.terminal_language())
    with _keeper() as keeper:
        counts, passages, refused = _told(ingest(paths, keeper, shelving), page, verbose=verbose)
    console.write(_summary(counts, passages, page))
    raise typer.Exit(int(refused))


@app.command(name="list", help=console.say("列出收录的文件。", "List what is held."))
def list_documents(*, as_json: _Json = False) -> None:
    """Every document, with its shelf, passages and dates."""
    with _keeper() as keeper:
        _print(list(keeper.holdings().values()), as_json=as_json)


@app.command(help=console.say("列出到期未复核或不再有效的文件。", "List documents whose review is due or that have expired."))
def stale(*, as_json: _Json = False) -> None:
    """What somebody should look at."""
    today = now().date()
    with _keeper() as keeper:
        held = keeper.holdings().values()
    due = [
        item
        for item in held
        if (item.review_due and item.review_due <= today) or (item.effective_to and item.effective_to < today)
    ]
    _print(due, as_json=as_json)


@app.command(help=console.say("一个文件的全部段落。", "Every passage of a document."))
def show(document: Annotated[str, typer.Argument(metavar="DOCUMENT")]) -> None:
    """The document's passages in order."""
    page = page_for_stdout(console.terminal_language())
    with _keeper() as keeper:
        found = keeper.passages(document)
    if not found:
        raise InvalidInput([_unknown(document)])
    console.write("\n\n".join(page.line(title, BOLD) + "\n" + page.line(text, indent="  ") for _, title, text in found))


@app.command(help=console.say("从知识库移除收录的文件（自带的除外）。", "Take documents out (shipped ones stay)."))
def remove(documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...")]) -> None:
    """Remove ingested documents."""
    with _keeper() as keeper:
        gone = keeper.remove(documents)
    unknown = [ident for ident in documents if ident not in {item.id for item in gone}]
    _print(gone, as_json=False)
    if unknown:
        raise InvalidInput([_unknown(ident) for ident in unknown])


@app.command(
    help=console.say(
        "用当前的向量模型重建收录的内容，再换下旧的。", "Build what is held anew with the current embedder, then swap."
    )
)
def reindex() -> None:
    """Write everything anew by the current embedder, with what others hold."""
    page = page_for_stdout(console.terminal_language())
    with open_knowledge(load_settings(), rebuild=True) as index:
        written = len(index)
    console.write(page.say(f"已重建 {written} 个段落。", f"{written} passages were built anew."))


@app.command(
    help=console.say(
        "把法务已同意入库、但还没有进索引的知识补进索引。",
        "Bring into the index what legal accepted as knowledge and what is not in it yet.",
    )
)
def accepted() -> None:
    """Index accepted knowledge; running it again changes nothing."""
    from service.installation import Installation  # noqa: PLC0415 - the database, which a search need not wait for
    from service.review.knowledge import index_accepted  # noqa: PLC0415 - as below

    settings = load_settings()
    installation = Installation(settings)
    try:
        written = index_accepted(installation.database(), settings)
    finally:
        installation.close()
    console.write(console.say(f"写入 {written} 篇。", f"{written} written."))


@contextmanager
def _keeper() -> "Iterator[PassageKeeper]":
    from service.retrieval.keeping import PassageKeeper  # noqa: PLC0415 - loads the vector database, which --help need not wait for

    with open_knowledge(load_settings()) as index:
        yield PassageKeeper(index)


def _brand_key(name: str | None) -> str:
    if name is None:
        return ""
    profile = find_brand(name)
    if profile is None:
        told = Localized(f"没有品牌“{name}”的档案", f"no brand profile for {name!r}")
        raise InvalidInput([Problem(field="--brand", code="unknown-brand", message=told)])
    return profile.key


def _told(outcomes: Iterable[Outcome], page: Page, *, verbose: bool) -> tuple[Counter[str], int, bool]:
    counts: Counter[str] = Counter()
    passages = 0
    for outcome in outcomes:
        counts[outcome.state] += 1
        passages += outcome.passages if outcome.state in {"added", "changed"} else 0
        if outcome.state == "refused" or verbose:
            reason = f": {outcome.reason.in_(page.language)}" if outcome.reason else ""
            console.note(f"{_STATES[outcome.state].in_(page.language)}  {outcome.path}{reason}")
        elif sys.stderr.isatty():
            sys.stderr.write(f"\r{sum(counts.values())} · {passages}")
            sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return counts, passages, counts["refused"] > 0


def _summary(counts: Counter[str], passages: int, page: Page) -> str:
    parts = [f"{_STATES[state].in_(page.language)} {counts[state]}" for state in _STATES if counts[state]]
    told = page.say("；", "; ").join(parts) or page.say("没有可收录的文件", "no files to read")
    return told + page.say(f"。写入 {passages} 个段落。", f". {passages} passages written.")


def _print(held: list[Holding], *, as_json: bool) -> None:
    page = page_for_stdout(console.terminal_language())
    if as_json:
        rows = [
            {
                "document": item.id,
                "title": item.title,
                "collection": item.shelf.collection,
                "brand": item.shelf.brand or None,
                "path": item.path or None,
                "passages": item.passages,
                "verified": item.verified,
                "review_due": item.review_due.isoformat() if item.review_due else None,
                "effective_to": item.effective_to.isoformat() if item.effective_to else None,
            }
            for item in held
        ]
        console.write(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not held:
        console.write(page.say("没有。", "None."))
        return
    for item in held:
        state = "" if item.verified else page.say(" · 未核", " · unverified")
        due = page.say(f" · {item.review_due} 前复核", f" · review by {item.review_due}") if item.review_due else ""
        console.write(page.line(item.id, BOLD) + f"  {item.title}")
        console.write(page.line(f"{item.passages} {page.say('段', 'passages')}{state}{due}", DIM, "  "))
        if not item.is_whole:
            console.write(page.line(page.say("不完整，请重新收录", "incomplete; ingest again"), COLOURS[Severity.WARNING], "  "))


def _unknown(document: str) -> Problem:
    told = Localized("没有收录这个文件，或它是自带的", "not held, or shipped with the product")
    return Problem(field="DOCUMENT", code="unknown-document", message=told, file=document)
