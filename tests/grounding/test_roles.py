"""What a number counts and what a date is of: right values in the wrong place are not right."""

import pytest

from service.grounding import Grounds
from service.grounding.extract import read
from service.grounding.ledger import Ledger
from service.grounding.roles import Role, matter_of, roles_of
from tests.grounding.compared import around, rules
from tests.grounding.ledgers import BATTERY, grounds

TODAY = BATTERY.issued_at.date()
VALUES = ("ungrounded-number", "ungrounded-date", "ungrounded-time", "ungrounded-amount", "unit-changed")


def roles(text: str) -> dict[str, Role]:
    """The role of every value by its words."""
    reading = read(text, TODAY)
    found = roles_of(reading.folded, reading.mentions)
    return {text[m.start : m.end]: found[m.start] for m in reading.mentions if m.start in found}


def wrong(text: str, held: Grounds) -> list[str]:
    return [rule for rule, _ in rules(text, held, *VALUES)]


class TestRolesOf:
    @pytest.mark.parametrize(
        ("text", "value", "near"),
        [
            ("3人受伤，5人住院。", "3人", "#injury"),
            ("3人受伤，5人住院。", "5人", "#hospital_stay"),
            ("收到14起投诉。", "14起", "#complaint"),
            ("Two guests were injured and five were evacuated.", "five", "#evacuate"),
        ],
    )
    def test_a_number_has_the_role_that_stands_nearest(self, text: str, value: str, near: str) -> None:
        found = roles(text)
        role = next(role for words, role in found.items() if words.startswith(value.split(maxsplit=1)[0]))
        assert near in role.near

    @pytest.mark.parametrize(
        ("text", "near"),
        [
            ("4月20日生产，5月6日下架。", {"4月20日": "#produce", "5月6日": "#withdraw"}),
            ("4月20日生产的电池已于5月6日下架。", {"4月20日": "#produce", "5月6日": "#withdraw"}),
            ("Made on 20 April, withdrawn on 6 May.", {"20 April": "#produce", "6 May": "#withdraw"}),
        ],
    )
    def test_a_date_is_of_the_act_that_stands_nearest(self, text: str, near: dict[str, str]) -> None:
        found = roles(text)
        assert all(any(role in found[words].near for words in found if day in words) for day, role in near.items())

    @pytest.mark.parametrize(
        ("text", "sums"), [("共14起投诉", True), ("其余3人已出院", True), ("14 in total", True), ("14起投诉", False)]
    )
    def test_a_clause_that_adds_up_is_marked(self, text: str, sums: bool) -> None:
        assert {role.sums for role in roles(text).values()} == {sums}

    @pytest.mark.parametrize("text", ["", "门店停业", "The shop is closed"])
    def test_a_text_without_values_has_no_roles(self, text: str) -> None:
        assert roles(text) == {}

    def test_an_english_noun_is_what_is_counted(self) -> None:
        found = roles("39 patients were called")
        assert {key for role in found.values() for key in role.noun} == {"#patient"}


class TestMatterOf:
    def test_it_is_everything_a_text_speaks_of(self) -> None:
        assert {"#injury", "#withdraw"} <= matter_of("有人受伤，产品已下架。")
        assert matter_of("我们") == frozenset()


class TestSwappedCounts:
    ZH = ("事故造成3人受伤，12人被疏散", "confirmed")
    EN = ("Three people were injured and twelve people were evacuated", "confirmed")

    @pytest.mark.parametrize("text", ["12人受伤。", "事故造成12人受伤，3人被疏散。", "现场疏散3人。", "共有12名伤者。"])
    def test_another_thing_counted_is_wrong(self, text: str) -> None:
        assert wrong(text, around(self.ZH))

    @pytest.mark.parametrize(
        "text",
        [
            "Twelve people were injured.",
            "Three people were evacuated.",
            "Twelve people were hurt and three people were evacuated.",
        ],
    )
    def test_in_english_too(self, text: str) -> None:
        assert wrong(text, around(self.EN, language="en"))

    @pytest.mark.parametrize(
        "text",
        [
            "3人受伤。",
            "事故造成3人受伤，12人被疏散。",
            "我们疏散了12人，有3人受伤。",
            "受伤的3人、撤离的12人都已联系上。",
            "3名伤者正在治疗。",
        ],
    )
    def test_the_same_in_other_words_is_fine(self, text: str) -> None:
        assert wrong(text, around(self.ZH)) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Three people were injured.",
            "We evacuated twelve people; three were injured.",
            "The three injured people are being looked after.",
        ],
    )
    def test_the_same_in_other_english_words_is_fine(self, text: str) -> None:
        assert wrong(text, around(self.EN, language="en")) == []


