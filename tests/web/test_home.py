"""The page at /: what goes in stays, what comes out is marked and escaped."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.drafting.claims import Support
from service.drafting.pipeline import DraftOptions
from service.drafting.schemas import DraftResult, Gap, Inconsistency, Segment, TextPlace
from service.errors import ComponentUnavailable
from service.grounding.types import Claim, ClaimKind
from service.i18n import Localized
from service.retrieval.passages import Passage
from service.web.pages import home, samples
from service.web.pages.marking import Cutter, Marks
from service.web.pages.samples import sample_files, sample_text
from tests.cli.showing import a_finding, a_result, a_statement

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class _Page(HTMLParser):
    """Ids, labels, links and the text of every statement."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.spans: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self._depth = 0
        self._sup = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label" and found.get("for"):
            self.labelled.add(str(found["for"]))
        if tag in {"input", "select", "textarea"}:
            self.fields.append((tag, found))
        if tag == "span":
            self.spans.append(found)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag == "div":
            if found.get("class") == "text":
                self.texts.append("")
                self._depth = 1
            elif self._depth:
                self._depth += 1
        self._sup += tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1
        self._sup -= tag == "sup"

    def handle_data(self, data: str) -> None:
        if self._depth and not self._sup:
            self.texts[-1] += data


def post(client: TestClient, **fields: str) -> tuple[int, str]:
    answer = client.post("/", data=fields)
    return answer.status_code, answer.text


def scripts(page: str) -> list[str]:
    return re.findall(r"<script[^>]*>", page)


class TestShow:
    @pytest.mark.parametrize(
        ("query", "header", "lang"),
        [("", "", "zh-CN"), ("", "en-US", "en"), ("?lang=zh", "en", "zh-CN"), ("?lang=en", "zh", "en"), ("?lang=xx", "en", "en")],
    )
    def test_the_language_is_the_one_asked_for_else_the_browsers(
        self, client: TestClient, query: str, header: str, lang: str
    ) -> None:
        assert f'<html lang="{lang}">' in client.get("/" + query, headers={"accept-language": header}).text

    @pytest.mark.parametrize("mode", ["text", "form", "bogus"])
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_field_has_a_label_and_every_id_is_unique(self, client: TestClient, mode: str, lang: str) -> None:
        page = _Page(client.get(f"/?mode={mode}&lang={lang}").text)
        assert len(page.ids) == len(set(page.ids))
        for tag, attributes in page.fields:
            assert attributes.get("type") == "hidden" or attributes.get("id") in page.labelled, (tag, attributes)
        assert "#main" in page.links
        assert "main" in page.ids

    def test_everything_it_loads_comes_from_here(self, client: TestClient) -> None:
        page = client.get("/").text
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in loaded)
        assert " style=" not in page
        assert "<style" not in page
        for address in loaded:
            if address.startswith("/static/"):
                assert client.get(address).status_code == 200

    def test_a_sample_is_put_into_the_text(self, client: TestClient) -> None:
        name = next(iter(sample_files()))
        page = client.get("/", params={"sample": name}).text
        assert html.escape((sample_text(name) or "").strip().splitlines()[0]) in page

    @pytest.mark.parametrize("name", ["../../pyproject", "nothing", "/etc/passwd"])
    def test_a_sample_nobody_gave_is_an_empty_page(self, client: TestClient, name: str) -> None:
        answer = client.get("/", params={"sample": name})
        assert answer.status_code == 200
        assert "[project]" not in answer.text

    def test_head_answers(self, client: TestClient) -> None:
        assert client.head("/").status_code == 200


