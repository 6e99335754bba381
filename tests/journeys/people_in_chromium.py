"""People at work in a real Chromium: the service on a port of its own, and a window for each person."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.app import create_app
from service.config import Settings
from service.users.commands import first_admin_link
from tests.demand import chromium

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
PASSWORD = "eleven purple herons at dusk"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free port; its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@dataclass
class Office:
    """One installation, its address, and the people in it, each with a window of their own."""

    app: FastAPI
    address: str
    browser: Browser
    language: str
    errors: list[str] = field(default_factory=list)
    windows: dict[str, Page] = field(default_factory=dict)

    def open(self, login: str, **options: Any) -> Page:
        """A new window; what its console complains of is kept."""
        context: BrowserContext = self.browser.new_context(
            locale="zh-CN" if self.language == "zh" else "en-GB", viewport=options.pop("viewport", WIDE), **options
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{login}: {error}"))
        page.on("console", lambda line: self.errors.append(f"{login}: {line.text}") if "Content Security" in line.text else None)
        self.windows[login] = page
        return page

    def join(self, login: str, link: str, name: str = "") -> Page:
        """Follows a one-time link, chooses a password, signs in."""
        page = self.open(login)
        page.goto(f"{self.address}{link}")
        if name:
            page.fill("#login", login)
            page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_url(re.compile(r"/welcome"))
        page.goto(f"{self.address}/desk")
        return page

    def sign_in(self, page: Page, login: str) -> None:
        """Signs in where the form to do so is open."""
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_url(re.compile(r"/desk"))

    def first_link(self) -> str:
        """Where the first administrator begins."""
        with self.app.state.installation.database().unit_of_work() as session:
            link = first_admin_link(session)
        assert link is not None
        return f"/join/{link}"

    def first(self) -> Page:
        """The first administrator."""
        return self.join("root", self.first_link(), "Root")

    def invite(self, admin: Page, login: str, role: str) -> Page:
        """Somebody for every brand, invited on the page for people."""
        admin.goto(f"{self.address}/people")
        admin.fill("#login", login)
        admin.fill("#name", login.title())
        admin.select_option("#role", role)
        admin.select_option("#brand", "*")
        admin.locator("form:has(#login) button.primary").click()
        link = admin.locator(".once input").input_value()
        return self.join(login, link[link.index("/join/") :])


@contextmanager
def office(folder: Path, browser: Browser, language: str, **settings: Any) -> Iterator[Office]:
    """A fresh installation."""
    app = create_app(Settings(data_dir=folder, **settings))
    with served(app) as address:
        yield Office(app, address, browser, language)
