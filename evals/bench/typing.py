"""How soon underlines follow the last key in a statement of 2,000 characters, in a real Chromium, and whether typing is ever held up.

python -m evals.bench.typing [--keys 40] [--chromium /usr/bin/chromium]
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from service.app import create_app
from service.briefs import StatementRequest
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.config import Settings
from service.db import Database
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_version
from service.users import EVERY_BRAND, Role
from service.users.commands import invite, join
from service.users.queries import principal_of

_PASSWORD = "eleven purple herons at dusk"  # noqa: S105 - of a database that is thrown away
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
_LENGTH = 2_000
_LOOK = 20
_FILLER = "我们正在逐一联系当天就餐的顾客，了解他们的身体情况，并把联系的结果告诉负责的人。"
_TYPED = "我们是全国最安全的火锅品牌。目前已有19位顾客住院。"
_WATCH = """() => {
  window.keys = []; window.marks = []; window.held = [];
  document.addEventListener("keydown", () => window.keys.push(performance.now()), true);
  new PerformanceObserver((list) => list.getEntries().forEach((item) => {
    if (item.name === "firstword-underlined") window.marks.push(item.startTime);
  })).observe({ type: "mark" });
  new PerformanceObserver((list) => list.getEntries().forEach((item) => window.held.push(item.duration))).observe({ type: "longtask" });
}"""


def measure(page: Page, keys: int) -> dict[str, float]:
    """Types so many keys, each followed by a pause until its underlines are there; milliseconds."""
    page.evaluate(_WATCH)
    page.locator(".editor .cm-content").click()
    page.keyboard.press("Control+End")
    delays: list[float] = []
    for number in range(keys):
        # An input method sends a key and then the characters.
        before = page.evaluate("() => window.marks.length")
        page.keyboard.press("Shift")
        page.keyboard.insert_text(_TYPED[number % len(_TYPED)])
        # The page's policy forbids the evaluation that waiting for a condition takes.
        while page.evaluate("() => window.marks.length") == before:
            page.wait_for_timeout(_LOOK)
        delays.append(page.evaluate("() => window.marks.at(-1) - window.keys.at(-1)"))
    held = page.evaluate("() => window.held")
    return {
        "median_ms": statistics.median(delays),
        "p95_ms": sorted(delays)[round(0.95 * (len(delays) - 1))],
        "longest_hold_ms": max(held, default=0.0),
        "holds_over_50_ms": float(len(held)),
    }


def main() -> None:
    """Set up an installation with one statement, type, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        app = create_app(settings)
        draft, text = _statement(app.state.installation.database(), settings)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            print(json.dumps(_run(address, draft, text, given.keys, given.chromium), indent=1))
        finally:
            server.should_exit = True
            thread.join()


def _statement(database: Database, settings: Settings) -> tuple[str, str]:
    """A draft of somebody who may edit it: its key, and its text made as long as wanted."""
    brief = load_brief(Path("evals/briefs/05-hotpot-food-poisoning.yml").read_bytes(), "")
    wanted = StatementRequest.model_validate({"statement": "holding_statement", "channel": "web", "language": "zh-CN"})
    with database.unit_of_work() as session:
        _, secret = invite(session, actor_id="system", login="bench", name="Bench", roles=[(EVERY_BRAND, Role.PR)])
    with database.unit_of_work() as session:
        user = join(session, secret=secret, password=_PASSWORD)
    with database.reading() as session:
        person = principal_of(session, user)
    with database.unit_of_work() as session:
        case = open_case(session, person, brief).id
    made = create_draft(database, person, case, wanted, settings=settings, options=DraftOptions(offline=True))
    with database.reading() as session:
        text = get_version(session, made).text or ""
    return made.id, text + "\n\n" + _FILLER * ((_LENGTH - len(text)) // len(_FILLER))


def _run(address: str, draft: str, text: str, keys: int, chromium: str) -> dict[str, float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = browser.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", "bench")
        page.fill("#password", _PASSWORD)
        page.click("button.primary")
        page.goto(f"{address}/drafts/{draft}")
        page.wait_for_selector(".editor .cm-content")
        page.locator(".editor .cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
        page.wait_for_timeout(3_000)
        found = measure(page, keys)
        browser.close()
    return {"characters": float(len(text)), **found}


if __name__ == "__main__":
    main()
