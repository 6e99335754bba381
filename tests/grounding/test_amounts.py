"""Numbers, quantities, shares, money and durations: what is found, where it stands, what it comes to."""

from decimal import Decimal

import pytest

from service.grounding.amounts import find_amounts
from service.grounding.folding import fold
from service.grounding.types import Amount, Bound, normal_form


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], normal_form(m)) for m in find_amounts(fold(text))]


def only(text: str) -> Amount:
    mention = find_amounts(fold(text))[0]
    assert isinstance(mention.value, Amount)
    return mention.value


class TestNumerals:
    @pytest.mark.parametrize(
        ("text", "span", "normal"),
        [
            ("收到6起反馈", "6起", "6 cases"),
            ("截至目前,6起反馈", "6起", "6 cases"),
            ("五名顾客", "五名", "5 people"),
            ("俩人受伤", "俩人", "2 people"),
            ("仨人受伤", "仨人", "3 people"),
            ("十二点七万条", "十二点七万条", "127000 cases goods"),
            ("一万三千人", "一万三千人", "13000 people"),
            ("一万三人", "一万三人", "13000 people"),
            ("二十三萬五千六百名用戶", "二十三萬五千六百名", "235600 people"),
            ("上百名", "上百名", "100..199 people"),
            ("数十名", "数十名", "20..99 people"),
            ("好几百人", "好几百人", "200..999 people"),
            ("成百上千人", "成百上千人", "100..9999 people"),
            ("二三十人", "二三十人", "20..30 people"),
            ("十七八岁", "十七八岁", "17..18 age"),
            ("三四百家门店", "三四百家", "300..400 places"),
            ("两三天", "两三天", "172800..259200 seconds"),
            ("a dozen bottles", "a dozen bottles", "12 goods"),
            ("two dozen users", "two dozen users", "24 people"),
            ("half a million accounts", "half a million accounts", "500000 goods"),
            ("twenty-one reports", "twenty-one reports", "21 cases"),
            ("one hundred and five stores", "one hundred and five stores", "105 places"),
            ("two and a half million users", "two and a half million users", "2500000 people"),
            ("tens of thousands of users", "tens of thousands of users", "10000..99999 people"),
            ("several hundred customers", "several hundred customers", "200..999 people"),
            ("a couple of customers", "a couple of customers", "~2 people"),
            ("a hundred boxes", "a hundred boxes", "100 goods"),
            ("1.2m customers", "1.2m customers", "1200000 people"),
            ("30k users", "30k users", "30000 people"),
            ("6 confirmed reports", "6 confirmed reports", "6 cases"),
        ],
    )
    def test_a_number_comes_with_its_unit_word(self, text: str, span: str, normal: str) -> None:
        assert (span, normal) in found(text)

    @pytest.mark.parametrize("text", ["two and three stores", "two, three stores"])
    def test_and_joins_no_two_numbers(self, text: str) -> None:
        assert [normal for _, normal in found(text)][-1] == "3 places"

    def test_a_number_of_hundreds_of_digits_is_kept_as_written(self) -> None:
        assert only("9" * 300 + "名").value == Decimal("9" * 300)
        assert find_amounts("9" * 100_000 + "名")


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "span", "normal"),
        [
            ("-18℃", "-18℃", "-18 degree"),
            ("零下18度", "零下18度", "-18 degree"),
            ("minus 18 degrees Celsius", "minus 18 degrees Celsius", "-18 degree"),
            ("0.05 mg/kg", "0.05 mg/kg", "0.05 mg/kg"),
            ("0.05毫克/千克", "0.05毫克/千克", "0.05 mg/kg"),
            ("120 ppm", "120 ppm", "120 ppm"),
            ("pH 7.2", "7.2", "7.2 ph"),
            ("pH值为6.5", "6.5", "6.5 ph"),
            ("功率20kW", "20kW", "20 kw"),
            ("85 dB", "85 dB", "85 db"),
            ("3.5公斤", "3.5公斤", "3.5 kg"),
            ("200 square metres", "200 square metres", "200 m2"),
            ("500ml", "500ml", "500 ml"),
            ("18-year-old", "18-year-old", "18 age"),
            ("三层", "三层", "3 floor"),
        ],
    )
    def test_a_quantity_is_of_one_class(self, text: str, span: str, normal: str) -> None:
        assert found(text) == [(span, normal)]

    @pytest.mark.parametrize(
        ("text", "span", "normal"),
        [
            ("共12.7万元", "12.7万元", "127000 CNY"),
            ("30万余元", "30万余元", ">300000 CNY"),
            ("人民币45万元", "人民币45万元", "450000 CNY"),
            ("壹佰贰拾元整", "壹佰贰拾元整", "120 CNY"),
            ("5元/件", "5元/件", "5 CNY"),
            ("百万元", "百万元", "1000000 CNY"),
            ("HK$1,200", "HK$1,200", "1200 HKD"),
            ("£1.2m", "£1.2m", "1200000 GBP"),
            ("€30k", "€30k", "30000 EUR"),
            ("US$2bn", "US$2bn", "2000000000 USD"),
            ("27 pence", "27 pence", "0.27 GBP"),
            ("27p a litre", "27p", "0.27 GBP"),
        ],
    )
    def test_money_has_its_currency(self, text: str, span: str, normal: str) -> None:
        assert found(text) == [(span, normal)]

    @pytest.mark.parametrize(
        ("text", "span", "normal"),
        [
            ("5‰", "5‰", "0.5%"),
            ("万分之三", "万分之三", "0.03%"),
            ("三成半", "三成半", "35%"),
            ("百分之二十", "百分之二十", "20%"),
            ("过半订单", "过半", "50%"),
            ("half the orders", "half", "50%"),
            ("three quarters of them", "three quarters", "75%"),
            ("one in five customers", "one in five", "20%"),
            ("one card payment in five was slow", "one card payment in five", "20%"),
        ],
    )
    def test_a_share_is_a_percentage(self, text: str, span: str, normal: str) -> None:
        assert (span, normal) in found(text)

    @pytest.mark.parametrize(
        ("text", "span", "normal"),
        [
            ("within 48 hours", "48 hours", "172800 seconds"),
            ("48小时内", "48小时", "172800 seconds"),
            ("迟到2小时40分钟", "2小时40分钟", "9600 seconds"),
            ("2小时40分", "2小时40分", "9600 seconds"),
            ("two hours and ten minutes", "two hours and ten minutes", "7800 seconds"),
            ("an hour and ten minutes", "an hour and ten minutes", "4200 seconds"),
            ("三个半小时", "三个半小时", "12600 seconds"),
            ("一个半月", "一个半月", "1.5 months"),
            ("两年半", "两年半", "30 months"),
            ("a 3-hour outage", "3-hour", "10800 seconds"),
            ("24小时热线", "24小时", "86400 seconds"),
            ("our 24/7 hotline", "24/7", "86400 seconds"),
            ("7×24小时客服", "7×24小时", "86400 seconds"),
        ],
    )
    def test_a_duration_has_one_base(self, text: str, span: str, normal: str) -> None:
        assert found(text) == [(span, normal)]


