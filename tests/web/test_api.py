"""The JSON API: same shapes and refusals as the command line."""

import json
from pathlib import Path

import anyio
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from service.assessment.schemas import Assessment
from service.briefs.loader import load_brief
from service.drafting.claims import GroundingResult
from service.drafting.pipeline import DraftOptions
from service.drafting.schemas import DraftResult
from service.errors import ComponentUnavailable
from service.i18n import Localized
from service.structured import MAX_BYTES, parse
from service.web.api import checks, drafts
from service.web.limits import host_name, is_known_host, is_loopback

ENDPOINTS = tuple(f"/api/v1/{name}" for name in ("drafts", "checks", "grounding", "assessments", "intake", "revisions"))
BAD = "本产品是全国最安全的牛奶，治愈率100%。"


class TestDrafts:
    @pytest.mark.parametrize(
        "media",
        [
            "application/yaml",
            "text/yaml",
            "application/x-www-form-urlencoded",
            "text/plain; charset=utf-8",
            "application/octet-stream",
            None,
        ],
    )
    def test_a_yaml_brief_is_drafted_whatever_curl_calls_it(self, client: TestClient, brief: str, media: str | None) -> None:
        answer = client.post("/api/v1/drafts", content=brief.encode(), headers={"content-type": media} if media else {})
        assert answer.status_code == 200
        result = DraftResult.model_validate_json(answer.content)
        assert [item.statement.value for item in result.statements] == ["holding_statement", "faq"]

    def test_a_json_brief_gives_the_same_result(self, client: TestClient, brief: str) -> None:
        data = parse(brief, "brief.yml").data
        first = client.post("/api/v1/drafts", json=data).json()
        second = client.post("/api/v1/drafts", content=brief.encode()).json()
        assert [item["digest"] for item in first["statements"]] == [item["digest"] for item in second["statements"]]
        assert first["issued_at"] == "2026-03-02T10:40:00+08:00"

    def test_an_internal_fact_is_not_in_the_answer(self, client: TestClient, brief: str) -> None:
        assert "清洗记录" not in client.post("/api/v1/drafts", content=brief.encode()).text

    def test_every_problem_of_a_brief_is_in_the_problem_document(self, client: TestClient, brief: str) -> None:
        broken = brief.replace("status: confirmed", "status: sure", 1).replace("kind: food_safety", "kind: soup")
        answer = client.post("/api/v1/drafts", content=broken.encode(), headers={"accept-language": "en-GB"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        document = answer.json()
        assert set(document) == {"type", "title", "status", "detail", "code", "problems"}
        assert (document["status"], document["code"]) == (422, "invalid-input")
        assert {(item["field"], item["line"]) for item in document["problems"]} == {("incident.kind", 7), ("facts[0].status", 11)}
        assert set(document["problems"][0]) == {"file", "line", "field", "code", "message"}

    @pytest.mark.parametrize(
        ("header", "expected"),
        [("en", "problem"), ("zh-CN,en;q=0.5", "问题"), ("zh;q=0.3, en;q=0.9", "problem"), ("", "问题"), ("fr;q=x", "问题")],
    )
    def test_refusals_are_in_the_readers_language(self, client: TestClient, header: str, expected: str) -> None:
        answer = client.post("/api/v1/drafts", content=b"brand: x", headers={"accept-language": header})
        assert expected in answer.json()["detail"]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"   ",
            b"[1]",
            b"- a",
            b'"x"',
            b"null",
            b"{",
            b'{"a": 1,}',
            b"\xff",
            b"a: &x 1\nb: *x",
            b'{"schema": NaN}',
            b"[" * 5000,
        ],
    )
    def test_what_is_no_brief_is_422(self, client: TestClient, body: bytes) -> None:
        answer = client.post("/api/v1/drafts", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422
        assert answer.json()["problems"]

    def test_without_fallback_an_unreachable_model_is_503(
        self, client: TestClient, brief: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[DraftOptions] = []

        def fail(_brief: object, options: DraftOptions, _settings: object) -> DraftResult:
            seen.append(options)
            raise ComponentUnavailable(Localized(zh="模型连不上", en="the model is out of reach"))

        monkeypatch.setattr(drafts, "draft", fail)
        answer = client.post("/api/v1/drafts?fallback=false&offline=false", content=brief.encode())
        assert answer.status_code == 503
        assert answer.json()["detail"] == "模型连不上"
        assert seen == [DraftOptions(fallback=False, second_reader=True)]

    def test_a_wrong_option_is_a_problem(self, client: TestClient, brief: str) -> None:
        answer = client.post("/api/v1/drafts?offline=perhaps", content=brief.encode())
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["field"] == "query.offline"


class TestChecks:
    def test_findings_and_time_come_back_with_the_id(self, client: TestClient) -> None:
        answer = client.post("/api/v1/checks", json={"id": "a", "text": BAD, "statement": None})
        body = answer.json()
        assert answer.status_code == 200
        assert set(body) == {"id", "findings", "elapsed_us"}
        assert any(item["severity"] == "error" for item in body["findings"])
        assert all(BAD[item["start"] : item["end"]] == item["text"] for item in body["findings"])

    def test_without_an_id_there_is_none(self, client: TestClient) -> None:
        assert set(client.post("/api/v1/checks", json={"text": "我们正在核实。"}).json()) == {"findings", "elapsed_us"}

    def test_a_brief_inside_is_used_and_refused_like_any(self, client: TestClient, brief: str) -> None:
        data = parse(brief, "brief.yml").data
        found = client.post("/api/v1/checks", json={"text": "已有73人住院。", "brief": data}).json()["findings"]
        assert "grounding" in {item["layer"] for item in found}
        broken = client.post("/api/v1/checks", json={"text": "x", "brief": data | {"brand": " "}})
        assert broken.status_code == 422
        assert broken.json()["problems"][0]["field"] == "brief.brand"

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"text": 1},
            {"text": "x", "more": 1},
            {"text": "x", "language": "fr"},
            {"text": "\ud800"},
            ["x"],
            [],
            [{"text": "x"}, "x"],
            "x",
            {"text": "x", "context": []},
        ],
    )
    def test_what_is_no_check_is_422(self, client: TestClient, data: object) -> None:
        answer = client.post("/api/v1/checks", content=json.dumps(data).encode())
        assert answer.status_code == 422
        assert answer.json()["problems"]

    def test_a_list_is_answered_one_by_one_and_a_bad_one_stops_nothing(self, client: TestClient) -> None:
        answer = client.post(
            "/api/v1/checks", json=[{"id": "a", "text": BAD}, {"id": "b", "text": 1}, {"text": "我们正在核实。"}]
        )
        assert answer.status_code == 200
        first, second, third = answer.json()
        assert (first["id"], [item["severity"] for item in first["findings"]][:1]) == ("a", ["error"])
        assert (second["id"], set(second["error"])) == ("b", {"code", "message"})
        assert (third["id"], third["findings"]) == (None, [])

    def test_a_list_over_the_limit_is_refused_whole(self, client: TestClient) -> None:
        assert client.post("/api/v1/checks", json=[{"text": "x"}] * 201).status_code == 413

    def test_a_brands_own_rules_count_where_it_is_named(self, client: TestClient) -> None:
        text = "晨禾鲜奶喝了不上火。"
        alone = client.post("/api/v1/checks", json={"text": text}).json()["findings"]
        branded = client.post("/api/v1/checks", json={"text": text, "brand": "晨禾乳业"}).json()["findings"]
        assert "chenhe-folk-medicine" not in {item["rule"] for item in alone}
        assert "chenhe-folk-medicine" in {item["rule"] for item in branded}


