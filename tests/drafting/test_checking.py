"""One check for every text, with and without a ledger behind it."""

from pathlib import Path
from typing import Any

import pytest

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data
from service.datafiles import load_data
from service.drafting.composer.tables import EnglishWords
from service.drafting.submitted import CheckRequest, check, check_request_from_data
from service.errors import DataFault, InvalidInput
from service.findings import Severity
from tests.samples import milk


def _rules(text: str, brief: IncidentBrief | None = None, **fields: Any) -> list[str]:
    return [finding.rule for finding in check(CheckRequest(text=text, brief=brief, **fields))]


class TestRequest:
    def test_the_contracts_object_is_read_whole(self) -> None:
        request = check_request_from_data(
            {
                "id": "7", "text": "t", "language": "zh", "statement": "social_post", "jurisdiction": "CN", "advertisement": True,
                "issued_at": "2026-03-02T10:00:00+08:00", "context": {"evidence": ["检验报告 A1"], "listed": False, "industry": None},
                "brief": None,
            }
        )  # fmt: skip
        assert request.context is not None
        assert (request.id, request.context.evidence, request.context.listed) == ("7", ("检验报告 A1",), False)

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ([1], ""),
            ({}, "text"),
            ({"text": 5}, "text"),
            ({"text": "t", "colour": 1}, "colour"),
            ({"text": "t", "context": {"mood": 1}}, "context.mood"),
            ({"text": "t", "statement": "poem"}, "statement"),
            ({"text": "t", "advertisement": "yes"}, "advertisement"),
            ({"text": "t", "brief": {"schema": "x"}}, "brief.schema"),
            ({"text": "t", "brief": 5}, "brief"),
        ],
    )
    def test_a_wrong_object_names_its_field(self, data: object, field: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            check_request_from_data(data)
        assert field in [problem.field for problem in caught.value.problems]


class TestWithLedger:
    def test_each_layer_has_its_say(self) -> None:
        text = "截至3月2日10时，我们收到16起反馈，产品绝对安全！感谢大家的高度重视。"
        found = check(CheckRequest(text=text, brief=milk(), statement="holding_statement"))
        assert {str(finding.layer) for finding in found} == {"rules", "grounding", "elements"}

    def test_the_issue_time_given_with_the_text_counts(self) -> None:
        text = "下一次说明不晚于今天14时在本账号发布。"
        assert "ungrounded-time" not in " ".join(_rules(text, milk()))
        later = check_request_from_data({"text": text, "issued_at": "2026-03-04T10:40:00+08:00"}).model_copy(
            update={"brief": milk()}
        )
        assert [finding.rule for finding in check(later)] != []

    def test_the_callers_word_on_advertising_counts(self) -> None:
        basis = [
            finding.basis
            for ad in (True, False)
            for finding in check(CheckRequest(text="最安全的奶粉", brief=milk(), advertisement=ad))
            if finding.rule == "ad-absolute-superlative"
        ]
        assert len(basis) == 2
        assert basis[0] != basis[1]

    def test_a_marker_in_a_text_handed_in_is_an_error(self) -> None:
        (finding,) = [f for f in check(CheckRequest(text="电话：【待确认：联系方式】", brief=milk())) if f.rule == "unfilled-gap"]
        assert finding.severity is Severity.ERROR


class TestWhatTheLedgerAnswers:
    def test_a_contacts_own_number_is_no_personal_data_and_another_is(self) -> None:
        ledger = brief_from_data(_with(contacts=[{"label": "店长手机", "value": "138-0000-4417"}]))
        assert "pii-disclosure" not in _rules("店长手机：138-0000-4417。", ledger)
        assert "pii-disclosure" in _rules("店长手机：139-0000-4417。", ledger)

    def test_words_the_ledger_quotes_may_be_named_in_quotation_marks_only(self) -> None:
        fact = {"id": "F1", "text": "主播说过“全国第一”这句话", "status": "confirmed", "disclosure": "public"}
        ledger = brief_from_data(_with(facts=[fact]))
        assert "ad-absolute-superlative" not in _rules("主播说过“全国第一”这句话。", ledger, statement="apology")
        assert "ad-absolute-superlative" in _rules("我们的奶粉是全国第一。", ledger, statement="apology")

    def test_a_price_the_ledger_quotes_may_be_named_in_quotation_marks_only(self) -> None:
        fact = {"id": "F1", "text": "主播说过“全网最低价”这句话", "status": "confirmed", "disclosure": "public"}
        ledger = brief_from_data(_with(facts=[fact]))
        rank = {"ad-absolute-superlative", "price-misleading"}
        assert rank.isdisjoint(_rules("主播说过“全网最低价”这句话。", ledger, statement="apology"))
        # The more specific of the two speaks for both.
        assert "price-misleading" in _rules("我们的奶粉是全网最低价。", ledger, statement="apology")

    def test_a_text_without_findings_needs_no_ledger(self) -> None:
        assert _rules("我们已收到反馈，正在核实。", milk()) == []


def _with(**changes: Any) -> dict[str, Any]:
    data = milk().model_dump(mode="json", by_alias=True, exclude_none=True)
    return data | changes


def test_a_brief_printed_as_json_is_the_same_brief() -> None:
    assert brief_from_data(_with()) == milk()


def test_a_broken_data_file_names_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    for text, what in (("lowered: [", "not valid YAML"), ("lowered: []\nbase_verbs: []\nmore: 1\n", "more"), ("", "empty")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFault, match=what):
            load_data(path, EnglishWords)
    with pytest.raises(DataFault, match=r"missing\.yml"):
        load_data(tmp_path / "missing.yml", EnglishWords)
