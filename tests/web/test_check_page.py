"""The page at /check: a text goes in and stays, and comes out with every finding marked."""

import html
import re

import pytest
from starlette.testclient import TestClient

BAD = "本产品是全国最安全的牛奶，\r\n治愈率100%。"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>绝对安全"


def post(client: TestClient, **fields: str) -> tuple[int, str]:
    answer = client.post("/check", data=fields)
    return answer.status_code, answer.text


class TestShow:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_field_is_labelled_and_every_id_is_unique(self, client: TestClient, lang: str) -> None:
        source = client.get(f"/check?lang={lang}").text
        ids = re.findall(r' id="([^"]+)"', source)
        assert len(ids) == len(set(ids))
        for name in re.findall(r'<(?:textarea|select) id="([^"]+)"', source):
            assert f'for="{name}"' in source

    def test_it_is_reached_from_the_other_pages(self, client: TestClient) -> None:
        for path in ("/?lang=en", "/ground?lang=en"):
            assert 'href="/check?lang=en"' in client.get(path).text

    def test_every_kind_of_text_has_a_name(self, client: TestClient) -> None:
        source = client.get("/check?lang=zh").text
        for value, name in re.findall(r'<option value="([a-z_]+)">([^<]*)</option>', source):
            assert name
            assert name != value

    def test_head_answers(self, client: TestClient) -> None:
        assert client.head("/check").status_code == 200


class TestSubmit:
    def test_findings_are_marked_and_listed_with_their_basis(self, client: TestClient) -> None:
        status, source = post(client, text=BAD, lang="zh")
        assert status == 200
        assert '<mark class="error">' in source
        assert "《广告法》第九条第（三）项" in source
        assert "全国最安全的牛奶" in html.unescape(source)

    def test_what_was_chosen_stays_and_counts(self, client: TestClient) -> None:
        _, copy = post(client, text="全国销量第一的品牌。", lang="zh")
        _, apology = post(client, text="全国销量第一的品牌。", statement="apology", lang="zh")
        assert "《反不正当竞争法》" in apology
        assert "《反不正当竞争法》" not in copy
        assert '<option value="apology" selected>' in apology

    def test_a_clean_text_says_so(self, client: TestClient) -> None:
        _, source = post(client, text="我们正在核实情况。", lang="en")
        assert "<mark" not in source

    def test_what_was_typed_is_escaped(self, client: TestClient) -> None:
        _, source = post(client, text=EVIL, lang="zh")
        assert "<script>alert" not in source
        assert "<img src=x" not in source

    def test_a_wrong_choice_is_refused_and_nothing_is_lost(self, client: TestClient) -> None:
        status, source = post(client, text="我们正在核实。", statement="poem", lang="zh")
        assert status == 422
        assert "我们正在核实。" in source

    def test_the_language_can_be_switched_with_and_without_a_text(self, client: TestClient) -> None:
        assert 'lang="en"' in post(client, text="", lang="zh", switch_lang="en")[1]
        assert "绝对安全" in post(client, text="绝对安全", lang="zh", switch_lang="en")[1]
