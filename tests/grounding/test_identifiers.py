"""Contacts, numbers of documents and things, laws and titles; and how a whole text is read line by line."""

import random
from datetime import date

import pytest

from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.identifiers import find_contacts, find_identifiers
from service.grounding.types import ClaimKind, Label, Mention, normal_form


def spans(text: str, mentions: list[Mention]) -> list[str]:
    return [text[m.start : m.end] for m in mentions]


class TestFindContacts:
    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("请拨打400-820-0000", "400-820-0000"),
            ("call 020 7946 0958 today", "020 7946 0958"),
            ("on +44 20 7946 0958", "+44 20 7946 0958"),
            ("at +1 (555) 010-1234.", "+1 (555) 010-1234"),
            ("call 111", "111"),
            ("12345热线", "12345"),
            ("查詢請電3000 0146", "3000 0146"),
            ("电话：2123 4567", "2123 4567"),
            ("ir@yunshan.example", "ir@yunshan.example"),
            ("see help.example.co.uk/a?b=1", "help.example.co.uk/a?b=1"),
            ("follow @firstword_help", "firstword_help"),
        ],
    )
    def test_it_is_found(self, text: str, span: str) -> None:
        assert spans(text, find_contacts(fold(text))) == [span]

    def test_one_number_has_one_key_at_home_and_abroad(self) -> None:
        keys = {m.value.key for m in find_contacts("+44 20 7946 0958, 020 7946 0958") if isinstance(m.value, Label)}
        assert keys == {"02079460958"}

    @pytest.mark.parametrize(
        "text",
        [
            "2026-03-02 10:00",
            "10:00-16:00",
            "批号20260227",
            "3-5万元",
            "1,200-1,500",
            "电话接听24小时",
            "hotline open 24 hours",
            "2025-2026",
        ],
    )
    def test_dates_and_amounts_are_no_phones(self, text: str) -> None:
        assert find_contacts(fold(text)) == []


class TestFindIdentifiers:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("批号A2026-03、A2026-04", ["A2026-03", "A2026-04"]),
            ("生产批号20260227", ["20260227"]),
            ("型号XJ-200", ["XJ-200"]),
            ("车牌京A·12345", ["京A·12345"]),
            ("沪市监〔2026〕12号", ["沪市监〔2026〕12号"]),
            ("依据GB 2760-2014和ISO 22000", ["GB 2760-2014", "ISO 22000"]),
            ("《食品安全法》第三十四条第一款第（二）项", ["《食品安全法》", "第三十四条第一款第（二）项"]),
            ("lot 0317A", ["0317A"]),
            ("batch no. 12", ["12"]),
            ("flight BA 123, operated", ["BA 123"]),
            ("licence number 44/2019", ["44/2019"]),
            ("Article 33 GDPR", ["Article 33", "GDPR"]),
            ("section 12 of the Consumer Rights Act 2015", ["section 12", "Consumer Rights Act 2015"]),
            ("Regulation (EU) 2016/679", ["Regulation (EU) 2016/679"]),
            ("the Health and Safety at Work etc. Act 1974", ["Health and Safety at Work etc. Act 1974"]),
        ],
    )
    def test_it_is_found(self, text: str, expected: list[str]) -> None:
        assert spans(text, find_identifiers(fold(text))) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "batches 12 and 14",
            "the report 12 people made",
            "20KG",
            "COVID-19",
            "第5条生产线",
            "under the Act",
            "1990s",
            "20260227",
            "Administration for Market Regulation",
        ],
    )
    def test_it_is_none(self, text: str) -> None:
        assert find_identifiers(fold(text)) == []

    def test_a_title_that_is_no_law_is_doubted(self) -> None:
        assert [m.unsure for m in find_identifiers("《食品安全法》《致顾客的信》")] == [False, True]


class TestRead:
    def test_a_labelled_number_is_no_date_and_a_bare_one_is(self) -> None:
        kinds = [m.kind for m in read("批号20260227，日期20260227", date(2026, 3, 2)).mentions]
        assert kinds == [ClaimKind.IDENTIFIER, ClaimKind.DATE]

    def test_a_line_reads_the_same_alone_and_in_a_text(self) -> None:
        lines = ["3月2日10时，收到6起反馈。", "We will reply within 48 hours.", "电话：400-820-0000。", "批号A2026-03。"]
        alone = [(normal_form(m), m.end - m.start) for line in lines for m in read(line, date(2026, 3, 2)).mentions]
        whole = [(normal_form(m), m.end - m.start) for m in read("\n".join(lines), date(2026, 3, 2)).mentions]
        assert whole == alone

    def test_wrapped_mail_reads_like_one_line(self) -> None:
        text = "We will reply within 48\nhours, by 10:20 p.m. on\n2 March at the latest."
        assert [text[m.start : m.end] for m in read(text, date(2026, 3, 2)).mentions] == ["48\nhours", "10:20 p.m. on\n2 March"]

    def test_a_list_on_other_lines_is_announced_not_counted(self) -> None:
        assert read("我们做三件事\n1. 停售\n2. 退款\n3. 复核", date(2026, 3, 2)).mentions == ()
        assert read("我们做五件事\n1. 停售\n2. 退款", date(2026, 3, 2)).mentions != ()

    def test_any_text_gives_mentions_in_order_inside_it(self) -> None:
        letters = "0123456789一二三十百万亿零两半数几上年月日号时点分周今昨晚 .,:/-+~至到约()%成倍个名元¥£$pmaMGkh第条《》@\n"
        words = [
            "March",
            "3rd",
            "half",
            "past",
            "quarter",
            "to",
            "two",
            "dozen",
            "hundred",
            "and",
            "last",
            "Friday",
            "tonight",
            "o'clock",
            "Act",
            "2015",
            "lot",
            "12",
            "10:20",
            "£1.2m",
            "3/4/26",
        ]
        rnd = random.Random(3)
        for _ in range(400):
            text = "".join(rnd.choices(letters, k=40)) + " ".join(rnd.choices(words, k=8))
            last = 0
            for mention in sorted(
                (m for m in read(text, date(2026, 3, 2)).mentions if m.kind is not ClaimKind.NAME), key=lambda m: m.start
            ):
                assert last <= mention.start < mention.end <= len(text)
                last = mention.end
                assert normal_form(mention)
