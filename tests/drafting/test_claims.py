"""A text held against a brief in the shape every interface gives, and what the ids of a ledger stand for."""

import pytest

from service.briefs import StatementRequest, Status
from service.briefs.models import Previous
from service.drafting.claims import (
    Support,
    ground_request_from_data,
    ground_text,
    statement_claims,
    supports_of,
    telling,
    used_supports,
)
from service.errors import InvalidInput
from tests.cli.showing import a_result, a_statement
from tests.samples import milk, sample


class TestGroundRequest:
    def test_the_contracts_object_is_read_whole(self) -> None:
        request = ground_request_from_data({"text": "t", "language": None}, brief=milk())
        assert (request.text, request.language, request.brief) == ("t", None, milk())

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ([1], ""),
            ({}, "brief"),
            ({}, "text"),
            ({"text": 5}, "text"),
            ({"text": "t", "language": "fr"}, "language"),
            ({"text": "t", "colour": 1}, "colour"),
            ({"text": "t", "brief": 5}, "brief"),
            ({"text": "t", "brief": {"schema": "x"}}, "brief.schema"),
        ],
    )
    def test_a_wrong_object_names_its_field(self, data: object, field: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            ground_request_from_data(data)
        assert field in [problem.field for problem in caught.value.problems]


class TestGroundText:
    def test_says_what_each_claim_rests_on(self) -> None:
        result = ground_text(ground_request_from_data({"text": "收到6起反馈，另有73人住院。"}, brief=milk()))
        assert {claim.text: claim.supported_by for claim in result.claims} == {"6起": ("F1",), "73人": ()}
        assert (result.supported, result.has_error) == (1, True)

    def test_plain_data_has_the_contracts_shape(self) -> None:
        body = ground_text(ground_request_from_data({"text": "收到6起反馈。"}, brief=milk())).to_json()
        assert list(body) == ["schema", "claims", "findings", "sentences"]


class TestStatementClaims:
    def test_there_is_a_list_for_every_statement(self) -> None:
        result = a_result(a_statement("收到6起反馈。"), a_statement("我们深表歉意。"))
        first, second = statement_claims(result, milk())
        assert [claim.supported_by for claim in first] == [("F1",)]
        assert second == ()

    def test_an_earlier_statement_supports_what_is_said_of_it(self) -> None:
        text = "此前通报中，我们说收到4起反馈。"
        previous = Previous.model_validate({"text": "收到4起反馈。", "issued_at": "2026-03-02T09:30:00+08:00"})
        request = StatementRequest.model_validate({"statement": "update", "language": "zh-CN", "previous": previous})
        (alone,) = statement_claims(a_result(a_statement(text)), milk())
        (after,) = statement_claims(a_result(a_statement(text)), milk().with_changes(requests=(request,)))
        assert [claim.supported_by for claim in alone] == [()]
        assert [claim.supported_by for claim in after] == [("previous",)]


class TestTelling:
    @pytest.mark.parametrize(
        ("ids", "basis", "shown"),
        [
            ((), ("F1",), ()),
            (("issued_at", "incident", "F1", "F3"), ("F3",), ("F3",)),
            (("issued_at", "incident", "F1", "F3"), (), ("F1", "F3")),
            (("issued_at", "incident"), ("F2",), ("issued_at", "incident")),
            (("incident", "F1"), ("incident",), ("incident",)),
        ],
    )
    def test_the_sentences_own_come_first_then_facts_then_all(
        self, ids: tuple[str, ...], basis: tuple[str, ...], shown: tuple[str, ...]
    ) -> None:
        assert telling(ids, basis) == shown


class TestSupports:
    def test_public_facts_approved_commitments_contacts_and_times_in_the_briefs_order(self) -> None:
        found = supports_of(milk(), "zh")
        assert list(found) == [
            *("F1", "F2", "F3", "F4", "F5", "F6", "C1", "contact:0"),
            *("incident", "issued_at", "issuer", "next_update_at", "previous"),
        ]
        assert found["F1"].told("zh") == "F1 截至3月2日10时，收到6起关于晨禾鲜奶有异味的反馈（已确认）"
        assert found["C1"].told("zh").endswith("（客户服务部 · 2026-03-05 18:00 +0800）")
        assert found["contact:0"].told("zh") == "客服热线 400-820-0000"
        assert supports_of(milk(), "en")["next_update_at"].told("en") == "time of the next update (2026-03-02 14:00 +0800)"

    def test_what_is_not_public_stands_for_nothing(self) -> None:
        told = " ".join(support.told("zh") for support in supports_of(milk(), "zh").values())
        assert "冷链车" not in told
        assert "补偿一箱" not in told
        assert "客服系统" not in told

    def test_a_wording_in_the_language_of_the_text_is_told_too(self) -> None:
        brief = sample("19-bilingual-power-bank-fire")
        fact = next(item for item in brief.public_facts if "en" in item.translations)
        assert fact.translations["en"] in supports_of(brief, "zh", "en-US")[fact.id].told("zh")
        assert fact.translations["en"] not in supports_of(brief, "zh", "zh-CN")[fact.id].told("zh")

    def test_those_named_come_in_order_and_an_unknown_id_stands_for_itself(self) -> None:
        known = {ident: Support(ident, ident, "x", status=Status.CONFIRMED) for ident in ("F1", "F2", "F3")}
        assert [item.id for item in used_supports(known, ["F3", "passage:0", "F1", "F3"])] == ["F1", "F3", "passage:0"]
