"""The guides: all there in both languages, their pictures too, and said in the same sections."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.web.pages.guides import GUIDES

WEB = Path(__file__).resolve().parents[2] / "service" / "web"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(GUIDES))
def test_each_guide_is_shown_with_its_headings(client: TestClient, name: str, lang: str) -> None:
    answer = client.get(f"/help/{name}?lang={lang}")
    assert answer.status_code == 200
    source = (WEB / "guides" / f"{name}.{lang}.md").read_text(encoding="utf-8")
    assert answer.text.count("<h2>") == len(re.findall(r"^## ", source, re.MULTILINE)) > 1
    assert "aria-current" in answer.text


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_both_languages_have_the_same_sections_tables_and_pictures(name: str) -> None:
    zh, en = ((WEB / "guides" / f"{name}.{lang}.md").read_text(encoding="utf-8") for lang in ("zh", "en"))
    for pattern in (r"^## ", r"^\|", r"!\[", r"^```", r"^- "):
        assert len(re.findall(pattern, zh, re.MULTILINE)) == len(re.findall(pattern, en, re.MULTILINE)), pattern


@pytest.mark.parametrize("guide", sorted((WEB / "guides").glob("*.md")), ids=lambda path: path.name)
def test_every_picture_is_there(guide: Path) -> None:
    for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text(encoding="utf-8")):
        assert (guide.parent / target).resolve().is_file(), target


def test_the_list_leads_to_each(client: TestClient) -> None:
    page = client.get("/help?lang=en").text
    assert all(f'href="/help/{name}"' in page for name in GUIDES)
    assert client.get("/help/nonsense").status_code == 404
