"""The page at /revise: variants side by side with their differences; what was typed stays, and nothing of it runs."""

import html
import re

import pytest
from starlette.testclient import TestClient

TEXT = """截至3月2日9时，我们收到6起异味反馈。让大家为入口的东西担心，我们很抱歉。

我们已暂停相关批次的销售。异味产生的原因目前还不清楚。

如果您手里有涉及的产品，请先不要饮用。客服热线：400-820-0000。

下一次说明不晚于今天14时在本账号发布。

晨禾乳业，2026年3月2日10时40分。"""
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def post(client: TestClient, brief: str, **more: str) -> tuple[int, str]:
    fields = {"brief": brief, "text": TEXT, "instruction": "更短", "lang": "zh", "channel": "weibo"} | more
    answer = client.post("/revise", data=fields)
    return answer.status_code, answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_is_labelled_and_every_id_is_unique(client: TestClient, brief: str, lang: str) -> None:
    for source in (client.get(f"/revise?lang={lang}").text, post(client, brief, lang=lang)[1]):
        ids = re.findall(r' id="([^"]+)"', source)
        assert len(ids) == len(set(ids))
        for name in re.findall(r'<(?:textarea|select|input) id="([^"]+)"', source):
            assert f'for="{name}"' in source


def test_a_variant_shows_what_was_cut_and_keeps_the_rest(client: TestClient, brief: str) -> None:
    status, source = post(client, brief)
    assert status == 200
    cut = re.findall(r"<del>.*?</span>(.*?)</del>", source)
    assert cut
    plain = html.unescape(re.findall(r'id="v1-plain"[^>]*>\n(.*?)</textarea>', source, re.DOTALL)[0])
    assert all(sentence not in plain for sentence in cut)
    assert "400-820-0000" in plain


def test_what_takes_a_model_is_said_and_what_was_typed_stays(client: TestClient, brief: str) -> None:
    status, source = post(client, brief, instruction="更温暖")
    assert status == 422
    assert "需要模型" in source
    assert 'value="更温暖"' in source
    assert "异味产生的原因" in source


def test_nothing_typed_runs(client: TestClient, brief: str) -> None:
    _, source = post(client, brief, text=TEXT + EVIL, title=EVIL, instruction=EVIL)
    assert "<script>alert" not in source
    assert "<img src" not in source


def test_it_is_reached_from_a_drafted_statement_and_in_either_language(client: TestClient, brief: str) -> None:
    source = client.post("/", data={"mode": "text", "brief": brief, "lang": "zh"}).text
    assert 'action="/revise"' in source
    switched = post(client, brief, switch_lang="en")[1]
    assert "Lesser sentences cut" in switched
    assert client.head("/revise").status_code == 200
