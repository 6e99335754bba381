"""The steps of the way of one statement, over the pages, in whatever language the window has."""

from playwright.sync_api import Page

from tests.journeys.people_in_chromium import Office
from tests.samples import FOLDER

BOAST = {"zh": "我们的产品绝对安全。", "en": "Our products are 100% safe. "}


def _address(page: Page) -> str:
    """Where the window is, without query and fragment."""
    return page.url.partition("?")[0].partition("#")[0]


def open_case(here: Office, page: Page, brief: str, text: str | None = None) -> str:
    """A case opened from a pasted brief, a sample's unless a text is given; its address."""
    page.goto(f"{here.address}/cases/new")
    page.fill("textarea[name=brief]", text or (FOLDER / f"{brief}.yml").read_text(encoding="utf-8"))
    page.locator("#brief-form button.primary").click()
    page.wait_for_selector("#request")
    return _address(page)


def draft_of(page: Page, case: str, language: str, statement: str = "holding_statement") -> str:
    """A statement by the composer, kept; its address. The page of it is open."""
    page.goto(case)
    page.select_option("#request-statement", statement)
    page.select_option("#request-language", language)
    page.locator("#request button.primary").click()
    page.wait_for_selector("#draft-form .editor")
    return _address(page)


def at_the_start(page: Page) -> None:
    """The cursor before the first character of the editor."""
    page.locator(".editor .cm-content").click()
    page.keyboard.press("Control+Home")


def add_boast(page: Page, language: str) -> None:
    """Types what no rule lets pass, and waits for its underline."""
    at_the_start(page)
    page.keyboard.insert_text(BOAST[language])
    page.locator(".editor .cm-lintRange-error").first.wait_for()


def save(page: Page) -> None:
    """The draft saved; its page is open again."""
    page.locator("#draft-form button.primary").click()
    page.wait_for_url("**done=saved*")


def submit(page: Page) -> None:
    """The draft given to review."""
    page.locator("#submit button.primary").click()
    page.wait_for_url("**done=submitted*")


def decide(page: Page, draft: str, rule: str, kind: str, reason: str) -> None:
    """Every finding of one rule decided together on the review page."""
    page.goto(f"{draft}/review")
    group = page.locator("article.decision", has=page.locator(f'[title="{rule}"]')).first
    folded = group.locator("xpath=ancestor::details")
    if folded.count():
        folded.first.evaluate("element => { element.open = true }")
    group.locator("input[name=reason]").fill(reason)
    group.locator(f"button[value={kind}]").click()
    page.wait_for_load_state()


def give_verdict(page: Page, draft: str, verdict: str, note: str = "") -> None:
    """Approved, changes requested, or rejected."""
    page.goto(f"{draft}/review")
    page.fill("#verdict-note", note)
    page.locator(f"#verdict button[value={verdict}]").click()
    page.wait_for_load_state()


def sign(page: Page, draft: str, role: str) -> None:
    """Signed in one role."""
    page.goto(f"{draft}/review")
    page.locator(f"#sign form:has(input[name=role][value={role}]) button").click()
    page.wait_for_load_state()


def set_next_update(page: Page, case: str, moment: str) -> None:
    """The next update promised, `YYYY-MM-DDTHH:MM:SS` in the case's own offset."""
    page.goto(f"{case}?edit=clock:#clock")
    page.fill("#edit-next_update_at", moment)
    page.locator("#clock form button.primary").click()
    page.wait_for_load_state()
