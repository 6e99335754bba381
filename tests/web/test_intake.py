"""Intake by API and page: notes go in, the draft of a brief comes out, and nothing runs that was pasted."""

import html
import re

import pytest
from starlette.testclient import TestClient

NOTES = "客服 09:12: 收到6起异味反馈\n门店 09:40: 一共8起反馈了"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> 收到6起反馈"


class TestApi:
    def test_notes_become_a_draft(self, client: TestClient) -> None:
        answer = client.post("/api/v1/intake", json={"notes": [{"name": "a.txt", "text": NOTES}]})
        assert answer.status_code == 200
        body = answer.json()
        assert body["schema"] == "firstword.intake/1"
        assert [fact["text"] for fact in body["facts"]] == ["收到6起异味反馈", "一共8起反馈了"]
        assert body["facts"][1]["span"] == {"file": "a.txt", "line": 2, "start": 29, "end": 36, "quote": "一共8起反馈了"}
        assert [(item["a"], item["b"]) for item in body["contradictions"]] == [("F1", "F2")]

    def test_messages_follow_the_reader(self, client: TestClient) -> None:
        body = client.post(
            "/api/v1/intake", json={"notes": [{"name": "a", "text": NOTES}]}, headers={"accept-language": "en"}
        ).json()
        assert body["open_questions"][0]["question"] == "Which brand is it?"

    def test_a_wrong_request_is_a_problem_document_naming_fields(self, client: TestClient) -> None:
        answer = client.post("/api/v1/intake", json={"notes": [{"name": "a"}], "x": 1})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert {item["field"] for item in answer.json()["problems"]} == {"notes[0].text", "x"}


class TestPage:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_field_is_labelled_and_every_id_is_unique(self, client: TestClient, lang: str) -> None:
        for source in (client.get(f"/intake?lang={lang}").text, client.post("/intake", data={"text": NOTES, "lang": lang}).text):
            ids = re.findall(r' id="([^"]+)"', source)
            assert len(ids) == len(set(ids))
            for name in re.findall(r'<(?:textarea|select|input) id="([^"]+)"', source):
                assert f'for="{name}"' in source

    def test_it_is_reached_from_the_other_pages_and_leads_on_to_drafting(self, client: TestClient) -> None:
        for path in ("/?lang=en", "/ground?lang=en", "/check?lang=en"):
            assert 'href="/intake?lang=en"' in client.get(path).text
        source = client.post("/intake", data={"text": NOTES, "lang": "zh"}).text
        draft = html.unescape(re.findall(r'<textarea id="draft-text"[^>]*>\n(.*?)</textarea>', source, re.DOTALL)[0])
        assert client.post("/", data={"mode": "text", "brief": draft}).status_code == 422
        assert "incident.title" in client.post("/", data={"mode": "text", "brief": draft}).text

    def test_what_was_pasted_stays_and_is_escaped(self, client: TestClient) -> None:
        answer = client.post("/intake", data={"text": EVIL, "brand": EVIL, "lang": "zh"})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src" not in answer.text
        assert html.escape("收到6起反馈") in answer.text

    def test_nothing_is_refused_with_words_and_switching_keeps_the_text(self, client: TestClient) -> None:
        answer = client.post("/intake", data={"text": "  ", "lang": "zh"})
        assert answer.status_code == 422
        assert "笔记里没有文字" in answer.text
        switched = client.post("/intake", data={"text": NOTES, "lang": "zh", "switch_lang": "en"}).text
        assert 'lang="en"' in switched
        assert "收到6起异味反馈" in switched
        assert client.head("/intake").status_code == 200