class TestSwappedDates:
    ZH = ("4月20日生产的电池已于5月4日下架", "confirmed")
    EN = ("Kettles made on 20 April were withdrawn on 4 May", "confirmed")

    @pytest.mark.parametrize(
        "text", ["5月4日生产的电池已于4月20日下架。", "4月20日，电池下架。", "涉事电池是5月4日生产的。", "电池生产于5月4日。"]
    )
    def test_the_day_of_another_act_is_wrong(self, text: str) -> None:
        assert wrong(text, around(self.ZH))

    @pytest.mark.parametrize(
        "text",
        [
            "Kettles made on 4 May were withdrawn on 20 April.",
            "The kettles were withdrawn on 20 April.",
            "The kettles were manufactured on 4 May.",
        ],
    )
    def test_in_english_too(self, text: str) -> None:
        assert wrong(text, around(self.EN, language="en"))

    @pytest.mark.parametrize(
        "text",
        [
            "电池生产于4月20日，5月4日下架。",
            "5月4日，4月20日生产的电池下架。",
            "5月4日，我们把4月20日产的电池撤柜。",
            "4月20日生产的电池。",
        ],
    )
    def test_the_same_in_other_words_is_fine(self, text: str) -> None:
        assert wrong(text, around(self.ZH)) == []

    @pytest.mark.parametrize(
        "text",
        [
            "On 4 May we withdrew kettles made on 20 April.",
            "The kettles, made on 20 April, came off sale on 4 May.",
            "Kettles produced on 20 April.",
        ],
    )
    def test_the_same_in_other_english_words_is_fine(self, text: str) -> None:
        assert wrong(text, around(self.EN, language="en")) == []


class TestSumsAndWhoever:
    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("5名员工受伤，2名顾客受伤", "共有7人受伤。"),
            ("14名住客入院，其中9人已出院", "还有5人在院治疗。"),
            ("Five staff and two customers were injured", "Seven people were injured in total."),
        ],
    )
    def test_what_is_added_up_keeps_its_role(self, fact: str, text: str) -> None:
        held = around((fact, "confirmed"), language="en" if text.isascii() else "zh")
        assert wrong(text, held) == []

    @pytest.mark.parametrize(
        ("fact", "text"),
        [("39 patients were called", "39 people were called."), ("6名顾客受伤", "6人受伤。"), ("6人受伤", "6名顾客受伤。")],
    )
    def test_people_of_any_word_are_people(self, fact: str, text: str) -> None:
        held = around((fact, "confirmed"), language="en" if text.isascii() else "zh")
        assert wrong(text, held) == []

    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("14 reports were received", "14 shops were closed."),
            ("The recall covers 300 kettles", "The recall covers 300 shops."),
        ],
    )
    def test_another_noun_is_another_thing(self, fact: str, text: str) -> None:
        assert wrong(text, around((fact, "confirmed"), language="en"))


def test_a_ledger_supports_a_value_by_its_role() -> None:
    held: Ledger = grounds(("3人受伤，12人被疏散", "confirmed")).ledger
    mention = next(m for m in read("12人", TODAY).mentions)
    assert held.support(mention, Role(near=frozenset({"#evacuate"}), around=frozenset({"#evacuate"})))
    assert not held.support(mention, Role(near=frozenset({"#injury"}), around=frozenset({"#injury"})))
