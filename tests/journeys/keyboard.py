"""Somebody with a keyboard and no mouse: walks with Tab, looks where the focus is, and types."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Locator, Page

Role = Literal["button", "checkbox", "combobox", "link", "textbox"]
_FURTHEST, _LOOKS = 250, 50
# Milliseconds; a draft is made meanwhile, and nothing is said here about how fast.
_PATIENCE = 120_000
# Where the focus is, through shadow roots, and whether it can be seen: it has a size, stands in the window, is not clipped away, and it or
# what holds it carries an outline; a field for a moment has parts that the browser marks itself.
_FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return {name: "", parts: 1, seen: true};
  const box = at.getBoundingClientRect();
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const parts = /^(date|time|datetime-local)$/.test(at.type ?? "") ? 12 : 1;
  let marked = parts > 1;
  for (let item = at, n = 0; item && n < 3; item = item.parentElement ?? item.getRootNode().host, n += 1) {
    const style = getComputedStyle(item);
    marked ||= style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  }
  const clipped = getComputedStyle(at).clipPath !== "none";
  const words = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || at.value || at.id;
  return {name: `${at.tagName.toLowerCase()} ${String(words).trim().slice(0, 40)}`, parts, seen: inside && marked && !clipped};
}"""


@dataclass
class Keyboard:
    """One person's keys on one page. What is wrong with the focus on the way is an error there and then."""

    page: Page
    passed: list[str] = field(default_factory=list)

    def walk_to(self, target: Locator) -> None:
        """Tab until the target has the focus.

        Raises:
            AssertionError: it is never reached, or on the way the focus is invisible or stays where it is.
        """
        target.wait_for()
        self.passed = []
        stays = 0
        for _ in range(_FURTHEST):
            if target.evaluate("element => element === element.getRootNode().activeElement"):
                return
            before = self.passed[-1] if self.passed else ""
            self.page.keyboard.press("Tab")
            focus = self._focus()
            assert focus["seen"], f"the focus on “{focus['name']}” is not seen, at {self.page.url}"
            stays = stays + 1 if focus["name"] == before else 0
            assert stays <= focus["parts"] + 3, f"the focus stays on “{before}”, at {self.page.url}"
            self.passed.append(focus["name"])
        raise AssertionError(f"{target} is not reached by Tab at {self.page.url}; passed were {self.passed}")

    def _focus(self) -> dict[str, Any]:
        """Where the focus is. An editor marks it a moment after it came."""
        for _ in range(_LOOKS):
            found: dict[str, Any] = self.page.evaluate(_FOCUS)
            if found["seen"]:
                break
            self.page.wait_for_timeout(100)
        return found

    def to(self, role: Role, name: str, within: str = "body") -> Locator:
        """The first control of this role and name, walked to."""
        found = self.page.locator(within).get_by_role(role, name=name, exact=True).first
        self.walk_to(found)
        return found

    def press(self, role: Literal["button", "link"], name: str, within: str = "body") -> None:
        """A button or link, by Enter; its page is open then."""
        self.to(role, name, within)
        with self.arriving():
            self.page.keyboard.press("Enter")

    def arriving(self) -> AbstractContextManager[object]:
        """Until what was pressed inside has led to another page."""
        return self.page.expect_navigation(wait_until="domcontentloaded", timeout=_PATIENCE)

    def write(self, name: str, text: str, within: str = "body") -> None:
        """Into a field; what stood there is replaced."""
        self.write_into(self.page.locator(within).get_by_label(name, exact=True).first, text)

    def write_into(self, field_: Locator, text: str) -> None:
        """The same for a field that is known otherwise."""
        self.walk_to(field_)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, value: str) -> None:
        """An entry of a list, by the arrow keys."""
        found = self.to("combobox", name)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if found.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list “{name}”")

    def editor(self) -> None:
        """Into the editor of a draft, before its first character."""
        self.walk_to(self.page.locator(".editor .cm-content"))
        self.page.keyboard.press("Control+Home")
