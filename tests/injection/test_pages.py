"""Hostile material on the pages: shown as it was typed, never run, never a link or a picture."""

import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from evals.injection.dataset import SHELVED, Item, items, with_item
from service.app import create_app
from service.config import Settings
from tests.indexed import copied

with warnings.catch_warnings():
    # Its client library has a successor that the lock file does not hold yet; the first import says so once.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

MARKED = [item for item in items() if item.kind in {"markup", "template", "forged answer", "fence", "speaker"}]


class _Reader(HTMLParser):
    """Everything on a page that could act: scripts with a body, handlers, foreign addresses."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.acts: list[str] = []
        self._in_script = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attrs:
            # What a field holds is text, whatever it says.
            text = "" if (tag, name) in {("input", "value"), ("option", "value")} else (value or "").casefold()
            if name.startswith("on") or "javascript:" in text or (name in {"href", "src", "action"} and "evil.example" in text):
                self.acts.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script and ("alert(" in data or "evil.example" in data):
            self.acts.append(data)


@pytest.fixture(scope="module")
def client(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(model="", lang="", data_dir=copied(indexed, tmp_path_factory.mktemp("data"))))
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000), raise_server_exceptions=False) as made:
        yield made


def _brief(item: Item) -> str:
    data = with_item(item)
    data.pop("previous", None)
    tag = "zh-CN" if item.language == "zh" else "en-GB"
    return yaml.safe_dump({**data, "requests": [{"statement": "faq", "language": tag}]}, allow_unicode=True)


def test_the_reader_sees_what_acts() -> None:
    source = "<script>alert(1)</script><img src=x onerror=a()><a href='javascript:x'>y</a>"
    assert len(_Reader(source).acts) == 3


@pytest.mark.parametrize("item", [item for item in MARKED if item.place not in SHELVED], ids=lambda item: item.id)
def test_a_hostile_brief_acts_on_no_page(client: TestClient, item: Item) -> None:
    for path, fields in (
        ("/", {"brief": _brief(item)}),
        ("/ground", {"brief": _brief(item), "text": item.text}),
        ("/check", {"text": item.text}),
    ):
        answer = client.post(path, data=fields)
        assert answer.status_code in {200, 400, 422}, path
        assert _Reader(answer.text).acts == []


@pytest.mark.parametrize("item", MARKED, ids=lambda item: item.id)
def test_findings_on_a_hostile_post_quote_it_exactly(client: TestClient, item: Item) -> None:
    answer = client.post("/api/v1/checks", json={"text": item.text})
    assert answer.status_code == 200
    for finding in answer.json()["findings"]:
        assert finding["text"] == item.text[finding["start"] : finding["end"]]