class TestGrounding:
    def test_gives_what_the_command_gives(self, client: TestClient, brief: str) -> None:
        data = parse(brief, "brief.yml").data
        text = "已有73人住院。请拨打400-820-0000。"
        answer = client.post("/api/v1/grounding", json={"text": text, "brief": data, "language": None})
        assert answer.status_code == 200
        body = answer.json()
        assert list(body) == ["schema", "claims", "findings", "sentences"]
        assert body["schema"] == "firstword.grounding/1"
        assert {item["text"]: item["supported_by"] for item in body["claims"]} == {"73人": [], "400-820-0000": ["contact:0"]}
        assert {item["layer"] for item in body["findings"]} == {"grounding"}
        assert GroundingResult.model_validate(body).to_json() == body

    def test_the_language_can_be_said(self, client: TestClient, brief: str) -> None:
        data = {"text": "已有73人住院。", "brief": parse(brief, "brief.yml").data, "language": "en-GB"}
        assert client.post("/api/v1/grounding", json=data).json()["findings"][0]["message"].startswith("T")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"text": None}, "text"),
            ({"text": 1}, "text"),
            ({"text": "x" * 100_001}, "text"),
            ({"more": 1}, "more"),
            ({"statement": "apology"}, "statement"),
            ({"language": "fr"}, "language"),
            ({"brief": None}, "brief"),
            ({"brief": "F1"}, "brief"),
            ({"brief": {"schema": "y"}}, "brief.schema"),
        ],
    )
    def test_what_is_no_grounding_is_422_and_names_its_field(
        self, client: TestClient, brief: str, changes: dict[str, object], field: str
    ) -> None:
        answer = client.post("/api/v1/grounding", json={"text": "x", "brief": parse(brief, "brief.yml").data} | changes)
        assert answer.status_code == 422
        assert field in {item["field"] for item in answer.json()["problems"]}

    def test_every_problem_comes_at_once(self, client: TestClient) -> None:
        answer = client.post("/api/v1/grounding", json={"language": "fr", "brief": {"schema": "y"}})
        assert {"text", "language", "brief.schema", "brief.brand"} <= {item["field"] for item in answer.json()["problems"]}

    @pytest.mark.parametrize("data", [["x"], "x", None])
    def test_what_is_no_object_is_422(self, client: TestClient, data: object) -> None:
        assert client.post("/api/v1/grounding", content=json.dumps(data).encode()).status_code == 422


