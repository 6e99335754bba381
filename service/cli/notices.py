"""`firstword notices`: the worker as a program of its own, for machines that run no pages."""

from typing import Annotated

import typer

from service import clock
from service.cli import console
from service.config import load_settings
from service.installation import Installation
from service.notices.addresses import require_usable
from service.reminders.worker import Worker

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.callback(help=console.say("把通知送到邮箱、企业微信、钉钉、飞书、Slack。", "Send notices to e-mail and chat addresses."))
def group() -> None:
    """Keeps `run` a command of its own."""


@app.command(
    name="run",
    help=console.say("找出到期的事项，发送等待中的通知，直到停止。", "Find what is due and send what waits, until stopped."),
)
def run(
    *,
    once: Annotated[
        bool, typer.Option("--once", help=console.say("只做一轮就结束", "do what there is to do now, and end"))
    ] = False,
) -> None:
    """`firstword serve` does the same beside its pages; any number may run."""
    settings = load_settings()
    require_usable(settings)
    worker = Worker(Installation(settings))
    if not once:
        worker.run()
        return
    sent = failed = 0
    is_more = True
    while is_more:
        done = worker.tick(clock.now())
        sent, failed, is_more = sent + done.sent, failed + done.failed, done.is_more
    console.write(console.say(f"已发送 {sent} 条，待重试 {failed} 条", f"{sent} sent, {failed} to be tried again"))
