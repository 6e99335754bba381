"""Desk and case pages in a real Chromium: used by two people at once, and a case opened from a file by keyboard."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.app import create_app
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.users import EVERY_BRAND, Role
from service.users.commands import first_admin_link, join
from service.users.queries import principal_of
from tests.databases import PASSWORD, House
from tests.demand import chromium
from tests.indexed import copied
from tests.samples import FOLDER, milk, sample

pytestmark = pytest.mark.slow
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
BRIEF = sample("05-hotpot-food-poisoning")


@dataclass(frozen=True)
class Running:
    """A service with two people and a case that has a draft."""

    address: str
    case: str

    def sign_in(self, page: Page, login: str, language: str = "zh") -> None:
        page.goto(f"{self.address}/sign-in?lang={language}")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/desk")
        page.goto(f"{self.address}/language/{language}?next=/desk")


@pytest.fixture(scope="module")
def running(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    settings = Settings(model="", lang="zh", data_dir=copied(indexed, tmp_path_factory.mktemp("data")))
    app = create_app(settings)
    database = app.state.installation.database()
    with database.unit_of_work() as session:
        link = first_admin_link(session)
    assert link is not None
    with database.unit_of_work() as session:
        admin = join(session, secret=link, password=PASSWORD, login="root", name="Root")
    with database.reading() as session:
        house = House(database, principal_of(session, admin))
    writer = house.person("writer", (EVERY_BRAND, Role.PR), (EVERY_BRAND, Role.LEGAL))
    house.person("other", (EVERY_BRAND, Role.PR))
    with database.unit_of_work() as session:
        case = open_case(session, writer, BRIEF).id
        open_case(session, writer, milk())
    create_draft(
        database,
        writer,
        case,
        BRIEF.requests[0],
        settings=settings,
        options=DraftOptions(offline=True),
    )
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Running(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", case)
    server.should_exit = True
    thread.join()
    app.state.installation.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield made
        made.close()


def test_two_people_on_one_line_see_both_wordings(browser: Browser, running: Running) -> None:
    pages = []
    for login in ("writer", "other"):
        page = browser.new_context().new_page()
        running.sign_in(page, login, "en")
        page.goto(f"{running.address}/cases/{running.case}?edit=facts:F3")
        pages.append(page)
    first, second = pages
    first.locator("#edit-text").fill("云浦店自7月19日0时30分起停业")
    first.locator("#edit-form button.primary").click()
    first.wait_for_url("**#facts")
    second.locator("#edit-text").fill("云浦店自7月19日1时起停业")
    second.locator("#edit-form button.primary").click()
    second.wait_for_selector(".meanwhile")
    assert second.locator("#edit-text").input_value() == "云浦店自7月19日1时起停业"
    assert "0时30分" in second.locator("#edit-text-other").inner_text()
    # The form that came back is what one sees, not the top of the page.
    # The window glides there.
    expect(second.locator("#edit-form")).to_be_in_viewport()
    second.locator("#edit-form button.primary").click()
    second.wait_for_url("**#facts")
    assert "1时起停业" in second.locator("#fact-F3").inner_text()
    assert second.locator(".stale").count() == 1
    for page in pages:
        page.context.close()


def test_a_case_is_opened_from_a_file_and_its_first_statement_asked_for_by_keyboard(browser: Browser, running: Running) -> None:
    page = browser.new_context().new_page()
    running.sign_in(page, "other", "zh")
    page.get_by_role("link", name="新案件").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new")
    page.locator("#brief-file").set_input_files(FOLDER / "05-hotpot-food-poisoning.yml")
    page.get_by_role("button", name="用文件开案").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    page.get_by_role("button", name="起草", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/*")
    page.context.close()


def test_a_statement_is_shown_while_it_is_drafted_and_is_kept_as_it_was_shown(browser: Browser, running: Running) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    shown: list[str] = []
    page.expose_function("shown", lambda text: shown.append(text))  # noqa: PLW0108 - a builtin takes no attributes
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            const text = document.getElementById("live-text");
            if (text) new MutationObserver(() => shown(text.textContent)).observe(text, { childList: true, subtree: true });
        })"""
    )
    running.sign_in(page, "writer")
    page.goto(f"{running.address}/cases/{running.case}")
    page.select_option("#request-statement", "customer_letter")
    page.select_option("#request-channel", "wechat")
    page.locator("#request button.primary").click()
    page.wait_for_url("**done=made*")
    kept = page.input_value("#draft-text")
    assert len(shown) > 1
    assert shown[-1] == kept
    page.go_back()
    expect(page.locator("#request button.primary")).to_be_enabled()
    context.close()
