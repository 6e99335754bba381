"""What a text works out from the ledger is no new value; what nothing there makes is one."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

BRIDGE = grounds(
    ("At 06:20 on 14 September the swing bridge at Harrow Quay stopped halfway", "confirmed"),
    ("One in five fares bought that morning was declined", "confirmed"),
    ("Some passengers could not use the bridge or the ticket machines", "confirmed"),
    ("The ferry ran instead from 07:10 to 09:10 on 14 September", "confirmed"),
    ("Ferry crossings are free on 14, 15 and 16 September", "confirmed"),
    ("The toll was lowered from £2.50 to £2.00", "confirmed"),
    ("The ticket machines worked again at 09:05", "confirmed"),
    ("The harbour has been polluted", "refuted"),
    ("Some passengers were charged twice", "reported"),
    ("9,310 season tickets were printed for the bank holiday weekend", "confirmed", "internal"),
    issued_at="2026-09-14T20:00:00+01:00",
    incident={
        "title": "Swing bridge stopped",
        "kind": "service_outage",
        "jurisdiction": "UK",
        "occurred_at": "2026-09-14T06:20:00+01:00",
        "detected_at": "2026-09-14T06:25:00+01:00",
    },
    commitments=[
        {
            "id": "C1",
            "text": "double charges will be refunded by 17:00 on 18 September",
            "approved": True,
            "due": "2026-09-18T17:00:00+01:00",
        }
    ],
)
LIFT = grounds(
    ("3月2日11时40分，澄江索道停运", "confirmed"),
    ("14时至16时，技术人员对驱动装置做了检查", "confirmed"),
    ("票价由每人80元调整为每人60元", "confirmed"),
    ("索道钢缆断了", "refuted"),
    issued_at="2026-03-02T20:00:00+08:00",
    commitments=[{"id": "C1", "text": "3月5日18时前退还当天票款", "approved": True, "due": "2026-03-05T18:00:00+08:00"}],
)


def english(text: str, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in check(text, BRIDGE, language="en-GB").findings if f.severity is severity]


def chinese(text: str, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in check(text, LIFT, language="zh-CN").findings if f.severity is severity]


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "Double charges will be refunded within four days, by 5pm on 18 September.",
            "Double charges will be refunded by 18 September, four days after the bridge stopped.",
            "Ferry crossings are free on all three days.",
            "The crossing costs nothing on any of those three days.",
        ],
    )
    def test_between_dates_of_the_ledger(self, text: str) -> None:
        assert english(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Double charges will be refunded within nine days, by 5pm on 18 September.",
            "The crossing costs nothing on any of those six days.",
            "The bridge will be shut for eleven days.",
        ],
    )
    def test_that_nothing_makes(self, text: str) -> None:
        assert any(rule == "ungrounded-time" for rule, _ in english(text))

    @pytest.mark.parametrize("text", ["三天之内，也就是5日18时前，退还票款。", "票款将在三天后的18时以前退还。"])
    def test_in_chinese(self, text: str) -> None:
        assert not any(rule == "ungrounded-time" for rule, _ in chinese(text))

    def test_another_number_of_days_in_chinese(self) -> None:
        assert any(rule == "ungrounded-time" for rule, _ in chinese("票款将在六天后的18时以前退还。"))


class TestHours:
    @pytest.mark.parametrize(
        "text",
        [
            "The ferry ran for two hours.",
            "The bridge stopped at 06:20. Nearly two and three-quarter hours later, at 09:05, the ticket machines worked again.",
        ],
    )
    def test_within_a_line_and_in_quarters(self, text: str) -> None:
        assert not any(rule == "ungrounded-time" for rule, _ in english(text))

    def test_another_span_is_none_of_the_line(self) -> None:
        assert any(rule == "ungrounded-time" for rule, _ in english("The ferry ran for five hours."))

    @pytest.mark.parametrize("text", ["索道是差二十分十二点停的。", "今天中午差20分钟12点，索道停运。"])
    def test_a_time_short_of_an_hour(self, text: str) -> None:
        assert chinese(text) == []

    def test_another_time_short_of_an_hour(self) -> None:
        assert chinese("索道是差五分十二点停的。")


class TestShares:
    def test_the_other_side_of_a_share_told_beside_it(self) -> None:
        assert english("About 20% of fares were declined, so four out of five went through.") == []

    def test_the_other_side_alone_is_for_a_person(self) -> None:
        text = "About 80 per cent of fares went through."
        assert english(text) == []
        assert english(text, Severity.WARNING)

    def test_another_share_is_an_error(self) -> None:
        assert english("About 35 per cent of fares went through.")

    def test_by_how_much_a_sum_fell(self) -> None:
        assert english("The toll was cut by 20%.") == []
        assert chinese("票价下调了25%。") == []

    def test_another_fall_is_an_error(self) -> None:
        assert chinese("票价下调了45%。")


class TestWordsNotToBeSaid:
    @pytest.mark.parametrize("text", ["对外不要说“上千人”。", "别讲“三百人被困”。"])
    def test_in_chinese(self, text: str) -> None:
        assert not any(rule == "ungrounded-number" for rule, _ in chinese(text))

    def test_said_after_all(self) -> None:
        assert any(rule == "ungrounded-number" for rule, _ in chinese("现场有三百人被困。"))


class TestOtherWords:
    @pytest.mark.parametrize(
        "text",
        [
            "The stop hit the bridge and the ticket machines for some passengers.",
            "The fares have not fully recovered.",
            "The toll has not moved on account of this.",
            "I was charged twice. What happens now?\nWrite to us.",
            "The port authority dismissed claims that the harbour had been polluted.",
            "The harbour is clean, and it has not been polluted.",
            "The ferry is free on Bank Holiday weekend days too.",
        ],
    )
    def test_no_error(self, text: str) -> None:
        wrong = {
            "polarity-turned",
            "ungrounded-harm",
            "ungrounded-cause",
            "status-overstated",
            "refuted-repeated",
            "confidential-leak",
        }
        assert not [found for found in english(text) if found[0] in wrong]

    def test_what_they_do_not_excuse(self) -> None:
        assert any(rule == "refuted-repeated" for rule, _ in english("The harbour has been polluted."))
        assert any(rule == "ungrounded-cause" for rule, _ in english("The bridge stopped on account of this worn gear."))
        assert any(rule == "confidential-leak" for rule, _ in english("We printed 9,310 season tickets for the weekend."))

    def test_the_time_of_day_is_no_part_of_a_name(self) -> None:
        found = grounds(("棠浦站早上6时停电", "confirmed"), issued_at="2026-03-02T20:00:00+08:00")
        names = [f.text for f in check("今天上午棠浦站停电。", found, language="zh-CN").findings if f.rule == "ungrounded-name"]
        assert names == []


class TestSaidInPassing:
    def test_what_a_review_mentions_is_only_said(self) -> None:
        under = grounds(
            ("There was a nail in the bread", "reported"),
            ("Corn Mill Bakery threatened the customer", "refuted"),
            ("loaves that were returned will be replaced by 9 October", "confirmed"),
            issued_at="2026-10-02T12:00:00+01:00",
        )
        told = check("The letter also mentions a nail in the bread. We never threatened the customer.", under, language="en-GB")
        assert [f.rule for f in told.findings if f.severity is Severity.ERROR] == []
        plain = check("There was a nail in the bread.", under, language="en-GB")
        assert any(f.rule == "status-overstated" for f in plain.findings)

    def test_what_nobody_knows_is_no_promise(self) -> None:
        said = "票款将在3月5日18时前退还，目前其他安排尚不明确。"
        assert not any(rule == "ungrounded-promise" for rule, _ in chinese(said))

    def test_households_for_people_are_for_a_person(self) -> None:
        under = grounds(("有七位住户反映水压低", "confirmed"), issued_at="2026-03-02T20:00:00+08:00")
        found = check("楼里有七家说水压低。", under, language="zh-CN").findings
        assert not [f for f in found if f.severity is Severity.ERROR]
        assert [f for f in check("楼里有九家说水压低。", under, language="zh-CN").findings if f.severity is Severity.ERROR]
