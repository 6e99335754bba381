"""Hong Kong's words, and one English throughout."""

import pytest

from service.briefs import IncidentBrief, Language
from service.briefs.loader import brief_from_data
from service.drafting.composer.hongkong import in_hong_kong
from service.drafting.composer.localised import localised
from service.drafting.composer.tables import hong_kong_table, spelling_table
from service.llm.schemas import Composition, Sentence
from tests.samples import sample


def brief(brand: str = "某店", **more: object) -> IncidentBrief:
    """A brief that brings names."""
    incident = {"title": "某事", "kind": "other", "jurisdiction": "HK", "detected_at": "2026-03-02T09:00:00+08:00"}
    given = {"schema": "firstword.brief/1", "brand": brand, "issued_at": "2026-03-02T10:40:00+08:00", "incident": incident}
    return brief_from_data(given | more)


def one(text: str) -> Composition:
    """A statement of one sentence."""
    return Composition(title="说明", sentences=(Sentence(text, "known"),))


class TestHongKong:
    @pytest.mark.parametrize(
        ("mainland", "hong_kong"),
        [
            ("产品质量问题", "產品質素問題"),
            ("个人信息泄露", "個人資料外洩"),
            ("用户信息泄露", "用戶資料外洩"),
            ("网上的视频", "網上的影片"),
            ("客服热线：3000 4419", "客戶服務熱線：3000 4419"),
            ("收到6起反馈", "收到6宗反饋"),
            ("自3月2日10时起停业", "自3月2日10時起停止營業"),
            ("请先就医", "請先求醫"),
            ("手机号码", "手機號碼"),
            ("手机号", "手機號碼"),
            ("266户", "266戶"),
            ("一起核对", "一起核對"),
        ],
    )
    def test_the_mainlands_word_becomes_hong_kongs(self, mainland: str, hong_kong: str) -> None:
        assert in_hong_kong(one(mainland), brief()).sentences[0].text == hong_kong

    def test_names_and_law_stay(self) -> None:
        ledger = brief("质量网络", issuer={"organisation": "质量网络有限公司"})
        text = in_hong_kong(one("质量网络有限公司依《食品安全法》检查食品安全。"), ledger).sentences[0].text
        assert text == "质量网络有限公司依《食品安全法》檢查食物安全。"

    def test_what_the_ledger_writes_in_traditional_characters_stays_as_written(self) -> None:
        fact = {"id": "F1", "text": "分店的視頻已下架", "status": "confirmed", "disclosure": "public"}
        assert in_hong_kong(one("分店的视频已下架。"), brief(facts=[fact])).sentences[0].text == "分店的視頻已下架。"

    def test_a_simplified_ledger_leaves_nothing_simplified_but_names(self) -> None:
        fact = {"id": "F1", "text": "门店的视频已下架", "status": "confirmed", "disclosure": "public"}
        assert in_hong_kong(one("门店的视频已下架。"), brief(facts=[fact])).sentences[0].text == "分店的影片已下架。"

    def test_the_table_is_in_the_characters_it_is_applied_to(self) -> None:
        for term in hong_kong_table().terms:
            assert in_hong_kong(one(term.mainland), brief("无")).sentences[0].text == term.hong_kong


class TestEnglish:
    LEDGER = sample("14-us-dental-data-breach")

    @pytest.mark.parametrize(
        ("american", "british"),
        [
            ("On July 30 we confirmed unauthorized access.", "On 30 July we confirmed unauthorised access."),
            ("It closed at 11:50 a.m. CT on July 30, 2026.", "It closed at 11:50 CT on 30 July 2026."),
            ("We will write by 6:45 p.m.", "We will write by 18:45."),
            ("The ride was closed from 1:10 to 4:35 p.m. today.", "The ride was closed from 13:10 to 16:35 today."),
            ("It is open between 11 and 1 p.m.", "It is open between 11:00 and 13:00."),
            ("Canceled orders from May 4 to 9 are refunded.", "Cancelled orders from 4 to 9 May are refunded."),
            ("The Department of Labor called it “unauthorized”.", "The Department of Labor called it “unauthorized”."),
            ("In May 20 people wrote.", "In May 20 people wrote."),
            ("See https://a.example/color at noon.", "See https://a.example/color at noon."),
        ],
    )
    def test_american_becomes_british(self, american: str, british: str) -> None:
        assert localised(one(american), self.LEDGER, Language.EN_GB).sentences[0].text == british

    @pytest.mark.parametrize(
        ("british", "american"),
        [
            ("We were closed from 1:10 to 4:35 p.m.", "We were closed from 1:10 p.m. to 4:35 p.m."),
            ("From 22:40 on 5 December homes were cold.", "From 10:40 p.m. on December 5 homes were cold."),
            ("Best before 1 to 31 March 2027.", "Best before March 1, 2027 to March 31, 2027."),
            ("Tickets for 29, 30 and 31 August.", "Tickets for August 29, August 30 and August 31."),
            ("We apologise for the odour by 14:00.", "We apologize for the odor by 2:00 p.m."),
            ("Call 0161 496 0188 or ISO 22361:2022.", "Call 0161 496 0188 or ISO 22361:2022."),
        ],
    )
    def test_british_becomes_american(self, british: str, american: str) -> None:
        assert localised(one(british), self.LEDGER, Language.EN_US).sentences[0].text == american

    def test_a_name_keeps_its_spelling_and_the_way_back_is_the_same(self) -> None:
        ledger = brief("Harbor Color Center")
        text = "Harbor Color Center in the harbor."
        assert localised(one(text), ledger, Language.EN_GB).sentences[0].text == "Harbor Color Center in the harbour."
        words = spelling_table().words
        assert len(set(words.values())) == len(words)