class TestAssessments:
    def test_gives_the_assessment_of_the_draft(self, client: TestClient, brief: str) -> None:
        answer = client.post("/api/v1/assessments", content=brief.encode())
        drafted = client.post("/api/v1/drafts", content=brief.encode()).json()["assessment"]
        assert Assessment.model_validate(answer.json()) == Assessment.model_validate(drafted)


class TestProbes:
    @pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
    def test_answer_anybody_by_any_name(self, app: FastAPI, path: str, status: str) -> None:
        with TestClient(app, base_url="http://10.1.2.3", client=("10.9.9.9", 1)) as stranger:
            answer = stranger.get(path)
            assert answer.status_code == 200
            assert answer.json()["status"] == status
            assert stranger.head(path).status_code == 200


class TestOpenApi:
    def test_describes_every_endpoint_with_its_body(self, client: TestClient) -> None:
        document = client.get("/openapi.json").json()
        assert set(ENDPOINTS) <= set(document["paths"])
        for path in ENDPOINTS:
            content = document["paths"][path]["post"]["requestBody"]["content"]
            assert set(content) == {"application/json", "application/yaml"}
        assert {"IncidentBrief", "CheckRequest", "GroundRequest", "GroundingResult", "DraftResult", "ProblemDocument"} <= set(
            document["components"]["schemas"]
        )

    def test_every_reference_in_it_leads_somewhere(self, client: TestClient) -> None:
        text = client.get("/openapi.json").text
        schemas = json.loads(text)["components"]["schemas"]
        references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
        assert references <= set(schemas)
        assert "#/$defs/" not in text

    def test_no_documentation_page_loads_foreign_scripts(self, client: TestClient) -> None:
        assert {client.get(path).status_code for path in ("/docs", "/redoc")} == {404}


