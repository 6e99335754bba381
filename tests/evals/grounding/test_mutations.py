import re
from decimal import Decimal

import pytest

from evals.grounding import scan
from evals.grounding.dataset import INSERTED, Faithful, Invention, brief_of
from evals.grounding.ledger import Ledger
from evals.grounding.mutations import IN_PLACE, KINDS, Mutant, mutants, mutate

HOTPOT = "05-hotpot-food-poisoning"
HOTPOT_TEXT = """截至7月19日凌晨2点，共有9位7月18日晚在云浦店用餐的顾客呕吐、腹泻，其中5人住院。让大家受苦，我们非常难过。

据临洲市第四医院介绍，住院顾客生命体征平稳。网传有顾客死亡，不属实。
云浦店已于0时20分起停业。云浦区市场监管局已对后厨和食材取样，正在检验。

据部分就餐顾客反映，不适与当晚的毛肚有关。引起不适的原因还不清楚，我们不作推测。
我们将垫付9位顾客的就诊费用，今天中午12点前落实。24小时热线：400-000-7718。

临洲炙椒巷餐饮管理有限公司 副总经理 罗既明
2026年7月19日"""
FAQ_TEXT = """有人去世了吗？
没有。五位住院顾客生命体征平稳。

9位顾客的费用谁出？
九位顾客的就诊费用由我们垫付，电话400-000-7718。"""
DENTAL = "14-us-dental-data-breach"
DENTAL_TEXT = """On July 30 we confirmed that someone had accessed our imaging server without authorization. We are sorry for the worry this causes.

The server holds dental images of patients at six clinics. We took it offline at 11:50 a.m. CT. Bank card numbers were not stored on it.

We do not yet know whether any records were copied. Call us on 888-555-0117.

Patients whose records were accessed will be notified in writing, starting August 14. We will publish the next update by 7:30 a.m. CT on July 31.

Marian Oakes, Chief Operating Officer
Fernhollow Dental Group"""
BANK = (
    Invention(id="b1", brief=None, language="zh-CN", kind="cause", sentence="经查，系设备故障所致。"),
    Invention(id="b2", brief=None, language="en-GB", kind="cause", sentence="A faulty valve caused this."),
    Invention(id="b3", brief="evals/briefs/09-foundry-death.yml", language="zh-CN", kind="blame", sentence="工人操作不当。"),
    Invention(id="b4", brief=None, language="zh-CN", kind="status_raised", sentence="这一说法已经证实。"),
)


def faithful(brief: str, text: str, language: str = "zh-CN", name: str = "t") -> Faithful:
    return Faithful.model_validate(
        {"id": name, "brief": f"evals/briefs/{brief}.yml", "language": language, "statement": None, "style": "-", "text": text}
    )


TEXTS = [faithful(HOTPOT, HOTPOT_TEXT), faithful(HOTPOT, FAQ_TEXT, name="q"), faithful(DENTAL, DENTAL_TEXT, "en-US")]


def made(kind: str, brief: str, text: str, language: str = "zh-CN") -> Mutant | None:
    item = faithful(brief, text, language)
    return mutate(item, brief_of(item.brief), kind, BANK)


@pytest.mark.parametrize("item", TEXTS, ids=lambda item: f"{item.id}-{item.language}")
def test_a_mutant_differs_in_its_span_alone_and_is_always_the_same(item: Faithful) -> None:
    brief = brief_of(item.brief)
    found = list(mutants(item, brief, BANK))
    assert len(found) > 6
    assert found == list(mutants(item, brief, BANK))
    for mutant in found:
        assert mutant.text[mutant.start : mutant.end].strip()
        before, after = mutant.text[: mutant.start], mutant.text[mutant.end :]
        if mutant.original is None:
            assert item.text in {before + after, before.removesuffix(" ") + after}
        else:
            assert before + mutant.original + after == item.text != mutant.text


