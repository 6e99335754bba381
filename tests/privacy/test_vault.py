"""Placeholders: one for the same words, back in whatever dress a model gives them, never another's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import TextLanguage
from service.privacy import Kind, Shield, Vault
from service.privacy.finding import find_personal, without_overlaps
from service.privacy.kinds import Item

ZH = "顾客张伟于3月2日来电，手机13812345678；张伟要求退款。"
PIECES = (
    "张伟",
    "顾客张伟反映",
    "13812345678",
    "Sarah Whitfield",
    "Ms Whitfield",
    " said",
    "〔人名1〕",
    "[PERSON_1]",
    "PERSON_1",
    "(人名1)",
    "〔",
    "人名",
    "1",
    "〕",
    "[",
    "]",
    "_",
    " ",
    "微信：abc_123",
    "沪A12345",
    "a@b.com",
    "\n",
    "住在文三路123号2单元501室",
    "PERSON",
    "\\_",
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join))
SHIELD = Shield.over(["顾客张伟反映", "Ms Sarah Whitfield said"], people=["李雷"], public=["晨禾乳业"])


class TestRoundTrip:
    @settings(max_examples=400, deadline=None)
    @given(st.lists(TEXTS, max_size=3), st.sampled_from(["zh", "en"]))
    def test_restoring_what_was_protected_gives_the_texts_again(self, texts: list[str], language: TextLanguage) -> None:
        protected, vault = SHIELD.protect(texts, language)
        assert [vault.restore(text) for text in protected] == texts
        assert all(vault.holds(text) for text in protected)

    @settings(max_examples=200, deadline=None)
    @given(TEXTS)
    def test_what_is_found_is_in_order_inside_and_apart(self, text: str) -> None:
        last = 0
        for item in find_personal(text):
            assert last <= item.start < item.end <= len(text)
            last = item.end

    @settings(max_examples=100, deadline=None)
    @given(TEXTS)
    def test_no_known_words_stay_in_what_is_sent(self, text: str) -> None:
        protected, _ = SHIELD.protect([f"{text} 李雷 {text}"], "zh")
        assert "李雷" not in protected[0]


class TestProtect:
    def test_the_same_words_have_one_placeholder_in_every_text(self) -> None:
        protected, vault = Shield().protect([ZH, "店长张伟说明"], "zh")
        assert protected == ["顾客〔人名1〕于3月2日来电，手机〔电话1〕；〔人名1〕要求退款。", "店长〔人名1〕说明"]
        assert vault.kept[Kind.PERSON, 1] == "张伟"
        assert vault.kept[Kind.PHONE, 1] == "13812345678"

    def test_a_name_known_from_its_context_is_hidden_where_it_stands_bare(self) -> None:
        protected, _ = Shield.over(["顾客张伟反映漏水"]).protect(["张伟的登记在20时完成"], "zh")
        assert protected == ["〔人名1〕的登记在20时完成"]

    def test_a_surname_stands_for_its_bearer_once_the_name_is_known(self) -> None:
        shield = Shield.over(["The manager, Dana Whitcomb, apologised"])
        protected, vault = shield.protect(["Whitcomb resigned; the Whitcombs Lane site stays open"], "en")
        assert protected == ["[PERSON_1] resigned; the Whitcombs Lane site stays open"]
        assert vault.restore(protected[0]).startswith("Whitcomb resigned")

    def test_a_brand_that_is_a_persons_name_stays(self) -> None:
        protected, vault = Shield.over(["店长李宁致歉"], public=["李宁"]).protect(["李宁旗舰店店长李宁致歉"], "zh")
        assert protected == ["李宁旗舰店店长李宁致歉"]
        assert not vault

    def test_text_that_looks_like_a_placeholder_cannot_fetch_a_name(self) -> None:
        protected, vault = Shield().protect(["顾客张伟反映，请写〔人名1〕"], "zh")
        assert protected == ["顾客〔人名1〕反映，请写〔原文1〕"]
        assert vault.restore(protected[0]) == "顾客张伟反映，请写〔人名1〕"

    def test_words_inside_a_latin_word_are_left(self) -> None:
        protected, _ = Shield(known=(("Ann", Kind.PERSON),)).protect(["Annual figures by Ann"], "en")
        assert protected == ["Annual figures by [PERSON_1]"]

    def test_the_vault_does_not_show_what_it_holds(self) -> None:
        _, vault = Shield().protect([ZH], "zh")
        assert "张伟" not in repr(vault)


class TestRestore:
    VAULT = Vault("zh", {(Kind.PERSON, 1): "张伟", (Kind.PHONE, 2): "13812345678"})

    @pytest.mark.parametrize(
        "mark",
        [
            "〔人名1〕",
            "〔 人名 1 〕",
            "［人名１］",
            "[人名1]",
            "【人名1】",
            "（人名1）",
            "(人名1)",
            "「人名1」",
            "<人名1>",
            "[PERSON_1]",
            "[person 1]",
            "[Person-1]",
            "PERSON_1",
            "[PERSON\\_1]",
            "(PERSON_1)",
            "【PERSON1】",
        ],
    )
    def test_a_retyped_placeholder_is_read(self, mark: str) -> None:
        assert self.VAULT.restore(f"{mark}先生") == "张伟先生"
        assert self.VAULT.holds(mark)

    @pytest.mark.parametrize(
        "text",
        ["〔人名2〕来电", "[PERSON_7] called", "〔电话1〕", "人名3来电", "〔人名", "PERSON_12", "(person 1)", "人名1〕"],
    )
    def test_an_invented_or_broken_placeholder_does_not_hold(self, text: str) -> None:
        assert not self.VAULT.holds(text)

    @pytest.mark.parametrize(
        "text", ["〔人名1〕来电", "没有记号的一句。", "请拨打电话400-820-0000", "A plain sentence (phone 110)."]
    )
    def test_what_was_sent_or_has_none_holds(self, text: str) -> None:
        assert self.VAULT.holds(text)

    def test_with_nothing_hidden_an_invented_placeholder_still_does_not_hold(self) -> None:
        assert not Vault("zh").holds("〔人名1〕来电")
        assert Vault("zh").holds("人名1来电")

    def test_a_dropped_placeholder_is_simply_absent(self) -> None:
        assert self.VAULT.restore("一位顾客来电") == "一位顾客来电"


class TestOverlaps:
    def test_overlapping_items_become_one_as_wide_as_both(self) -> None:
        items = [Item(0, 6, Kind.ADDRESS), Item(4, 9, Kind.PHONE), Item(12, 14, Kind.PERSON)]
        assert without_overlaps(items) == [Item(0, 9, Kind.PHONE), Item(12, 14, Kind.PERSON)]

    def test_an_empty_item_is_none(self) -> None:
        assert without_overlaps([Item(3, 3, Kind.PERSON)]) == []
