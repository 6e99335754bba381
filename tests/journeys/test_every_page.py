"""Every page in a real Chromium, lived in, in both languages: accessible wide and light, narrow and dark; never wider than the window; in one language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from service.app import create_app
from service.config import Settings
from service.web.pages.samples import sample_briefs
from service.web.routes import routers
from tests.indexed import copied
from tests.journeys.lived_in import LEAD, PASSWORD, TONGUES, Life, LivedIn, live_in
from tests.journeys.people_in_chromium import PHONE, WIDE, browsing, served
from tests.journeys.stops import NO_PAGES, Stop, Walk, stops
from tests.journeys.wording import foreign_words

pytestmark = pytest.mark.slow
# The criteria of WCAG 2.2 at level AA, and what axe calls best practice.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = """async ({script, tags}) => {
  if (!window.axe) (0, eval)(script);
  const found = await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""
_VIEWS = ((WIDE, "light"), (PHONE, "dark"))


@dataclass(frozen=True)
class _House:
    """The service that answers, and the browser that asks."""

    here: LivedIn
    address: str
    browser: Browser

    def window(self, language: str, *, signed_in: bool) -> Page:
        page = self.browser.new_context(locale="zh-CN" if language == "zh" else "en-GB", viewport=WIDE).new_page()  # type: ignore[arg-type]
        if signed_in:
            page.goto(f"{self.address}/sign-in")
            page.fill("#login", f"{LEAD}.{language}")
            page.fill("#password", PASSWORD)
            page.click("main button.primary")
            page.wait_for_url(re.compile("/desk"))
        return page


@pytest.fixture(scope="module")
def house(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_House]:
    # The mail server is never asked: all there is to send was taken before the service starts.
    folder = copied(indexed, tmp_path_factory.mktemp("data"))
    settings = Settings(model="", lang="", data_dir=folder, notice_mail="mailtos://u:p@mail.example.com")
    app = create_app(settings)
    here = live_in(app.state.installation)
    here.known |= {sample.title for sample in sample_briefs("zh")}
    with served(app) as address, browsing() as browser:
        yield _House(here, address, browser)
    app.state.installation.close()


def test_the_walk_stops_at_every_page() -> None:
    routes = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]
    shown = {route.path for route in routes if "GET" in (route.methods or ()) and not route.include_in_schema}
    assert {stop.route for stop in stops(Life(TONGUES["zh"]))} - {""} == shown - set(NO_PAGES)


@dataclass
class _Looking:
    """One language's walk, and all that was found wrong on it."""

    house: _House
    language: str
    wrong: list[str] = field(default_factory=list)

    def at(self, stop: Stop, page: Page) -> None:
        """A page opened, acted upon, and looked at in every view."""
        life = self.house.here.lives[self.language]
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        answer = page.goto(f"{self.house.address}{stop.path}")
        assert answer is not None
        assert answer.status == stop.status, f"{stop}: {answer.status}"
        if stop.act is not None:
            stop.act(Walk(page, self.language, life))
        self.wrong += [f"{stop}: {words}" for words in foreign_words(page, self.language, self.house.here.known)]
        for size, scheme in _VIEWS:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            view = f"{stop} at {size['width']}, {scheme}"
            self.wrong += [f"{view}: {found}" for found in page.evaluate(_AXE, {"script": AXE_SCRIPT, "tags": _TAGS})]
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                self.wrong.append(f"{view}: {width} wide")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_accessible_fits_the_window_and_speaks_one_language(house: _House, language: str) -> None:
    looking = _Looking(house, language)
    windows = {signed_in: house.window(language, signed_in=signed_in) for signed_in in (True, False)}
    for stop in stops(house.here.lives[language]):
        looking.at(stop, windows[stop.signed_in])
    for page in windows.values():
        page.context.close()
    assert not looking.wrong, "\n".join(looking.wrong)
