"""`firstword knowledge`: what the corpus says."""

import json
from typing import Annotated

import typer

from service.cli import console
from service.cli.rendering import page_for_stdout, render_passages
from service.config import load_settings
from service.drafting.pipeline import search_knowledge

app = typer.Typer(
    name="knowledge",
    help=console.say("检索知识库。", "Search the knowledge corpus."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def group() -> None:
    """Makes `search` a command of its own, also while it is the only one."""


@app.command(help=console.say("检索，最相关的在前。", "Search, best first."))
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    brand: Annotated[
        str | None, typer.Option("--brand", metavar="B", help=console.say("品牌名或键", "brand name or key"))
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection", metavar="C", help=console.say("只在这个集合里找；可重复", "only in this collection; may be repeated")
        ),
    ] = None,
    count: Annotated[int, typer.Option("-k", min=1, max=100, help=console.say("条数", "how many"))] = 5,
    as_json: Annotated[bool, typer.Option("--json", help=console.say("输出 JSON 列表", "print a JSON list"))] = False,
) -> None:
    """Search the corpus."""
    passages = search_knowledge(query, brand=brand, collections=collection or None, k=count, settings=load_settings())
    if as_json:
        console.write(json.dumps([passage.model_dump(mode="json") for passage in passages], ensure_ascii=False, indent=2))
    else:
        console.write(render_passages(passages, page_for_stdout(console.terminal_language())))