CASES = [
    ("number", HOTPOT, "截至7月19日2时，共有9位顾客呕吐、腹泻。", "zh-CN", "9", r"\d+"),
    ("number", HOTPOT, "五位住院顾客生命体征平稳。", "zh-CN", "五", "[一二两三四五六七八九十]+"),
    ("number", DENTAL, "The server holds images of patients at six clinics.", "en-US", "six", "[a-z-]+"),
    ("money", "12-courier-pay-dispute-incomplete", "基础配送费由每单5.2元调整。", "zh-CN", "5.2", r"\d\.\d"),
    ("duration", "15-uk-cafe-review", "The guest waited seventy minutes.", "en-GB", "seventy", "[a-z-]+|[0-9,]+"),
    ("unit", "15-uk-cafe-review", "The guest waited seventy minutes.", "en-GB", "seventy minutes", "seventy hours"),
    ("unit", "02-livestream-oversell", "直播间库存500套。", "zh-CN", "500套", "500(箱|万套)"),
    ("date", HOTPOT, "云浦店自7月19日起停业。", "zh-CN", "7月19日", r"7月\d+日"),
    ("date", "18-uk-park-ride-death", "Refunds will be made by 4 September.", "en-GB", "4 September", r"\d+ September"),
    ("time", "13-us-payments-outage", "Sign-in was restored at 8:35 p.m. ET.", "en-US", "8:35 p.m.", r"\d+:\d+ p\.m\."),
    ("deadline", HOTPOT, "下一次说明不晚于今天上午9时发布。", "zh-CN", "上午9时", r"上午\d+时(\d+分)?"),
    ("place", HOTPOT, "云浦店已停业。", "zh-CN", "云浦店", "[一-鿿]{2}店"),
    ("place", "16-uk-river-spill", "Solvent entered the River Wenna.", "en-GB", "River Wenna", "River [A-Z][a-z]+"),
    ("person", HOTPOT, "副总经理已到现场，罗既明说。", "zh-CN", None, "[一-鿿]+"),
    ("authority", HOTPOT, "云浦区市场监管局已对后厨取样。", "zh-CN", "市场监管局", "[一-鿿]+局"),
    ("authority", "18-uk-park-ride-death", "The ride is with the police now.", "en-GB", "the police", "the .+"),
    ("hospital", HOTPOT, "据临洲市第四医院介绍，顾客平稳。", "zh-CN", "第四医院", "[一-鿿]+院"),
    ("organisation", "09-foundry-death", "衡峦精铸对此深感悲痛。", "zh-CN", "衡峦精铸", "[一-鿿]+精铸"),
    ("product_model", "19-bilingual-power-bank-fire", "Q20已停售。", "zh-CN", "Q20", r"Q\d\d"),
    ("law", HOTPOT, "依照第一百零三条处理。", "zh-CN", "第一百零三条", "第.+条"),
    ("law", DENTAL, "We act under the Data Protection Act 2018.", "en-US", None, ".+Act"),
    ("contact", HOTPOT, "热线400-000-7718。", "zh-CN", "400-000-7718", r"\d{3}-\d{3}-\d{4}"),
    ("status_raised", HOTPOT, "据部分就餐顾客反映，不适与当晚的毛肚有关。", "zh-CN", None, "不适与当晚的毛肚有关"),
    ("status_raised", HOTPOT, "其他门店是否使用同一批食材，目前还不清楚。", "zh-CN", None, "其他门店使用同一批食材"),
    ("status_raised", DENTAL, "We do not yet know whether any records were copied.", "en-US", None, "Records were copied"),
    (
        "status_raised",
        "18-uk-park-ride-death",
        "According to visitors, a carriage came away from the track.",
        "en-GB",
        None,
        "A carriage.+track",
    ),
    ("polarity", "10-homestay-data-breach-incomplete", "支付密码没有泄露。", "zh-CN", "没有泄露", "已泄露"),
    ("polarity", HOTPOT, "网传有顾客死亡，不属实。", "zh-CN", "不属实", "属实"),
    ("polarity", DENTAL, "Bank card numbers were not stored on the server.", "en-US", None, "were stored on the server"),
    ("polarity", "16-uk-river-spill", "The drain was sealed at 19:50.", "en-GB", "was sealed", "was not sealed"),
    ("scope", "10-homestay-data-breach-incomplete", "一部分用户的预订信息被未经授权获取。", "zh-CN", "一部分", "全部"),
    ("scope", "13-us-payments-outage", "Some customers could not open the app.", "en-US", "Some ", "All "),
    ("quantifier", "12-courier-pay-dispute-incomplete", "约七十名骑手到站点反映。", "zh-CN", "约七十", "(超过|不到)七十"),
    (
        "quantifier",
        "18-uk-park-ride-death",
        "Four guests have been taken to hospital.",
        "en-GB",
        "Four",
        "(More|Fewer) than four",
    ),
    ("modality", HOTPOT, "我们将垫付就诊费用。", "zh-CN", "将", "已"),
    ("modality", HOTPOT, "市场监管局已取样，正在检验。", "zh-CN", "正在检验", "已完成检验"),
    ("modality", "18-uk-park-ride-death", "Tickets will be refunded in full.", "en-GB", "will be", "have been"),
    ("modality", "16-uk-river-spill", "Up to 1,400 litres may have left the site.", "en-GB", "may have left", "have left"),
    ("promise_changed", "02-livestream-oversell", "6月5日的订单可申请全额退款。", "zh-CN", "全额退款", "双倍退款|三倍赔偿"),
    (
        "promise_changed",
        "15-uk-cafe-review",
        "The guest will be offered a full refund of her bill.",
        "en-GB",
        "full refund",
        "double refund",
    ),
]


