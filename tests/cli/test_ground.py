"""`firstword ground`: a text with every claim marked in place."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from service.cli.grounded import render_grounded
from service.cli.rendering import Page
from service.cli.wrapping import cells
from service.drafting.claims import GroundedSentence, GroundingResult, Support, ground_request_from_data, ground_text, supports_of
from service.findings import Finding, Layer, Severity
from service.grounding.types import Claim, ClaimKind
from tests.cli.running import BRIEF, Run
from tests.samples import sample

GOOD = "截至3月2日9时，我们收到6起异味反馈。详情请拨打400-820-0000。"
BAD = GOOD.replace("6起", "16起")
TEXT = "收到6起反馈，3月5日前全额退款。无人受伤。"
SUPPORTS = {ident: Support(ident, ident, f"事实{ident}") for ident in ("F1", "F2", "C1")}


def claim(words: str, *ids: str, kind: ClaimKind = ClaimKind.QUANTITY, text: str = TEXT) -> Claim:
    start = text.index(words)
    return Claim(kind, start, start + len(words), words, words, ids)


def finding(words: str, severity: str = "error", basis: str | None = None, text: str = TEXT) -> Finding:
    start = text.index(words)
    return Finding(
        rule="ungrounded", severity=Severity(severity), start=start, end=start + len(words), text=words, message="没有依据",
        basis=basis, layer=Layer.GROUNDING,
    )  # fmt: skip


def sentence(start: int, end: int, *ids: str) -> GroundedSentence:
    return GroundedSentence(start=start, end=end, ids=ids)


def shown(
    claims: Iterable[Claim] = (),
    findings: Iterable[Finding] = (),
    sentences: Iterable[GroundedSentence] = (),
    page: Page | None = None,
) -> str:
    result = GroundingResult(claims=tuple(claims), findings=tuple(findings), sentences=tuple(sentences))
    return render_grounded(TEXT, result, SUPPORTS, page or Page("zh"))


def text_of(page: str) -> str:
    return page.split("\n\n", maxsplit=1)[0]


class TestCommand:
    def test_a_supported_text_is_code_0_with_the_ids_behind_the_claims(self, run: Run, brief_file: Path) -> None:
        outcome = run("ground", "-", str(brief_file), stdin=GOOD.encode())
        assert (outcome.code, outcome.err) == (0, "")
        assert "6起[F1]" in outcome.out
        assert "400-820-0000[contact:0]" in outcome.out
        assert "已确认" in outcome.out
        assert outcome.out.splitlines()[-1].endswith("0 个问题。")

    def test_an_unsupported_claim_is_code_1_and_marked(self, run: Run, brief_file: Path, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text(BAD, encoding="utf-8")
        outcome = run("ground", str(path), str(brief_file))
        assert outcome.code == 1
        assert "«16起»[✗1]" in outcome.out
        assert "[✗1] 错误 ungrounded-" in outcome.out

    def test_with_one_argument_the_text_comes_through_the_pipe(self, run: Run, brief_file: Path) -> None:
        assert run("ground", str(brief_file), stdin=GOOD.encode()) == run("ground", "-", str(brief_file), stdin=GOOD.encode())

    def test_the_brief_may_come_through_the_pipe_instead(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text(GOOD, encoding="utf-8")
        assert run("ground", str(path), "-", stdin=BRIEF.encode()).code == 0

    def test_json_has_claims_findings_and_sentences_whose_offsets_fit_the_text(self, run: Run, brief_file: Path) -> None:
        outcome = run("ground", "--json", "-", str(brief_file), stdin=BAD.encode())
        body = json.loads(outcome.out)
        assert outcome.code == 1
        assert list(body) == ["schema", "claims", "findings", "sentences"]
        assert body["schema"] == "firstword.grounding/1"
        assert set(body["claims"][0]) == {"kind", "start", "end", "text", "normal", "supported_by"}
        assert all(BAD[item["start"] : item["end"]] == item["text"] for item in (*body["claims"], *body["findings"]))
        assert all(set(item) == {"start", "end", "ids"} for item in body["sentences"])
        supported = {item["text"]: item["supported_by"] for item in body["claims"]}
        assert supported["400-820-0000"] == ["contact:0"]
        assert supported["16起"] == []

    def test_it_speaks_the_users_language(self, run: Run, brief_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        outcome = run("ground", "-", str(brief_file), stdin=GOOD.encode())
        assert "What it rests on" in outcome.out
        assert outcome.out.splitlines()[-1].endswith("supported, 0 findings.")

    def test_the_language_of_the_text_can_be_said(self, run: Run, brief_file: Path) -> None:
        found = json.loads(run("ground", "--json", "--language", "en", "-", str(brief_file), stdin=BAD.encode()).out)["findings"]
        assert "not supported" in found[0]["message"]

    def test_an_empty_text_claims_nothing(self, run: Run, brief_file: Path) -> None:
        assert run("ground", "-", str(brief_file)).out == "0 处说法，0 处有依据，0 个问题。\n"

    @pytest.mark.parametrize("raw", [b"\xff\xfe", b"x" * 100_001, b"a\x1bb"])
    def test_what_is_no_text_is_code_2(self, run: Run, brief_file: Path, raw: bytes) -> None:
        outcome = run("ground", "-", str(brief_file), stdin=raw)
        assert (outcome.code, outcome.out) == (2, "")
        assert "<stdin>" in outcome.err
        assert "Traceback" not in outcome.err

    def test_a_broken_brief_is_code_2(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "b.yml"
        path.write_text("schema: no\n", encoding="utf-8")
        outcome = run("ground", "-", str(path), stdin=b"x")
        assert outcome.code == 2
        assert f"{path}:1: schema" in outcome.err

    def test_what_is_not_public_is_not_in_the_answer(self, run: Run, brief_file: Path) -> None:
        outcome = run("ground", "-", str(brief_file), stdin="一台灌装设备的清洗记录缺失。".encode())
        assert outcome.code == 1
        assert "清洗记录" not in outcome.out.split("\n\n", 1)[1].replace("“一台灌装设备的清洗记录缺失”", "")


class TestRenderGrounded:
    def test_the_ids_stand_behind_their_claim(self) -> None:
        assert text_of(shown([claim("6起", "F1")])) == "收到6起[F1]反馈，3月5日前全额退款。无人受伤。"

    def test_a_claim_within_a_claim_keeps_the_text_whole(self) -> None:
        nested = [claim("3月5日", "C1"), claim("3月5日前全额退款", "C1", kind=ClaimKind.PROMISE)]
        assert text_of(shown(nested)) == "收到6起反馈，3月5日[C1]前全额退款[C1]。无人受伤。"

    def test_findings_within_and_across_findings_each_have_their_bounds_and_number(self) -> None:
        found = [finding("6起反馈，3月5日"), finding("3月5日"), finding("3月5日前全额退款", "warning")]
        claims = [claim("3月5日"), claim("3月5日前全额退款", kind=ClaimKind.PROMISE)]
        assert text_of(shown(claims, found)) == "收到«6起反馈，««3月5日»»[✗1,✗2]前全额退款»[!3]。无人受伤。"

    def test_a_claim_without_support_and_without_finding_needs_none(self) -> None:
        page = shown([claim("无人受伤", kind=ClaimKind.PROMISE)])
        assert "无人受伤[–]" in page
        assert "不需要" in page

    def test_a_sentence_says_only_what_its_claims_have_not(self) -> None:
        sentences = [sentence(0, 17, "F1", "C1", "incident"), sentence(17, 22, "F2")]
        assert (
            text_of(shown([claim("6起", "F1")], sentences=sentences)) == "收到6起[F1]反馈，3月5日前全额退款。[C1]无人受伤。[F2]"
        )

    def test_a_sentence_that_ends_in_a_finding_does_not_lend_it_its_support(self) -> None:
        page = text_of(shown([], [finding("无人受伤")], [sentence(17, 21, "F2")]))
        assert page.endswith("«无人受伤»[✗1]。")

    def test_of_several_ids_the_sentences_own_are_shown(self) -> None:
        page = text_of(shown([claim("3月5日", "issued_at", "F1", "C1")], sentences=[sentence(0, 17, "C1")]))
        assert "3月5日[C1]前" in page

    def test_many_ids_are_cut_short(self) -> None:
        assert "6起[F1,F2,F3,…]反馈" in shown([claim("6起", "F1", "F2", "F3", "F4")])

    def test_facts_are_listed_once_in_the_briefs_order_with_those_a_finding_names(self) -> None:
        page = shown([claim("3月5日", "C1")], [finding("6起", basis="F1"), finding("无人受伤", basis="X9")])
        assert re.findall(r"^  (\S+)  ", page, re.MULTILINE) == ["F1", "C1"]

    def test_the_last_line_counts(self) -> None:
        page = shown([claim("6起", "F1"), claim("3月5日")], [finding("3月5日")], page=Page("en"))
        assert page.splitlines()[-1] == "2 claims, 1 supported, 1 finding."

    def test_a_terminal_shows_bounds_by_style_and_severity_by_sign_too(self) -> None:
        page = shown([claim("6起", "F1")], [finding("无人受伤", "warning")], page=Page("zh", width=60, styled=True))
        assert "\x1b[32m6起\x1b[0m\x1b[2m[F1]\x1b[0m" in page
        assert "\x1b[4;33m无人受伤\x1b[0m\x1b[1;33m[!1]\x1b[0m" in page
        assert "«" not in page

    @pytest.mark.parametrize("width", [80, 120])
    @pytest.mark.parametrize("name", ["05-hotpot-food-poisoning", "18-uk-park-ride-death"])
    def test_no_line_is_wider_than_the_window_and_no_word_of_the_text_is_lost(self, name: str, width: int) -> None:
        brief = sample(name)
        text = "\n".join(
            f"{fact.text}。在{number}0人中，{fact.text}，我们赔偿每人{number}万元。" for number, fact in enumerate(brief.facts)
        )
        request = ground_request_from_data({"text": text}, brief=brief)
        result = ground_text(request)
        assert result.findings
        page = render_grounded(request.text, result, supports_of(brief, "en"), Page("en", width, styled=True))
        plain = re.sub(r"\x1b\[[0-9;]*m", "", page)
        assert all(cells(line) <= width for line in plain.splitlines())
        bare = re.sub(r"\[[^\[\]]*\]|\s", "", plain)
        assert bare.startswith(re.sub(r"\[[^\[\]]*\]|\s", "", text))
