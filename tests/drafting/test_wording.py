"""What a hurt reader hears: the weight of words for people, whom a letter addresses, what is said once, what comes first."""

import pytest

from tests.drafting.test_notices import NOW, ledger, written

PHONE = [{"label": "热线", "value": "400-000-6120"}]
LATER = "2026-08-03T18:00:00+08:00"


class TestConcern:
    def test_what_people_say_of_their_health_weighs_more_than_worry_and_is_not_asserted(self) -> None:
        brief = ledger(
            "food_safety", ("收到2起酸奶有异味的反馈", "confirmed"), ("有孩子喝后呕吐", "reported"), title="酸奶出现异味"
        )
        text, findings = written(brief, "holding_statement")
        assert "大家的身体，是我们最关心的事。让大家喝得不安心，我们很抱歉。" in text.text
        assert "呕吐" not in text.text
        assert [f.rule for f in findings if f.layer == "grounding"] == []

    def test_a_missing_part_is_trouble_and_no_worry_about_food(self) -> None:
        brief = ledger(
            "product_quality",
            ("212 meal kits were delivered without their recipe card", "confirmed"),
            jurisdiction="UK",
            title="Meal kits without recipe cards",
        )
        assert "We are sorry for the trouble this is causing." in written(brief, "holding_statement", "en-GB")[0].text

    @pytest.mark.parametrize(
        ("fact", "words"),
        [
            ("1名用户手指烫伤", "我们最牵挂的是受伤的人。"),
            ("1名用户烫伤，正在医院救治", "我们最牵挂的是受伤的人和他们的家人。"),
            ("一名幼儿手肘擦伤", "我们最牵挂的是受伤的孩子和孩子的家人。"),
        ],
    )
    def test_a_harm_has_the_weight_it_has(self, fact: str, words: str) -> None:
        assert words in written(ledger("product_quality", (fact, "confirmed")), "holding_statement")[0].text

    def test_where_nothing_may_be_admitted_an_apology_is_for_the_harm(self) -> None:
        brief = ledger(
            "food_safety",
            ("Three passengers were taken to hospital after the meal", "confirmed"),
            jurisdiction="UK",
            title="Passengers ill on flight SK412",
            level="I",
            level_reason="x",
        )
        text = written(brief, "apology", "en-GB")[0].text
        assert "We are deeply sorry. Our first concern is for the people who are unwell and their families." in text
        assert "what they eat" not in text

    def test_prepaid_money_is_what_people_worry_about(self) -> None:
        brief = ledger("management_misconduct", ("2184名会员的预付卡尚未用完", "confirmed"), title="三家门店停业")
        assert "这关系到大家的钱，让大家着急了，我们很抱歉。" in written(brief, "holding_statement")[0].text

    def test_who_was_harmed_and_how_they_are_stand_together_with_their_source_once(self) -> None:
        facts = [
            {
                "id": "F1",
                "text": "31名学生午餐后呕吐",
                "status": "confirmed",
                "disclosure": "public",
                "attribution": "县工作组通报",
            },
            {"id": "F2", "text": "午餐由我公司配送", "status": "confirmed", "disclosure": "public"},
            {"id": "F3", "text": "两名学生住院", "status": "confirmed", "disclosure": "public", "attribution": "县工作组通报"},
        ]
        text = written(ledger("food_safety", title="学生午餐后不适", facts=facts), "holding_statement")[0].text
        assert text.startswith("据县工作组通报，31名学生午餐后呕吐；两名学生住院。")


class TestReaders:
    @pytest.mark.parametrize(
        ("kind", "fact", "words"),
        [
            ("data_breach", "涉及3120位患者的手机号", "各位患者："),
            ("employee_misconduct", "中二班一名教师推搡一名幼儿，家长已报警", "各位家长："),
            ("food_safety", "5位患者在医院治疗", "各位用户："),
        ],
    )
    def test_a_letter_addresses_those_the_ledger_speaks_of(self, kind: str, fact: str, words: str) -> None:
        text = written(ledger(kind, (fact, "confirmed")), "customer_letter", audience="customers")[0].text
        assert text.startswith(words)


class TestClaims:
    def test_one_topic_partly_refuted_and_partly_open_is_one_sentence(self) -> None:
        facts = (("9名顾客受伤", "confirmed"), ("有人被烧伤", "reported"), ("有人骨折", "refuted"))
        text = written(ledger("safety_accident", *facts, title="商场坠物"), "holding_statement")[0].text
        assert "关于伤情的说法，有的与核实的情况不符，有的我们还在核实，现在还不能下结论。" in text
        assert text.count("伤情") == 1

    def test_a_rebuttal_tells_first_what_answers_the_rumour(self) -> None:
        facts = (
            ("8月2日收到46起关于网传视频的查询", "confirmed"),
            ("冷库里的鸡肉全部在保质期内", "confirmed"),
            ("门店使用过期鸡肉", "refuted"),
        )
        text = written(ledger("rumour", *facts, title="网传门店使用过期鸡肉"), "rumour_rebuttal")[0].text
        assert "实际情况是：冷库里的鸡肉全部在保质期内" in text
        assert text.index("保质期") < text.index("46起")

    def test_a_title_that_only_alleges_is_not_what_should_not_have_happened(self) -> None:
        brief = ledger("negative_review", ("7月6日住客反映床品没有更换", "confirmed"), title="酒店被指未更换床品")
        text = written(brief, "apology", audience="customers")[0].text
        assert "发生这样的事，让您失望了。" in text
        assert "被指未更换床品，这件事" not in text


