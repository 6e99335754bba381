"""What is an error and what is left to a person: an error needs evidence, and a missing line is none."""

import pytest

from service.findings import Severity
from service.grounding import Grounds, check
from service.grounding.evidence import Evidence
from tests.grounding.ledgers import grounds

SHOP = grounds(
    ("9月3日20时，云浦店一名顾客滑倒，左腕骨折，已送市第四医院", "confirmed"),
    ("云浦店自9月3日21时起停业", "confirmed"),
    ("地面湿滑的原因", "unknown"),
    ("有顾客反映店员没有及时扶起老人", "reported"),
    ("网传有人死亡", "refuted"),
    issuer={"organisation": "岚山餐饮"},
    commitments=[
        {"id": "C1", "text": "承担这名顾客的医疗费，9月10日18时前上门看望", "approved": True, "due": "2026-09-10T18:00:00+08:00"}
    ],
    issued_at="2026-09-04T10:00:00+08:00",
    incident={
        "title": "云浦店顾客滑倒受伤",
        "kind": "safety_accident",
        "jurisdiction": "CN",
        "detected_at": "2026-09-03T20:05:00+08:00",
    },
    next_update_at="2026-09-05T18:00:00+08:00",
)
FLIGHT = grounds(
    ("Eleven people were examined at the gate and four of them were taken to hospital", "confirmed"),
    ("The aircraft lost an engine", "refuted"),
    ("A drink cart struck a passenger", "reported"),
    ("why the aircraft dropped", "unknown"),
    issuer={"organisation": "Tamarack Air"},
    commitments=[{"id": "C1", "text": "passengers will be refunded their full fare by May 14", "approved": True}],
    issued_at="2026-05-07T18:45:00+08:00",
    incident={
        "title": "Turbulence on a Tamarack Air flight",
        "kind": "safety_accident",
        "jurisdiction": "US",
        "detected_at": "2026-05-07T13:18:00+08:00",
    },
    next_update_at="2026-05-07T21:00:00+08:00",
)


def severities(text: str, held: Grounds) -> set[Severity]:
    return {finding.severity for finding in check(text, held).findings}


class TestEvidence:
    def test_only_positive_evidence_is_an_error(self) -> None:
        errors = {evidence for evidence in Evidence if evidence.severity is Severity.ERROR}
        assert errors == {Evidence.CONTRADICTED, Evidence.FORBIDDEN, Evidence.ABSENT}
        assert {evidence.severity for evidence in Evidence} == {Severity.ERROR, Severity.WARNING}

    def test_a_difference_is_certain_or_a_doubt(self) -> None:
        assert Evidence.of_difference(certain=True) is Evidence.CONTRADICTED
        assert Evidence.of_difference(certain=False) is Evidence.DIFFERENT


class TestErrors:
    @pytest.mark.parametrize(
        "text",
        [
            "两名顾客滑倒。",
            "顾客被送到青川市第五医院。",
            "请拨打400-123-9999。",
            "地面湿滑是因为水管漏水。",
            "一名顾客不幸去世。",
            "没有人受伤。",
            "我们将赔偿这名顾客5万元。",
            "云浦店没有停业。",
            "我们违反了《消费者权益保护法》。",
        ],
    )
    def test_what_the_ledger_contradicts_forbids_or_cannot_hold(self, text: str) -> None:
        assert Severity.ERROR in severities(text, SHOP)

    @pytest.mark.parametrize(
        "text",
        [
            "Twelve people were examined at the gate.",
            "Please call 888-555-0199.",
            "The drop was caused by a fault in the autopilot.",
            "One passenger has died.",
            "The aircraft lost an engine.",
            "We will give every passenger $500 in compensation.",
        ],
    )
    def test_nor_in_english(self, text: str) -> None:
        assert Severity.ERROR in severities(text, FLIGHT)


class TestDoubts:
    """What true sentences in words of their own were once taken for."""

    @pytest.mark.parametrize(
        "text",
        [
            "这两样东西，我们想说清楚：一是抱歉，二是陪伴。",
            "这么晚写给大家，是因为有些话不能等。",
            "人是清醒的。",
            "这件事也伤了大家的信任。",
            "网传的死亡人数是假的。",
            "外面说死了人，不是事实。",
            "5日18时我再来向大家回话。",
            "努力从来不该被辜负。",
        ],
    )
    def test_a_sentence_that_may_be_a_manner_of_speaking_is_no_error(self, text: str) -> None:
        assert Severity.ERROR not in severities(text, SHOP)

    @pytest.mark.parametrize(
        "text",
        [
            "Two things I can't tell you yet.",
            "Four went on to hospital.",
            "We will share what we know as soon as it is confirmed.",
            "There is no truth to talk that the aircraft will be scrapped.",
            "Talk of a lost engine is wrong.",
            "I will revert at 9 p.m.",
            "Nobody knows why yet, so please don't guess at one.",
            "The refund isn't for all of our flights.",
        ],
    )
    def test_nor_in_english(self, text: str) -> None:
        assert Severity.ERROR not in severities(text, FLIGHT)

    def test_an_answer_that_a_fact_gives_is_no_rumour(self) -> None:
        paid = grounds(("September wages were paid on 30 September", "confirmed"), ("September wages were paid twice", "refuted"))
        assert Severity.ERROR not in severities("Have I been paid?\nYes. Wages went out on 30 September.", paid)
        assert severities("Were wages paid twice?\nYes.", paid)
