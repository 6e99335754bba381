"""Words of a page in another language than the page's: what nobody translated."""

import re
from collections.abc import Collection, Iterable, Iterator

from playwright.sync_api import Page

from service.web.translating import translations

# What a reader meets: the text on the screen, and what stands in attributes that are read out or shown. Left out is what is the same in
# every language (code, keys, addresses, what was typed) and what says of itself that it is in another one.
_COLLECT = """() => {
  const own = document.documentElement.lang.slice(0, 2);
  const kept = (element) => element && !element.closest("code, pre, kbd, samp, q, textarea, script, style, [translate=no]")
    && element.closest("[lang]").lang.slice(0, 2) === own;
  const seen = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (kept(walker.currentNode.parentElement)) seen.push(walker.currentNode.data);
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    if (kept(element)) for (const name of ["aria-label", "placeholder", "title", "alt"]) seen.push(element.getAttribute(name) ?? "");
  return seen.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
# Two words of Latin letters in a row; one alone is a name or a unit more often than not.
_LATIN = re.compile(r"[A-Za-z][a-z'’-]+(?:,? [A-Za-z][a-z'’-]+)+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def foreign_words(page: Page, language: str, known: Collection[str]) -> list[str]:
    """What stands in the other language on a page in `language`, `known` names and titles apart."""
    texts = page.evaluate(_COLLECT)
    return sorted(set(_foreign(texts, language, sorted(known, key=len, reverse=True))))


def _foreign(texts: Iterable[str], language: str, known: Collection[str]) -> Iterator[str]:
    pattern = _LATIN if language == "zh" else _CHINESE
    for text in texts:
        left = text
        for name in known:
            left = left.replace(name, " · ")
        if pattern.search(left) or (language == "zh" and _is_lacking(left)):
            yield text


def _is_lacking(text: str) -> bool:
    """Whether this is an English entry of the catalogue whose Chinese was not used."""
    return bool(re.search("[a-z]{2}", text)) and translations("zh").gettext(text) != text