@pytest.mark.parametrize(("kind", "brief", "text", "language", "original", "new"), CASES, ids=lambda value: str(value)[:18])
def test_each_kind_changes_what_it_names(kind: str, brief: str, text: str, language: str, original: str | None, new: str) -> None:
    mutant = made(kind, brief, text, language)
    assert mutant is not None
    assert original in {None, mutant.original}
    assert re.fullmatch(new, mutant.text[mutant.start : mutant.end])


NOTHING = [
    ("number", HOTPOT, "我们在24小时内的热线：400-000-7718。"),
    ("number", HOTPOT, "网传七人死亡，不属实。"),
    ("number", HOTPOT, "有9位顾客不适吗？"),
    ("duration", HOTPOT, "24小时热线：400-000-7718。"),
    ("hospital", HOTPOT, "顾客正在医院治疗。"),
    ("modality", HOTPOT, "我们即将邀请各方。"),
    ("polarity", HOTPOT, "请不要饮用。结果出来之前我们不作推测。"),
    ("status_raised", HOTPOT, "据临洲市第四医院介绍，5位住院顾客生命体征平稳。"),
    ("status_raised", HOTPOT, "据部分就餐顾客反映，不适与当晚的毛肚有关，目前仍有待调查。"),
    ("status_raised", HOTPOT, "网传已有一名顾客死亡，不属实。"),
    ("promise_changed", HOTPOT, "本店支持全额退款政策的说法我们没有发布过。"),
    ("cause", HOTPOT, "临洲炙椒巷餐饮管理有限公司"),
    ("blame", HOTPOT, "云浦店自7月19日0时20分起停业。"),
]


@pytest.mark.parametrize(("kind", "brief", "text"), NOTHING, ids=lambda value: str(value)[:18])
def test_nothing_is_better_than_a_dubious_mutant(kind: str, brief: str, text: str) -> None:
    assert made(kind, brief, text) is None


@pytest.mark.parametrize("seed", range(40))
def test_a_new_value_is_not_by_accident_one_the_brief_holds(seed: int) -> None:
    for text, brief, language in ((HOTPOT_TEXT, HOTPOT, "zh-CN"), (DENTAL_TEXT, DENTAL, "en-US")):
        item = faithful(brief, text, language, str(seed))
        ledger = Ledger(brief_of(item.brief))
        base = language[:2]
        number = mutate(item, ledger.brief, "number")
        assert number is not None
        changed = [found for found in scan.quantities(number.text, base) if found.start == number.start]
        assert changed
        assert not any(ledger.allows(found.value, found.group) for found in changed)
        for kind in ("date", "deadline", "time"):
            mutant = mutate(item, ledger.brief, kind)
            assert mutant is not None
            span = range(mutant.start, mutant.end)
            days = [day for day in scan.days(mutant.text, base) if day.start in span]
            clocks = [clock for clock in scan.clocks(mutant.text, base) if clock.start in span]
            assert days or clocks or mutant.text[mutant.start : mutant.end] == "明天"
            assert all((day.month, day.day) not in ledger.days for day in days)
            assert all((clock.hour % 12, clock.minute) not in ledger.times for clock in clocks)


