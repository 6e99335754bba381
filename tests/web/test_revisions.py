"""POST /api/v1/revisions."""

from starlette.testclient import TestClient

from service.structured import parse


def test_a_statement_of_a_result_is_revised(client: TestClient, brief: str) -> None:
    drafted = client.post("/api/v1/drafts?offline=true", content=brief).json()
    ledger = parse(brief, "brief.yml").data
    asked = {"brief": ledger, "statement": drafted["statements"][0], "instruction": "更短"}
    answer = client.post("/api/v1/revisions", json=asked)
    assert answer.status_code == 200
    body = answer.json()
    assert body["before"]["text"] == drafted["statements"][0]["text"]
    assert body["variants"]
    for variant in body["variants"]:
        kept = [item["before"] for item in variant["differences"] if item["op"] == "kept"]
        assert all(sentence in variant["statement"]["text"] for sentence in kept)


def test_what_takes_a_model_is_a_422_that_says_so(client: TestClient, brief: str) -> None:
    asked = {
        "brief": parse(brief, "brief.yml").data,
        "text": "截至3月2日9时，我们收到6起异味反馈。",
        "request": {"statement": "holding_statement", "language": "zh-CN"},
        "instruction": "更温暖",
    }
    answer = client.post("/api/v1/revisions", json=asked, headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-supported")
    assert answer.json()["problems"][0]["code"] == "needs-model"


def test_every_problem_is_named(client: TestClient) -> None:
    answer = client.post("/api/v1/revisions", json={"brief": {}, "statement": {"text": 1}, "instruction": "", "x": 1})
    fields = {item["field"] for item in answer.json()["problems"]}
    assert {"brief.brand", "statement.text", "instruction", "x"} <= fields
