"""The whole way of one statement with the keyboard alone: from the first link to its release, nobody touches a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.journeys.keyboard import Keyboard
from tests.journeys.people_in_chromium import PASSWORD, Office, browsing, office
from tests.samples import FOLDER

pytestmark = pytest.mark.slow
BOAST = "我们的产品绝对安全。"
REASON = "检验报告今日送达，见附件"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as running:
        yield running


class _Person:
    """A window of their own, and what they do in it."""

    def __init__(self, here: Office, login: str, link: str, name: str = "") -> None:
        # Without gliding, so that the focus is where it will stay when one looks.
        self.page: Page = here.open(login, reduced_motion="reduce")
        self.keys = Keyboard(self.page)
        self.page.goto(f"{here.address}{link}")
        if name:
            self.keys.write("登录名", login)
            self.keys.write("姓名（同事看到的名字）", name)
        self.keys.write("密码", PASSWORD)
        self.keys.press("button", "设好密码并登录")
        self.keys.press("link", "工作台")

    def invite(self, here: Office, login: str, role: str) -> "_Person":
        self.keys.press("link", "人员")
        self.keys.write("登录名", login)
        self.keys.write("姓名（同事看到的名字）", login.title())
        self.keys.choose("角色", role)
        self.keys.choose("品牌", "*")
        self.keys.press("button", "邀请")
        link = self.page.locator(".once input").input_value()
        return _Person(here, login, link[link.index("/join/") :])

    def review(self) -> None:
        """From the menu to the one text that waits."""
        self.keys.press("link", "审核")
        self.keys.press("link", "情况说明")

    def to_the_text(self, case: str) -> None:
        """From the menu over the case to its text."""
        self.keys.press("link", "工作台")
        self.keys.press("link", case)
        self.keys.press("link", "情况说明")

    def type(self, key: str) -> None:
        self.page.keyboard.press(key)


def _brief() -> tuple[str, str]:
    """A sample at level III, which PR and legal sign; and its title."""
    data = yaml.safe_load((FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8"))
    data["level"], data["level_reason"] = "III", "test"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False), data["incident"]["title"]


def _drafted(author: _Person, brief: str) -> None:
    author.keys.press("link", "新案件")
    author.keys.write_into(author.page.locator("textarea[name=brief]"), brief)
    author.keys.press("button", "开案")
    author.keys.choose("文稿", "holding_statement")
    author.keys.press("button", "起草")
    author.keys.editor()
    author.page.keyboard.insert_text(BOAST)
    author.page.locator(".editor .cm-lintRange-error").first.wait_for()
    author.keys.press("button", "保存并送审")


def _decided(legal: _Person) -> None:
    """Every question answered with one key and a reason, then changes asked for."""
    legal.review()
    left = legal.page.locator("#findings > article.decision form")
    while count := left.count():
        legal.type("j")
        legal.type("w")
        legal.page.keyboard.insert_text(REASON)
        with legal.keys.arriving():
            legal.type("Enter")
        assert left.count() < count
    legal.keys.write_into(legal.page.locator("#verdict-note"), REASON)
    legal.keys.press("button", "要求修改")


def _mended(author: _Person, case: str) -> None:
    """The boast taken out by the editor's own fix."""
    author.to_the_text(case)
    author.keys.editor()
    author.page.locator(".editor .cm-lintRange-error").first.wait_for()
    for _ in range(60):
        author.type("Alt+Enter")
        if BOAST not in author.page.input_value("#draft-text"):
            break
        author.page.wait_for_timeout(250)
    assert BOAST not in author.page.input_value("#draft-text")
    author.keys.press("button", "保存并送审")


def _signed(person: _Person, *, approve: bool = False) -> None:
    person.review()
    for key in ["a", "s"] if approve else ["s"]:
        person.type(key)
        with person.keys.arriving():
            person.type("Enter")


def _released(author: _Person, case: str) -> None:
    author.to_the_text(case)
    author.keys.press("link", "导出与发布")
    author.keys.to("button", "导出")
    with author.page.expect_download():
        author.type("Enter")
    author.keys.press("button", "登记")
    author.page.locator(".chip-state.released").wait_for()


def test_from_the_first_link_to_the_release(browser: Browser, own_data_dir: Path) -> None:
    with office(own_data_dir, browser, "zh") as here:
        root = _Person(here, "root", here.first_link(), "Root")
        author, pr, legal = (root.invite(here, *who) for who in (("author", "pr"), ("pr", "pr"), ("legal", "legal")))
        brief, case = _brief()
        _drafted(author, brief)
        _decided(legal)
        _mended(author, case)
        _signed(legal, approve=True)
        _signed(pr)
        _released(author, case)
        assert here.errors == []
