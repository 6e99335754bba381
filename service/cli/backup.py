"""`firstword backup FILE`: the whole database as one file."""

from pathlib import Path
from typing import Annotated

import typer

from service.backup import back_up
from service.cli import console
from service.config import load_settings
from service.installation import Installation

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="backup",
    help=console.say(
        "把整个数据库存成一个文件（不含签名私钥，请另行保管）。",
        "Keep the whole database as one file (without the signing key: keep that apart).",
    ),
)
def run(file: Annotated[Path, typer.Argument(help=console.say("要写的文件（.zip）", "file to write (.zip)"))]) -> None:
    """Others go on working meanwhile."""
    count = back_up(Installation(load_settings()).database(), file)
    console.note(console.say(f"{count} 行", f"{count} rows"))