class TestErrors:
    def test_404_and_405_are_problem_documents(self, client: TestClient) -> None:
        missing = client.get("/api/v1/nothing", headers={"accept-language": "en"})
        wrong = client.get("/api/v1/drafts")
        assert (missing.status_code, missing.json()["code"], missing.json()["title"]) == (404, "not-found", "Not found")
        assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "method-not-allowed", "POST")
        assert {missing.headers["content-type"], wrong.headers["content-type"]} == {"application/problem+json"}

    def test_a_browser_gets_a_page(self, client: TestClient) -> None:
        answer = client.get("/nothing", headers={"accept": "text/html,*/*", "accept-language": "en"})
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "Not found" in answer.text

    def test_an_unexpected_failure_says_nothing_about_itself(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_request: object) -> list[object]:
            raise RuntimeError("secret-detail")

        monkeypatch.setattr(checks, "check", fail)
        answer = client.post("/api/v1/checks", json={"text": "x"})
        assert answer.status_code == 500
        assert answer.json()["code"] == "internal-error"
        assert "secret-detail" not in answer.text
        assert "Traceback" not in answer.text
        assert "default-src 'self'" in answer.headers["content-security-policy"]

    @pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/openapi.json", "/static/site.css", "/static/none.css"])
    def test_every_answer_has_the_security_headers(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


class TestLimits:
    @pytest.mark.parametrize("path", ENDPOINTS)
    def test_a_body_over_the_limit_is_413(self, client: TestClient, path: str) -> None:
        answer = client.post(path, content=b"x" * (MAX_BYTES + 1))
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")

    def test_also_when_its_length_is_not_said(self, client: TestClient) -> None:
        answer = client.post("/api/v1/drafts", content=(b"x" * 65536 for _ in range(40)))
        assert answer.status_code == 413

    def test_a_lie_about_the_length_does_not_help(self, client: TestClient) -> None:
        assert client.post("/api/v1/checks", content=b"{}", headers={"content-length": "9" * 30}).status_code == 413

    @pytest.mark.parametrize(
        "headers",
        [{"content-type": "image/png"}, {"content-type": "multipart/form-data; boundary=x"}, {"content-encoding": "gzip"}],
    )
    def test_other_kinds_of_body_are_415(self, client: TestClient, headers: dict[str, str]) -> None:
        answer = client.post("/api/v1/drafts", content=b"x", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")

    def test_a_caller_who_goes_away_while_sending_is_no_fault_of_ours(self, app: FastAPI) -> None:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/api/v1/checks", "raw_path": b"/api/v1/checks", "query_string": b"", "root_path": "",
            "scheme": "http", "http_version": "1.1", "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("localhost", 80),
        }  # fmt: skip
        anyio.run(app, scope, receive, send)
        assert sent[0]["status"] == 400


class TestWhoMayAsk:
    @pytest.mark.parametrize("path", [*ENDPOINTS, "/"])
    def test_other_machines_get_403(self, app: FastAPI, path: str) -> None:
        with TestClient(app, base_url="http://127.0.0.1", client=("192.168.1.9", 1)) as stranger:
            answer = stranger.post(path, content=b"{}")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "a@b@127.0.0.2x"]
    )
    def test_a_rebound_name_gets_403(self, client: TestClient, host: str) -> None:
        assert client.post("/api/v1/checks", json={"text": "x"}, headers={"host": host}).status_code == 403

    @pytest.mark.parametrize("host", ["localhost", "localhost:9", "LOCALHOST", "127.0.0.1", "127.9.9.9:80", "[::1]:8000"])
    def test_names_of_this_machine_are_served(self, client: TestClient, host: str) -> None:
        assert client.post("/api/v1/checks", json={"text": "x"}, headers={"host": host}).status_code == 200

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"origin": "http://127.0.0.1:8000"}, 200),
            ({"origin": "http://127.0.0.1:3000"}, 403),
            ({"origin": "https://evil.example"}, 403),
            ({"origin": "null"}, 403),
            ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
            ({"sec-fetch-site": "none"}, 200),
            ({"sec-fetch-site": "same-site"}, 403),
            ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, 403),
        ],
    )
    def test_another_sites_page_is_refused(self, client: TestClient, headers: dict[str, str], status: int) -> None:
        assert client.post("/api/v1/checks", json={"text": "x"}, headers=headers).status_code == status

    def test_a_link_from_another_site_is_followed(self, client: TestClient) -> None:
        assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200

    @pytest.mark.parametrize(
        ("name", "local"),
        [
            ("127.0.0.1", True),
            ("::1", True),
            ("::ffff:127.0.0.1", True),
            ("::ffff:8.8.8.8", False),
            ("0.0.0.0", False),
            ("testclient", False),
            ("", False),
        ],
    )
    def test_loopback_is_known_in_every_spelling(self, name: str, *, local: bool) -> None:
        assert is_loopback(name) is local

    def test_the_configured_host_is_known_by_its_name(self) -> None:
        assert is_known_host("Firstword.intern:8000", "firstword.intern")
        assert not is_known_host("other.intern:8000", "firstword.intern")
        assert host_name("[::1]:80") == "::1"


def test_the_samples_shipped_with_the_pages_validate(samples: Path) -> None:
    for path in samples.glob("*.yml"):
        assert load_brief(path.read_bytes(), path.name).facts
