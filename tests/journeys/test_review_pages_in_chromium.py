"""The pages of draft, review and release in a real Chromium: a text is signed without a script."""

import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from service.app import create_app
from service.config import Settings
from tests.databases import PASSWORD
from tests.demand import chromium
from tests.indexed import copied

with warnings.catch_warnings():
    # As in tests/web/conftest.py.
    warnings.simplefilter("ignore")
    from tests.web.offices import Office, make_office

pytestmark = pytest.mark.slow
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@dataclass(frozen=True)
class _Served:
    office: Office
    address: str

    def sign_in(self, page: Page, login: str, language: str) -> None:
        page.goto(f"{self.address}/sign-in?lang={language}")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("button.primary").click()
        page.wait_for_load_state()

    def see(self, page: Page, path: str, language: str) -> None:
        page.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={language}")


@pytest.fixture(scope="module")
def served(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Served]:
    folder = copied(indexed, tmp_path_factory.mktemp("served"))
    settings = Settings(model="", lang="", data_dir=folder, database_url=f"sqlite:///{folder / 'office.db'}")
    app = create_app(settings)
    office = make_office(app, settings)
    for login in ("pr", "legal", "owner"):
        office.sit(login)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield _Served(office, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


def test_a_text_is_edited_reviewed_and_signed_without_a_script(browser: Browser, served: _Served) -> None:
    draft = served.office.draft_path
    for login in ("writer", "legal", "pr", "owner"):
        context = browser.new_context(java_script_enabled=False, locale="zh-CN")
        page = context.new_page()
        served.sign_in(page, login, "zh")
        if login == "writer":
            served.see(page, draft, "zh")
            page.locator("#draft-text").fill(page.locator("#draft-text").input_value().replace("9位", "19位", 1))
            page.get_by_role("button", name="保存并检查").click()
            page.get_by_role("button", name="送审").click()
            assert "已送审" in page.locator(".told").inner_text()
        else:
            served.see(page, f"{draft}/review", "zh")
            if login == "legal":
                page.locator(".decision input[name=reason]").fill("医院来电更正")
                page.get_by_role("button", name="准予保留").click()
            page.locator("#sign button.primary:not([disabled])").click()
            assert "已签发" in page.locator(".told").first.inner_text()
        context.close()
    assert served.office.kept()[0].status.value == "signed"
