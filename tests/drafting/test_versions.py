"""The bilingual lock: one statement in Chinese and in English agrees in numbers, dates, promises and admission, or it is said where."""

import pytest

from service.briefs import Channel, StatementType
from service.drafting.agreement import disagreements
from service.drafting.grounds import grounds_for
from service.drafting.schemas import GenerationRecord, Statement, statement_digest
from tests.grounding.ledgers import ledger

BRIEF = ledger(
    {"text": "截至5月6日18时，收到14起电池鼓包的反馈", "translations": {"en": "By 18:00 on 6 May we had received 14 reports of swollen batteries"}},
    {"text": "3名用户手部灼伤", "translations": {"en": "Three customers burned their hands"}},
    {"text": "D7型电池已于5月6日从门店下架", "translations": {"en": "D7 batteries were withdrawn from shops on 6 May"}},
    {"text": "没有收到起火的反馈", "translations": {"en": "No one has reported a fire"}},
    {"text": "D7型电池共售出2600块", "translations": {"en": "2,600 D7 batteries were sold"}},
    {"text": "5月7日起在12个城市开展检测", "translations": {"en": "Testing starts in 12 cities on 7 May"}},
    {"text": "鼓包的原因", "status": "unknown", "translations": {"en": "what caused the swelling"}},
    commitments=[
        {"id": "C1", "text": "5月20日前免费更换D7型电池", "approved": True,
         "translations": {"en": "Replace every D7 battery free of charge by 20 May"}},
        {"id": "C2", "text": "承担3名用户的医疗费用", "approved": True, "translations": {"en": "Pay the medical costs of the three customers"}},
    ],
    contacts=[{"label": "热线", "value": "400-880-1234"}],
    next_update_at="2026-05-07T12:00:00+08:00",
)  # fmt: skip
GROUNDS = grounds_for(BRIEF, None)

REPORTS = ("截至5月6日18时，我们收到14起电池鼓包的反馈。", "By 18:00 on 6 May we had received 14 reports of swollen batteries.")
BURNED = ("3名用户手部灼伤。", "Three customers burned their hands.")
OFF_SALE = ("D7型电池已于5月6日从门店下架。", "D7 batteries were withdrawn from shops on 6 May.")
NO_FIRE = ("没有收到起火的反馈。", "No one has reported a fire.")
SOLD = ("D7型电池共售出2600块。", "2,600 D7 batteries were sold.")
TESTS = ("5月7日起在12个城市开展检测。", "Testing starts in 12 cities on 7 May.")
CAUSE = ("鼓包的原因目前还不清楚。", "We do not yet know what caused the swelling.")
REPLACED = ("5月20日前，我们会免费更换D7型电池。", "We will replace every D7 battery free of charge by 20 May.")
COSTS = ("我们会承担3名用户的医疗费用。", "We will pay the medical costs of the three customers.")
LINE = ("热线：400-880-1234。", "Hotline: 400-880-1234.")
NEXT = ("下一次说明不晚于5月7日12时发布。", "We will publish the next update by 12:00 on 7 May.")
SORRY = ("我们向大家道歉。", "We apologise to everyone.")
SHOULD_NOT = ("这件事不该发生。", "This should not have happened.")
PITY = ("我们最牵挂的是受伤的人和他们的家人。", "Our first concern is for the people who were hurt and their families.")

