"""Which articles a finding rests on."""

from service.compliance.checker import check
from service.compliance.grounds import fitting
from service.compliance.schemas import CheckContext, Reference
from service.findings import Finding


def _found(text: str, rule: str, context: CheckContext) -> Finding:
    return next(finding for finding in check(text, context) if finding.rule == rule)


def _reference(instrument: str, when: str | None = None) -> Reference:
    return Reference.model_validate(
        {
            "instrument": {"zh": instrument, "en": instrument},
            "article": {"zh": "第一条", "en": "art. 1"},
            "verified": True,
            "when": {"zh": when},
        }
    )


def test_an_article_on_other_goods_is_left_out() -> None:
    food = _found("这款酵素饮品能治愈糖尿病，每天一瓶。", "ad-medical-claim", CheckContext())
    lamp = _found("这盏台灯能治愈失眠，每晚照半小时。", "ad-medical-claim", CheckContext())
    assert "《食品安全法》" in (food.basis or "")
    assert "《食品安全法》" not in (lamp.basis or "")
    assert "《广告法》第十七条" in (lamp.basis or "")


def test_the_industry_tells_the_goods_too() -> None:
    text = "昨晚的事先别上报，等领导回来再说。"
    told = _found(text, "conceal-report", CheckContext(statement="internal_notice", industry="食品加工"))
    untold = _found(text, "conceal-report", CheckContext(statement="internal_notice"))
    assert "《食品安全法》第一百零三条" in (told.basis or "")
    assert "《安全生产法》" not in (told.basis or "")
    assert "《安全生产法》" in (untold.basis or "")


def test_all_articles_are_shown_where_none_would_be_left_and_where_the_language_has_no_expression() -> None:
    references = (_reference("《甲法》", "牛奶"), _reference("《乙法》", "汽车"))
    assert fitting(references, "一盏灯", "zh") == references
    assert fitting(references, "一瓶牛奶", "zh") == references[:1]
    assert fitting(references, "a lamp", "en") == references


def test_a_pattern_rests_on_its_own_article_and_says_its_own() -> None:
    last_word = _found("本活动最终解释权归本店所有。", "unfair-format-term", CheckContext())
    waiver = _found("领取补偿即视为放弃索赔。", "unfair-format-term", CheckContext())
    refusal = _found("特价商品概不退换。", "unfair-format-term", CheckContext())
    assert "第十二条第（六）项" in (last_word.basis or "")
    assert "解释权" in last_word.message
    assert "第十二条第（三）项" in (waiver.basis or "")
    assert "第四百九十六条至第四百九十八条" in (refusal.basis or "")
    assert refusal.message != last_word.message
