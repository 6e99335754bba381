"""Takes the pictures of the guides from a real installation: python -m tests.journeys.pictures"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys.people_in_chromium import browsing, office
from tests.journeys.walking import add_boast, draft_of, open_case, save, submit
from tests.samples import ROOT

FOLDER = ROOT / "service" / "web" / "static" / "guides"
BRIEFS = {"zh": "05-hotpot-food-poisoning", "en": "22-us-heater-recall"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
QUALITY = 72


def _take(page: Page, name: str, height: int = 900) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    page.wait_for_timeout(1_500)
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=QUALITY)


def take(browser: Browser, language: str) -> None:
    """Case, draft and review in one language."""
    with tempfile.TemporaryDirectory() as folder, office(Path(folder), browser, language) as here:
        admin = here.first()
        pr, legal = here.invite(admin, "pr", "pr"), here.invite(admin, "legal", "legal")
        case = open_case(here, pr, BRIEFS[language])
        _take(pr, f"case.{language}")
        draft = draft_of(pr, case, LANGUAGES[language])
        add_boast(pr, language)
        _take(pr, f"draft.{language}")
        save(pr)
        submit(pr)
        legal.goto(f"{draft}/review")
        _take(legal, f"review.{language}")


def main() -> None:
    """All of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browsing() as browser:
        for language in ("zh", "en"):
            take(browser, language)


if __name__ == "__main__":
    main()