AGREEING = [
    (REPORTS,), (BURNED,), (OFF_SALE,), (NO_FIRE,), (SOLD,), (TESTS,), (CAUSE,), (REPLACED,), (COSTS,), (LINE,), (NEXT,),
    (REPORTS, SORRY), (SHOULD_NOT, SORRY), (BURNED, PITY), (REPORTS, CAUSE, NEXT), (REPLACED, COSTS, LINE),
    (OFF_SALE, SOLD), (SHOULD_NOT, SORRY, REPLACED), (REPORTS, BURNED, OFF_SALE, NO_FIRE, CAUSE, REPLACED, LINE, NEXT),
    (SOLD, TESTS, NO_FIRE), (BURNED, COSTS), (REPORTS, OFF_SALE, SORRY, SHOULD_NOT, REPLACED, COSTS, NEXT),
]  # fmt: skip
# What the English says instead, and the kind of disagreement.
PLANTED = [
    (REPORTS, "By 18:00 on 6 May we had received 41 reports of swollen batteries.", "number"),
    (REPORTS, "By 18:00 on 6 May we had received 140 reports of swollen batteries.", "number"),
    (REPORTS, "By 18:00 on 5 May we had received 14 reports of swollen batteries.", "time"),
    (REPORTS, "By 8:00 on 6 May we had received 14 reports of swollen batteries.", "time"),
    (REPORTS, "By 18:00 on 6 May we had received reports of swollen batteries.", "number"),
    (BURNED, "Four customers burned their hands.", "number"),
    (BURNED, "Thirteen customers burned their hands.", "number"),
    (BURNED, "Customers burned their hands.", "number"),
    (OFF_SALE, "D7 batteries were withdrawn from shops on 4 May.", "time"),
    (OFF_SALE, "D7 batteries were withdrawn from shops on 6 June.", "time"),
    (OFF_SALE, "D7 batteries have not been withdrawn from shops.", "polarity"),
    (NO_FIRE, "A fire has been reported.", "polarity"),
    (SOLD, "26,000 D7 batteries were sold.", "number"),
    (TESTS, "Testing starts in 20 cities on 7 May.", "number"),
    (TESTS, "Testing starts in 12 cities on 9 May.", "time"),
    (REPLACED, "We will replace every D7 battery free of charge by 30 May.", "promise"),
    (REPLACED, "D7 batteries were withdrawn from shops on 6 May.", "promise"),
    (REPLACED, "", "promise"),
    (COSTS, "", "promise"),
    (COSTS, "We will pay the medical costs of the four customers.", "promise"),
    (LINE, "Hotline: 400-880-4321.", "contact"),
    (SORRY, "Our thoughts are with them.", "admission"),
    (SORRY, "", "admission"),
    (SHOULD_NOT, "", "admission"),
    (SORRY, "This was our fault, and we apologise to everyone.", "admission"),
    (SHOULD_NOT, "We broke the law.", "admission"),
    (CAUSE, "We failed to check the batteries, and we do not yet know what caused the swelling.", "admission"),
]


def version(text: str, language: str, kind: str = "holding_statement") -> Statement:
    """One version of a statement."""
    return Statement.model_validate(
        {
            "statement": kind, "audience": "public", "channel": Channel.WEB, "language": language, "title": "说明", "text": text,
            "digest": statement_digest("说明", text), "segments": (), "blocked": False, "generation": GenerationRecord(model="composer"),
        }
    )  # fmt: skip


def told(chinese: str, english: str) -> list[str]:
    """The kinds of disagreement between two versions."""
    return [item.kind for item in disagreements([version(chinese, "zh-CN"), version(english, "en-GB")], GROUNDS)]


@pytest.mark.parametrize("parts", AGREEING)
def test_versions_that_agree(parts: tuple[tuple[str, str], ...]) -> None:
    assert told("".join(zh for zh, _ in parts), " ".join(en for _, en in parts)) == []


@pytest.mark.parametrize(("pair", "english", "kind"), PLANTED)
def test_a_planted_disagreement_is_found_beside_sentences_that_agree(pair: tuple[str, str], english: str, kind: str) -> None:
    assert kind in told(f"{pair[0]}{CAUSE[0] if pair is not CAUSE else ''}", f"{english} {CAUSE[1] if pair is not CAUSE else ''}")


@pytest.mark.parametrize(("pair", "english", "kind"), PLANTED)
def test_and_in_the_other_direction(pair: tuple[str, str], english: str, kind: str) -> None:
    items = disagreements([version(english, "en-GB"), version(pair[0], "zh-HK")], GROUNDS)
    assert kind in [item.kind for item in items]


def test_the_place_without_the_words_is_nowhere_and_the_message_quotes_the_other() -> None:
    (item,) = disagreements([version(f"{CAUSE[0]}{COSTS[0]}", "zh-CN"), version(CAUSE[1], "en-GB")], GROUNDS)
    assert (item.b.start, item.b.end) == (0, 0)
    assert "我们会承担3名用户的医疗费用" in item.message


def test_different_kinds_may_say_less_than_each_other() -> None:
    short = version(REPORTS[1], "en-GB", StatementType.FAQ)
    assert disagreements([version(REPORTS[0] + COSTS[0] + SORRY[0], "zh-CN"), short], GROUNDS) == ()


def test_a_promise_without_a_wording_is_a_gap_and_no_disagreement() -> None:
    assert told(COSTS[0], "[TO CONFIRM: English wording of C2]") == []
