"""The page at /ground: a text and a brief go in and stay, the text comes out with every claim marked."""

import html
import re

import pytest
from starlette.testclient import TestClient

from service.web.pages.samples import sample_files, sample_text

TEXT = "截至3月2日9时，我们收到6起异味反馈，已有73人住院。\r\n请拨打400-820-0000。"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def post(client: TestClient, **fields: str) -> tuple[int, str]:
    answer = client.post("/ground", data=fields)
    return answer.status_code, answer.text


def spoken(source: str) -> str:
    """The text as marked, without its marks."""
    found = re.search(r'<div class="text">(.*?)</div>', source, re.DOTALL)
    assert found is not None
    return html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", "", found[1]))


class TestShow:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_both_fields_are_labelled_and_every_id_is_unique(self, client: TestClient, lang: str) -> None:
        source = client.get(f"/ground?lang={lang}").text
        ids = re.findall(r' id="([^"]+)"', source)
        assert len(ids) == len(set(ids))
        for name in re.findall(r'<textarea id="([^"]+)"', source):
            assert f'<label for="{name}"' in source

    def test_it_is_reached_from_the_home_page_and_leads_back(self, client: TestClient) -> None:
        assert 'href="/ground?lang=en"' in client.get("/?lang=en").text
        source = client.get("/ground?lang=en").text
        assert 'href="/?lang=en&amp;mode=text"' in source
        assert re.search(r'href="/ground\?lang=en" aria-current="page"', source)

    def test_a_sample_is_put_into_the_brief(self, client: TestClient) -> None:
        name = next(iter(sample_files()))
        first = (sample_text(name) or "").strip().splitlines()[0]
        assert html.escape(first) in client.get("/ground", params={"sample": name}).text
        assert client.get("/ground", params={"sample": "../../pyproject"}).status_code == 200

    def test_head_answers(self, client: TestClient) -> None:
        assert client.head("/ground").status_code == 200


class TestSubmit:
    def test_supported_claims_show_their_facts_and_the_others_are_findings(self, client: TestClient, brief: str) -> None:
        status, source = post(client, text=TEXT, brief=brief, lang="en")
        assert status == 200
        assert spoken(source) == TEXT.replace("\r\n", "\n")
        assert re.search(r'class="claim"[^>]*data-fact="[^"]*400-820-0000[^"]*"[^>]*>400-820-0000</span>', source)
        assert re.search(r'<mark class="error">[^<]*73人', source)
        assert set(" ".join(re.findall(r'aria-describedby="([^"]+)"', source)).split()) <= set(
            re.findall(r'id="([^"]+)"', source)
        )

    def test_the_count_is_the_one_of_the_api(self, client: TestClient, brief: str) -> None:
        _, source = post(client, text="请拨打400-820-0000。", brief=brief, lang="en")
        assert "1 claims · 1 supported" in source
        assert "No errors" in source

    def test_what_was_typed_stays(self, client: TestClient, brief: str) -> None:
        source = post(client, text=TEXT, brief=brief)[1]
        assert "已有73人住院。\n请拨打" in source
        assert html.escape(brief, quote=False).splitlines()[3] in html.unescape(source)

    @pytest.mark.parametrize("text", ["x", ""])
    def test_every_problem_of_the_brief_is_listed_and_the_text_stays(self, client: TestClient, brief: str, text: str) -> None:
        status, source = post(client, text=text, brief=brief.replace("kind: food_safety", "kind: soup"), lang="en")
        assert status == 422
        assert "incident.kind" in source
        assert "nothing was grounded" in source

    def test_a_text_over_the_limit_is_a_problem(self, client: TestClient, brief: str) -> None:
        status, source = post(client, text="很" * 100_001, brief=brief)
        assert status == 422
        assert "<code>text</code>" in source

    def test_the_language_can_be_switched_with_and_without_input(self, client: TestClient, brief: str) -> None:
        assert '<html lang="en">' in post(client, text="", brief="", lang="zh", switch_lang="en")[1]
        status, source = post(client, text=TEXT, brief=brief, lang="zh", switch_lang="en")
        assert status == 200
        assert '<html lang="en">' in source

    @pytest.mark.parametrize("field", ["text", "brief", "lang"])
    def test_nothing_typed_becomes_markup(self, client: TestClient, brief: str, field: str) -> None:
        source = post(client, **({"text": TEXT, "brief": brief} | {field: EVIL}))[1]
        assert re.findall(r"<script[^>]*>", source) == ['<script src="/static/copy.js" defer>']
        assert "<img" not in source

    def test_nothing_in_a_fact_becomes_markup(self, client: TestClient, brief: str) -> None:
        source = post(client, text="请拨打400-820-0000。", brief=brief.replace("客服热线", "<b onclick=x>热线"))[1]
        assert "<b onclick" not in source

    def test_what_is_not_public_is_shown_nowhere_but_in_what_was_typed(self, client: TestClient, brief: str) -> None:
        source = post(client, text=TEXT, brief=brief)[1]
        assert "清洗记录" not in source.replace(html.escape(brief), "")

    def test_a_form_from_another_site_is_refused(self, client: TestClient, brief: str) -> None:
        answer = client.post("/ground", data={"text": "x", "brief": brief}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