class TestBounds:
    @pytest.mark.parametrize(
        ("text", "bound"),
        [
            ("6起", Bound.EXACT),
            ("约20人", Bound.ABOUT),
            ("20人左右", Bound.ABOUT),
            ("近20人", Bound.UNDER),
            ("不足20人", Bound.UNDER),
            ("逾20人", Bound.OVER),
            ("超过了20人", Bound.OVER),
            ("20余人", Bound.OVER),
            ("20人以上", Bound.OVER),
            ("至少20人", Bound.AT_LEAST),
            ("不少于20人", Bound.AT_LEAST),
            ("不超过20人", Bound.AT_MOST),
            ("至多20人", Bound.AT_MOST),
            ("around 20 people", Bound.ABOUT),
            ("nearly 20 people", Bound.UNDER),
            ("fewer than 20 people", Bound.UNDER),
            ("over 20 people", Bound.OVER),
            ("more than £20", Bound.OVER),
            ("20-plus people", Bound.OVER),
            ("at least 20 people", Bound.AT_LEAST),
            ("no fewer than 20 people", Bound.AT_LEAST),
            ("20 or more people", Bound.AT_LEAST),
            ("up to 20 people", Bound.AT_MOST),
            ("no more than 20 people", Bound.AT_MOST),
            ("moreover 20 people", Bound.EXACT),
        ],
    )
    def test_the_hedge_is_read(self, text: str, bound: Bound) -> None:
        assert only(text).bound is bound

    def test_at_least_six_is_no_rounding_of_six(self) -> None:
        assert not only("至少6起").admits(Decimal(6))
        assert only("至少6起").admits(Decimal(7))
        assert not only("at most 6 reports").admits(Decimal(6))


class TestRanges:
    @pytest.mark.parametrize(
        ("text", "normals"),
        [
            ("3至5天", ["259200 seconds", "432000 seconds"]),
            ("3-5万元", ["30000 CNY", "50000 CNY"]),
            ("between 3 and 5 stores", ["3 places", "5 places"]),
            ("2 to 3 million users", ["2000000 people", "3000000 people"]),
            ("£3-5m", ["3000000 GBP", "5000000 GBP"]),
            ("three to five days", ["259200 seconds", "432000 seconds"]),
        ],
    )
    def test_the_first_end_takes_unit_and_scale_of_the_second(self, text: str, normals: list[str]) -> None:
        assert [normal for _, normal in found(text)] == normals


class TestNoNumber:
    @pytest.mark.parametrize(
        "text",
        [
            "我们一直在，一起面对，第一时间，一个说法，第三方",
            "十分抱歉，千万不要，四川，三元桥",
            "若干人，多名用户",
            "5S店、4S店、3D打印、90后、5G和4K",
            "one of us, no one, at one point, none of them, a customer",
            "version 3, iOS 17, v2.3.1, 第2版",
            "1. 停用\n2. 保留",
            "以下三点说明",
            "我们做两件事:其一,停售;其二,退款。",
            "姓名、电话和地址三项",
            "Two things. One: we stopped. Two: we are sorry.",
            "St. John's No. 2 Hospital",
            "UTC+8，PM2.5，COVID-19",
            "全天候监测",
        ],
    )
    def test_words_and_markers_count_nothing(self, text: str) -> None:
        assert found(text) == []

    def test_a_numeral_before_an_idiom_keeps_its_value(self) -> None:
        assert found("五十分钟") == [("五十分钟", "3000 seconds")]
        assert found("三百家门店") == [("三百家", "300 places")]

    def test_a_lone_one_is_doubted_unless_somebody_came_to_harm(self) -> None:
        assert [m.unsure for m in find_amounts("一名副总裁在论坛发言。一名工人受伤。")] == [True, False]
        assert [m.unsure for m in find_amounts("Both stores are closed.")] == [True]
