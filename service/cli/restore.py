"""`firstword restore FILE`: an empty database filled from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from service.backup import restore
from service.cli import console
from service.config import load_settings
from service.installation import Installation

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    name="restore",
    help=console.say(
        "用备份恢复到一个空的数据库，SQLite 与 PostgreSQL 可互换。",
        "Fill an empty database, SQLite or PostgreSQL, from a backup.",
    ),
)
def run(file: Annotated[Path, typer.Argument(help=console.say("备份文件", "the backup"))]) -> None:
    """Whole or not at all."""
    count = restore(Installation(load_settings()).database(), file)
    console.note(console.say(f"{count} 行", f"{count} rows"))