class TestPromises:
    @pytest.mark.parametrize(
        ("promise", "said"),
        [
            ("逐间核对清洁记录并公布结果", "我们会逐间核对清洁记录并公布结果"),
            ("请家长查看监控录像", "我们会请家长查看监控录像"),
            ("开设登记点", "我们会开设登记点"),
            ("补偿款由财务部发放", "补偿款由财务部发放"),
            ("检测报告将于8月9日公布", "检测报告将于8月9日公布"),
        ],
    )
    def test_it_has_its_subject(self, promise: str, said: str) -> None:
        brief = ledger(
            "other",
            ("8月2日收到反馈", "confirmed"),
            commitments=[{"id": "C1", "text": promise, "approved": True}],
            contacts=PHONE,
        )
        text = written(brief, "holding_statement")[0].text
        assert f"\n{said}" in text or f"。{said}" in text

    def test_treatment_is_made_good_and_comes_before_prevention(self) -> None:
        promises = [
            {"id": "C1", "text": "培训全体员工", "approved": True},
            {"id": "C2", "text": "承担检查和治疗的费用", "approved": True},
        ]
        text = written(ledger("other", ("8月2日收到反馈", "confirmed"), commitments=promises), "apology")[0].text
        assert text.index("治疗") < text.index("培训")


class TestFaq:
    def test_when_more_is_known_is_said_in_full_once(self) -> None:
        facts = (("收到2起底座过热的反馈", "confirmed"), ("过热的原因", "unknown"), ("涉及的数量", "unknown"))
        brief = ledger("product_quality", *facts, next_update_at=LATER, contacts=PHONE)
        text = written(brief, "faq")[0].text
        assert text.count("今天18时前我们会再次说明进展") == 1
        assert "目前无法答复，今天18时前再作说明。" in text

    def test_what_was_not_done_is_no_answer_to_what_is_being_done(self) -> None:
        facts = (("10月11日三家门店停业", "confirmed"), ("停业前没有通知会员", "confirmed"))
        blocks = written(ledger("management_misconduct", *facts, title="门店停业"), "faq")[0].text.split("\n\n")
        assert next(block for block in blocks if "没有通知" in block).startswith("发生了什么")

    def test_nobody_asks_about_accounts_where_somebody_speaks_of_a_rash(self) -> None:
        facts = (("看到一位住客的视频", "confirmed"), ("住客身上起了红疹", "reported"))
        text = written(ledger("negative_review", *facts, title="床品没有更换"), "faq")[0].text
        assert "账户" not in text
        assert "对身体有没有影响？\n关于身体状况的一些说法，我们正在核实" in text


class TestScripts:
    def test_hong_kong_has_its_own_quotation_marks(self) -> None:
        brief = ledger("rumour", ("門店使用過期雞肉", "refuted"), title="網傳門店使用過期雞肉", jurisdiction="HK")
        assert "「門店使用過期雞肉」的說法不屬實" in written(brief, "rumour_rebuttal", "zh-HK")[0].text

    def test_a_gloss_in_the_title_is_the_english_title_and_leaves_the_chinese_one(self) -> None:
        facts = [
            {
                "id": "F1",
                "text": "一台电源起火",
                "status": "confirmed",
                "disclosure": "public",
                "translations": {"en": "A power bank caught fire"},
            }
        ]
        brief = ledger("product_quality", facts=facts, title="移动电源（Q20 power bank）起火", issued_at=NOW)
        assert written(brief, "holding_statement")[0].title == "沐岚电器关于移动电源起火的情况说明"
        assert written(brief, "holding_statement", "en-GB")[0].title == "Q20 power bank: what we know so far"


class TestWhoWasHarmed:
    def test_a_pet_is_not_mourned_as_a_person(self) -> None:
        facts = (("3月1日10时，一只柯基犬在分院接受麻醉", "confirmed"), ("该犬于3月1日11时死亡", "confirmed"))
        text = written(ledger("employee_misconduct", *facts, title="一只宠物犬麻醉后死亡"), "holding_statement")[0].text
        assert text.index("一只柯基犬") < text.index("该犬")
        assert "对主人意味着什么" in text
        assert "逝者" not in text

    def test_who_fell_ill_on_a_site_is_not_called_hurt(self) -> None:
        facts = (("3月1日14时，泳池加药间产生刺激性气体", "confirmed"), ("9名学生吸入气体后到医院就诊", "confirmed"))
        text = written(ledger("safety_accident", *facts, title="泳池刺激性气体"), "holding_statement")[0].text
        assert "身体不适的人" in text
        assert "受伤的人" not in text


class TestTopics:
    @pytest.mark.parametrize(
        ("claim", "topic"),
        [
            ("实施麻醉的人员没有执业资格", "人员资质"),
            ("有12人送医", "受影响人数"),
            ("黄牛开售前拿到了票", "票务和名额分配"),
            ("停运后没有听到广播", "现场通知和引导"),
        ],
    )
    def test_a_claim_is_named_by_what_it_is_about(self, claim: str, topic: str) -> None:
        facts = (("3月1日14时设备停止运行", "confirmed"), (claim, "refuted"))
        assert f"关于{topic}的说法" in written(ledger("other", *facts, title="设备停运"), "holding_statement")[0].text