def test_sums_and_differences_of_the_ledger_are_not_inventions() -> None:
    ledger = Ledger(brief_of("evals/briefs/02-livestream-oversell.yml"))
    assert ledger.allows(Decimal(3264 - 500), scan.COUNT)
    assert not ledger.allows(Decimal(2763), scan.COUNT)
    elapsed = Ledger(brief_of("evals/briefs/18-uk-park-ride-death.yml"))
    assert elapsed.allows(Decimal(23), scan.DURATION, "minutes")


def test_two_figures_change_places_only_where_that_is_false() -> None:
    swapped = made("role_swap", "09-foundry-death", "一名员工经抢救无效死亡，三名员工受伤。")
    assert swapped is not None
    assert swapped.text == "三名员工经抢救无效死亡，一名员工受伤。"
    dates = made("role_swap", "13-us-payments-outage", "Charges from March 13 will be reversed by March 16.", "en-US")
    assert dates is not None
    assert dates.text == "Charges from March 16 will be reversed by March 13."
    assert made("role_swap", HOTPOT, "共有9位顾客不适，我们垫付9位顾客的费用。") is None
    assert made("role_swap", HOTPOT, "7月18日至7月19日停业。") is None


def test_traditional_text_is_changed_in_traditional_characters() -> None:
    brief = "07-hk-rumour-frozen-chicken"
    mutant = made("polarity", brief, "旺角店沒有使用過期凍雞。", "zh-HK")
    assert mutant is not None
    assert mutant.text == "旺角店已使用過期凍雞。"
    added = made("cause", brief, "我們已向食物環境衞生署提交進貨單據。", "zh-HK")
    assert added is not None
    assert added.text.endswith("經查，系設備故障所致。")


def test_insertions_stand_after_a_full_stop_and_never_in_a_question_or_signature() -> None:
    item = TEXTS[1]
    places = set()
    for seed in range(30):
        mutant = mutate(item.model_copy(update={"id": str(seed)}), brief_of(item.brief), "cause", BANK)
        assert mutant is not None
        assert mutant.original is None
        assert mutant.text[mutant.start - 1] == "。"
        places.add(mutant.text[: mutant.start].rsplit("\n", 1)[-1])
    assert places == {"没有。五位住院顾客生命体征平稳。", "九位顾客的就诊费用由我们垫付，电话400-000-7718。"}
    english = made(
        "cause", DENTAL, "1. The server was taken offline at 11:50 a.m. CT on July 30.\n\nFernhollow Dental Group", "en-US"
    )
    assert english is not None
    assert english.text == (
        "1. The server was taken offline at 11:50 a.m. CT on July 30. A faulty valve caused this.\n\nFernhollow Dental Group"
    )


def test_a_sentence_of_the_bank_goes_to_its_own_brief_and_language() -> None:
    text = "12月3日1时12分，二号熔炼车间发生铁水喷溅。"
    blame = made("blame", "09-foundry-death", text)
    assert blame is not None
    assert blame.text == text + "工人操作不当。"
    assert made("status_raised_added", "09-foundry-death", text) is not None
    assert made("test_report", "09-foundry-death", text) is None


def test_kinds_are_named_once_and_others_refused() -> None:
    assert len(set(KINDS)) == len(KINDS) == len(IN_PLACE) + len(INSERTED)
    with pytest.raises(ValueError, match="unknown kind"):
        made("nonsense", HOTPOT, "云浦店已停业。")