class TestSubmitText:
    def test_shows_level_statements_and_the_text_as_drafted(self, client: TestClient, brief: str) -> None:
        drafted = client.post("/api/v1/drafts", content=brief.encode()).json()
        status, source = post(client, mode="text", brief=brief)
        page = _Page(source)
        assert status == 200
        assert page.texts == [statement["text"] for statement in drafted["statements"]]
        assert f'class="level level-{drafted["assessment"]["level"]}"' in source
        assert len(page.ids) == len(set(page.ids))
        assert {link for link in page.links if link.startswith("#")} <= {f"#{name}" for name in page.ids}
        assert "清洗记录" not in source.replace(html.escape(brief), "")

    def test_what_was_typed_stays(self, client: TestClient, brief: str) -> None:
        assert html.escape(brief, quote=False).splitlines()[3] in html.unescape(post(client, mode="text", brief=brief)[1])

    def test_lists_every_problem_with_line_and_field(self, client: TestClient, brief: str) -> None:
        broken = brief.replace("kind: food_safety", "kind: soup").replace("status: confirmed", "status: sure", 1)
        status, page = post(client, mode="text", brief=broken, lang="en")
        assert status == 422
        rows = re.findall(r"<td>(\d+)</td>\s*<td><code>([^<]+)</code></td>", page)
        assert rows == [("7", "incident.kind"), ("11", "facts[0].status")]
        assert "kind: soup" in page

    @pytest.mark.parametrize("text", ["", "   ", "a: [", "- x", EVIL, "\ufeff", "{", "a: *b"])
    def test_what_is_no_brief_is_answered_with_the_page(self, client: TestClient, text: str) -> None:
        status, page = post(client, mode="text", brief=text)
        assert status == 422
        assert 'role="alert"' in page
        assert scripts(page) == ['<script src="/static/copy.js" defer>', '<script src="/static/live.js" defer>']

    def test_the_language_can_be_switched_without_losing_the_text(self, client: TestClient, brief: str) -> None:
        _, page = post(client, mode="text", brief=brief, lang="zh", switch_lang="en")
        assert '<html lang="en">' in page
        assert "晨禾鲜奶" in page

    def test_an_unavailable_component_is_said_on_the_page(
        self, client: TestClient, brief: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_brief: object, _options: DraftOptions, _settings: object, _observer: object) -> DraftResult:
            raise ComponentUnavailable(Localized(zh="模型连不上", en="the model is out of reach"))

        monkeypatch.setattr(home, "draft", fail)
        status, page = post(client, mode="text", brief=brief)
        assert status == 503
        assert "模型连不上" in page

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"brief=%ff%fe", 422),
            (b"brief=\xff", 422),
            (b"&".join(b"a=1" for _ in range(6000)), 413),
            (b"", 422),
            (b"x" * 3_000_000, 413),
        ],
    )
    def test_a_body_that_is_no_form_is_refused(self, client: TestClient, body: bytes, status: int) -> None:
        answer = client.post(
            "/", content=body, headers={"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
        )
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")

    def test_a_form_from_another_site_is_refused(self, client: TestClient, brief: str) -> None:
        assert client.post("/", data={"brief": brief}, headers={"origin": "https://evil.example"}).status_code == 403


FORM = {
    "mode": "form",
    "brand": "晨禾乳业",
    "incident.title": "晨禾鲜奶部分批次出现异味",
    "incident.kind": "food_safety",
    "incident.jurisdiction": "CN",
    "incident.detected_at": "2026-03-02T09:10",
    "issued_at": "2026-03-02T10:40",
    "next_update_at": "2026-03-02T14:00",
    "offset": "+08:00",
    "facts[0].text": "截至3月2日9时，收到6起异味反馈",
    "facts[0].status": "confirmed",
    "facts[0].disclosure": "public",
    "contacts[0].label": "客服热线",
    "contacts[0].value": "400-820-0000",
    "requests[0].statement": "holding_statement",
    "requests[0].audience": "public",
    "requests[0].channel": "weibo",
    "requests[0].language": "zh-CN",
}


class TestSubmitForm:
    def test_drafts_what_the_form_says(self, client: TestClient) -> None:
        status, source = post(client, **FORM)
        assert status == 200
        assert "6起异味反馈" in _Page(source).texts[0]
        assert "firstword.brief/1" in source
        assert 'value="晨禾乳业"' in source

    def test_problems_lead_to_their_fields_and_what_was_typed_stays(self, client: TestClient) -> None:
        fields = FORM | {"facts[0].disclosure": "", "exposure.deaths": "many", "incident.detected_at": "yesterday"}
        status, source = post(client, **fields)
        page = _Page(source)
        assert status == 422
        for name in ("f-facts-0-disclosure", "f-exposure-deaths", "f-incident-detected_at"):
            assert f"#{name}" in page.links
            assert name in page.ids
        assert 'value="many"' in source
        assert 'value="yesterday"' in source

    def test_more_rows_drafts_nothing(self, client: TestClient) -> None:
        status, source = post(client, **FORM, action="more")
        before = source.count('<option value="privileged"')
        filled = {f"facts[{row}].text": f"事实{row}" for row in range(6)}
        _, more = post(client, **(FORM | filled), action="more")
        assert status == 200
        assert "<article" not in source
        assert more.count('<option value="privileged"') > before

    @pytest.mark.parametrize(
        "name",
        [
            "brand",
            "incident.title",
            "facts[0].text",
            "facts[0].attribution",
            "contacts[0].label",
            "contacts[0].value",
            "incident.summary",
            "issuer.organisation",
            "commitments[0].text",
            "previous.text",
            "offset",
            "lang",
        ],
    )
    def test_nothing_typed_in_any_field_becomes_markup(self, client: TestClient, name: str) -> None:
        _, source = post(client, **(FORM | {name: EVIL}))
        assert scripts(source) == ['<script src="/static/copy.js" defer>', '<script src="/static/live.js" defer>']
        assert "<img" not in source
        assert "onerror" not in {key for _, attributes in _Page(source).fields for key in attributes}


class TestMarking:
    def test_findings_gaps_and_sentences_overlap_without_losing_a_character(
        self, client: TestClient, brief: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = "第一句<b>话。第二句“话”&。【待确认：热线】\n\n第三句"
        statement = a_statement(
            text,
            title=EVIL,
            findings=(
                a_finding("warning", 0, 14, text, EVIL),
                a_finding("error", 4, 6, text),
                a_finding("suggestion", 12, 16, text),
                a_finding("warning", 0, 0, text),
            ),
            gaps=(Gap(start=18, end=26, need=EVIL),),
            segments=(
                Segment(start=0, end=9, element="a", basis=("F1", "contact:0", "passage:p", "incident", "X9")),
                Segment(start=9, end=26, element="b"),
            ),
        )
        item = Inconsistency(
            kind="number", a=TextPlace(statement=0, start=0, end=2), b=TextPlace(statement=0, start=1, end=3), message=EVIL
        )
        result = a_result(statement, consistency=(item,)).model_copy(
            update={"passages": (Passage(id="p", document="d", collection="laws", title=EVIL, text=EVIL, score=0.5),)}
        )
        monkeypatch.setattr(home, "draft", lambda *_: result)
        status, source = post(client, mode="text", brief=brief)
        page = _Page(source)
        assert status == 200
        assert page.texts == [text]
        assert scripts(source) == ['<script src="/static/copy.js" defer>', '<script src="/static/live.js" defer>']
        assert "img" not in page.tags
        assert {"#s1-f1", "#s1-m1", "#s1-f2", "#s1-m2", "#s1-f3", "#s1-m3"} <= set(page.links)
        assert {link for link in page.links if link.startswith("#")} <= {f"#{name}" for name in page.ids}
        assert "F1 截至3月2日9时，收到6起异味反馈; 客服热线 400-820-0000" in source

    def test_a_result_without_statements_says_so(self, client: TestClient, brief: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(home, "draft", lambda *_: a_result())
        assert "没有文稿" in post(client, mode="text", brief=brief)[1]

    def test_a_supported_claim_shows_its_fact_and_names_it_for_readers_who_listen(self, client: TestClient, brief: str) -> None:
        status, source = post(client, mode="text", brief=brief, lang="zh")
        page = _Page(source)
        claims = [attributes for attributes in page.spans if attributes.get("class") == "claim"]
        assert status == 200
        assert any("收到6起" in str(claim["data-fact"]) and "已确认" in str(claim["data-fact"]) for claim in claims)
        for claim in claims:
            assert set(str(claim["aria-describedby"]).split()) <= set(page.ids)
            assert claim["tabindex"] in {"0", "-1"}

    def test_a_promise_around_a_date_is_one_stop_for_each(self) -> None:
        text = "我们将在3月5日18时前全额退款。"
        claims = (
            Claim(ClaimKind.DATETIME, 4, 11, text[4:11], "", ("issued_at", "C1")),
            Claim(ClaimKind.PROMISE, 3, 16, text[3:16], "", ("C1",)),
            Claim(ClaimKind.NUMBER, 0, 2, text[0:2], ""),
        )
        segments = (Segment(start=0, end=17, element="action", basis=("C1",)),)
        supports = {"C1": Support("C1", "C1", "全额退款", "3月5日")}
        cutter = Cutter(Marks(text, (), (), segments, claims, supports, "zh"))
        (sentence,) = cutter.sentences()
        assert "".join(piece.text for piece in sentence.pieces) == text
        assert [(piece.text, piece.is_start, piece.facts) for piece in sentence.pieces] == [
            ("我们将", False, ()),
            ("在", True, (1,)),
            ("3月5日18时", True, (1,)),
            ("前全额退款", False, (1,)),
            ("。", False, ()),
        ]
        assert [fact.words for fact in cutter.used] == ["C1 全额退款（3月5日）"]


class TestSamples:
    def test_without_the_evaluation_briefs_the_shipped_one_is_offered(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: object
    ) -> None:
        sample_files.cache_clear()
        monkeypatch.setattr(samples, "data_root", lambda: tmp_path)
        assert list(sample_files()) == ["01-milk-odour"]
        monkeypatch.setattr(samples, "_SHIPPED", tmp_path)
        sample_files.cache_clear()
        assert sample_files() == {}
        sample_files.cache_clear()

    def test_samples_are_offered_by_their_titles_the_reader_s_language_first(self) -> None:
        for language in ("zh", "en"):
            offered = [sample.language for sample in samples.sample_briefs(language)]
            assert set(offered) == {"zh", "en"}
            assert offered == sorted(offered, key=lambda found: found != language)
        assert "Hearthlane HL-300 tower heaters" in {sample.title for sample in samples.sample_briefs("en")}

    def test_every_sample_offered_is_a_link(self, client: TestClient) -> None:
        page = _Page(client.get("/?lang=en").text)
        assert {"/?" + urlencode({"lang": "en", "sample": name}) for name in sample_files()} <= set(page.links)


def test_a_wrong_form_value_never_fails_the_page(app: FastAPI) -> None:
    with TestClient(app, base_url="http://localhost", client=("::1", 1)) as client:
        for name in ("facts[999].text", "facts[x].text", "requests[0].previous", "offset", "exposure.media"):
            status, _ = post(client, **(FORM | {name: "\u202e" + "9" * 400}))
            assert status in {200, 422}
