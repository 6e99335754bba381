"""The pages for one brief in a real Chromium, without and with JavaScript: marks, claims, drafts as they are made, the keyboard."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from service.app import create_app
from service.config import Settings
from tests.demand import chromium
from tests.indexed import copied
from tests.samples import FOLDER, sample

pytestmark = pytest.mark.slow
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@pytest.fixture(scope="module")
def address(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(data_dir=copied(indexed, tmp_path_factory.mktemp("data")))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


def _drafted(page: Page, address: str, language: str, name: str = "05-hotpot-food-poisoning") -> None:
    page.goto(f"{address}/?lang={language}")
    page.locator("textarea").first.fill((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    page.locator("form:has(textarea) button[type=submit]").first.click()
    page.wait_for_selector("article.statement")


def _grounded(page: Page, address: str, language: str) -> None:
    """The hot-pot brief and a text of which one claim is invented."""
    page.goto(f"{address}/ground?lang={language}")
    brief = sample("05-hotpot-food-poisoning")
    text = "\n".join(fact.text + "。" for fact in brief.public_facts) + "\n另有8千名顾客退款，共3.5万元。"
    page.locator("textarea[name=text]").fill(text)
    page.locator("textarea[name=brief]").fill((FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8"))
    page.locator("button.primary").click()
    page.wait_for_load_state()


def _checked(page: Page, address: str, language: str) -> None:
    """Copy with a finding in it, typed and left alone: the marks come by themselves."""
    page.goto(f"{address}/check?lang={language}")
    page.locator("textarea[name=text]").press_sequentially("我们是全国销量第一的奶粉品牌。")
    page.wait_for_selector("ol.findings > li")


def _note(page: Page, state: str) -> str:
    """What stands beside the claim that is hovered or has the focus; empty when nothing is shown."""
    return str(
        page.evaluate(
            """state => {
                const claim = [...document.querySelectorAll(".claim")].find(item => item.matches(state));
                const shown = claim ? getComputedStyle(claim, "::after").content : "none";
                return shown === "none" ? "" : shown;
            }""",
            state,
        )
    )


def test_marks_follow_what_is_typed_and_nothing_typed_is_lost(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    _checked(page, address, "zh")
    box = page.locator("textarea[name=text]")
    assert "全国销量第一" in page.locator("mark.error").first.inner_text()
    box.fill("我们正在核实情况。")
    page.wait_for_selector("ol.findings", state="detached")
    assert box.input_value() == "我们正在核实情况。"
    page.goto(f"{address}/?lang=zh")
    page.goto(f"{address}/check?lang=en")
    assert box.input_value() == "我们正在核实情况。"


def test_when_the_service_is_gone_no_mark_of_an_earlier_text_stays(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    _checked(page, address, "zh")
    page.locator("mark").first.wait_for()
    page.route("**/check", lambda route: route.abort())
    page.locator("textarea[name=text]").fill("我们是全国第一。")
    page.wait_for_selector("mark", state="detached")
    assert page.locator("#check-state").inner_text()
    context.close()


def test_a_page_of_its_own_tab_starts_empty(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/check?lang=zh")
    assert not page.locator("textarea[name=text]").input_value()
    context.close()


def test_a_draft_is_shown_while_it_is_made_and_ends_as_the_page_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    page.expose_function("seen", lambda text: seen.append(text))  # noqa: PLW0108 - a builtin takes no attributes
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => new MutationObserver((all) => {
            for (const change of all) for (const node of change.addedNodes) if (node.nodeName === "SPAN") seen(node.textContent);
        }).observe(document.getElementById("live-text"), { childList: true, subtree: true }))"""
    )
    _drafted(page, address, "zh")
    live = page.locator(".statement .text").first.inner_text()
    plain = browser.new_context(java_script_enabled=False).new_page()
    _drafted(plain, address, "zh")
    assert live == plain.locator(".statement .text").first.inner_text()
    assert len(seen) > 5
    assert all(sentence in page.content() for sentence in seen[:5])
    # The page that came can be used again, in the same way.
    page.locator("textarea[name=brief]").fill("x: 1")
    page.locator("#brief-form button.primary").click()
    page.wait_for_selector("#problems-heading")
    context.close()


def test_a_text_is_checked_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/check?lang=zh")
    page.locator("textarea[name=text]").fill("我们是全国销量第一的奶粉品牌。")
    page.locator("button.primary").click()
    assert page.locator("ol.findings > li").count() == 1
    context.close()


def test_a_brief_is_drafted_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _drafted(page, address, "zh", "10-homestay-data-breach-incomplete")
    assert page.get_by_text("关于憩途民宿部分用户预订信息泄露的情况说明").first.is_visible()
    assert page.get_by_text("待确认：发布主体").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("way_in", ["drafted", "grounded"])
def test_a_claim_shows_its_fact_within_the_window_without_javascript(
    browser: Browser, address: str, width: int, way_in: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}, has_touch=width < 500)
    page = context.new_page()
    (_drafted if way_in == "drafted" else _grounded)(page, address, "zh")
    claims = page.locator(".claim")
    assert claims.count() > 5
    claims.first.hover()
    assert "F1" in _note(page, ":hover")
    for index in range(claims.count()):
        claim = claims.nth(index)
        claim.focus()
        described = str(claim.get_attribute("aria-describedby")).split()
        fact = str(page.locator(f"#{described[0]}").text_content())
        assert fact in _note(page, ":focus").replace('\\"', '"')
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 500:
        claims.nth(1).tap()
        assert _note(page, ":focus")
    page.emulate_media(media="print")
    assert _note(page, ":focus") == ""
    context.close()


def test_a_claim_is_reached_by_keyboard_and_described_to_those_who_listen(browser: Browser, address: str) -> None:
    page = browser.new_page()
    _grounded(page, address, "en")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.claim')"):
            break
    assert "F1" in _note(page, ":focus")
    session = page.context.new_cdp_session(page)
    focused = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    node = session.send("Accessibility.getPartialAXTree", {"objectId": focused, "fetchRelatives": False})["nodes"][0]
    assert "F1" in node["description"]["value"]
    assert page.locator("mark.error").count() >= 1


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_refused_by_the_policy(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    _drafted(page, address, "en")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert asked
    assert all(url.startswith(address) for url in asked)
    assert complaints == []


def test_the_form_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/?lang=en&sample=01-group-admin-insult")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form:has(textarea) button[type=submit]')"):
            break
    # The draft comes by events and takes the page's place; nothing is navigated to.
    page.keyboard.press("Enter")
    heading = page.get_by_text("致各位朋友：绒芽妈妈团群管理员辱骂群成员，我们道歉").first
    heading.wait_for(state="visible")
    assert heading.is_visible()
