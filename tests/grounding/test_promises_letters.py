"""Promises as letters, posts, lists, scripts and messages word them, in mainland and Hong Kong Chinese and in English."""

import pytest

from tests.grounding.promise_cases import findings, outcomes, sample


class TestFindPromises:
    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("purifier", "我们去问了报告落款的那家检测机构，对方8月10日22点50分书面回复：没有这回事。"),
            ("purifier", "我们也去查了这几个账号，都是当天新注册的。"),
            ("purifier", "我们去派出所报了案，民警说会依法处理。"),
            ("purifier", "8月12日下午6点之前，在售滤芯的检测报告会挂到公众号上，编号也一并列出，谁都可以去核。"),
            ("purifier", "要看报告的，12日18时之前我们会全部贴出来，连编号一起。"),
            ("rumour", "合規部會喺1月30日傍晚6時之前，將旺角店1月份凍雞嘅入貨日期同保質期放上網站，大家可以自己睇。"),
            ("rumour", "我哋聽日6點前會將旺角店1月份凍雞嘅入貨日期同到期日擺上網，任大家查。"),
            ("rumour", "明日中午12點會再有消息。"),
            ("rumour", "聽日晏晝12點，我哋會再同大家交代。"),
            ("rumour", "食環署要睇咩文件，我哋都會交齊，全力配合。"),
            ("rumour", "我哋唔會估係邊個拍條片。"),
            ("rumour", "1月30日傍晚6時前，合規部門將於網站公布旺角店1月份凍雞的入貨日期及保質期。"),
            ("rumour", "顧客如有查詢，歡迎致電3000 0146，同事會為您解答。"),
            ("boiler", "Hotel: we're paying for rooms and meals until you can go home."),
            ("boiler", "- 22 flats' residents at the Larch Hotel tonight, at our expense"),
            ("boiler", "I'm sorry you have had to spend the day not knowing when you'll sleep in your own bed."),
            ("boiler", "What I can promise is this. Your hotel and your meals are our cost, not yours, until you can go home."),
            ("boiler", "I'm not going to argue with anybody tonight."),
            ("boiler", "The bill for the hotel comes to us, and so does what you eat there, until you're back home."),
            ("boiler", "Nobody's gas goes back on until a Gas Safe engineer has been through their boiler."),
            ("boiler", "You won't be asked to put your hand in your pocket for the hotel."),
            (
                "boiler",
                "An engineer on the Gas Safe register will go round every boiler in the block first, and only then does the gas come on.",
            ),
            ("boiler", "Keep your receipts for meals: they're covered until you are home."),
            ("boiler", "We won't be switching anything back on until every boiler has been looked at by a Gas Safe engineer."),
            ("boiler", "If you need anything tonight, ring the residents' line; somebody will answer."),
            ("boiler", "I'll write again at ten tomorrow morning, whatever we know by then."),
            ("boiler", "We aren't going to get ahead of the HSE."),
            ("boiler", "I know you'll have questions, and I know you'll want your own front door."),
            ("granola", "Tomorrow at noon Eastern we'll publish what else we've learned."),
            ("granola", "Every lot of Maple Crunch made from here on is tested for almond before it leaves us, from October 12."),
            (
                "granola",
                "You don't need a receipt: take the bag back, or don't, and you'll have your money returned through December 31.",
            ),
            (
                "granola",
                "What you do: stop eating it. What we do: give you your money back, receipt or not, through December 31.",
            ),
            ("granola", "Starting October 12, no Maple Crunch goes out the door without an almond test first."),
            ("granola", "How do I get my money? Call 888-555-0164 and we'll refund the bag of lot MC-2607."),
            ("granola", "You'll understand that I can't guess how the almond got in."),
            ("granola", "So here's our promise: a full refund on any bag of lot MC-2607, with or without a receipt."),
            ("blanket", "先说怎么办：1. 拔掉插头；2. 打召回专线登记；3. 毯子寄回来，运费不用您掏，钱全额退给您。"),
            ("blanket", "老人家看病花的钱，我们来付。"),
            ("blanket", "寄回来的邮费算我们的，货款一分不少退您，12月31日前登记就行。"),
            ("blanket", "……批号是NR1509B的，退；别的批号，等检验。"),
            ("blanket", "我们去医院看了老人，也当面道了歉。"),
            ("blanket", "品质部的同事已赶去检验所，对方答复说检验还没做完。"),
            ("blanket", "我能给您的承诺只有这两条：毯子免费寄回、全额退款；老人的医药费我们承担。"),
            ("blanket", "主播口播：家里有NR1509B这批毯子的，直接寄，不花您一分钱，退的是全款哈。"),
            ("property", "这83600元，公司先垫上，8月10日前打进小区公共收益账户。"),
            ("property", "8月12日18点前，今年的每一笔公共收益都会贴在云栖苑的公告栏里，请各位业主监督。"),
            ("property", "我们不打算为自己辩解。"),
            ("property", "服务中心8月12日下午六点之前，把2026年的公共收益账目，一笔不落，贴到公告栏。"),
            ("property", "贺立强的事，公安会查清楚，该怎么判由法院说了算。"),
            ("property", "我们去公安机关做了笔录，该交的材料也交了。"),
            ("powerbank", "两位伤者的医药费由曜桦来付，不用他们自己掏。"),
            ("powerbank", "The two passengers won't have to meet any of their medical bills; we will."),
            ("powerbank", "What will you do for the two people who were hurt? We are paying for their medical treatment."),
            ("admin", "那天晚上的聊天记录，我们会在19日18时之前从头到尾看一遍，再把处理结果告诉群里的各位妈妈。"),
            ("admin", "各位妈妈，我们不想狡辩，错了就是错了。"),
            ("school", "爸爸妈妈们放心，孩子看病不用你们先掏钱，公司来垫。"),
            ("hotpot", "9位客人去医院的钱，我们先出了再说。"),
            ("foundry", "医药费的事请家属不用操心，由公司来。"),
            ("ride", "If you booked for the 29th, 30th or 31st, we owe you a refund and you'll have it by 18:00 on 4 September."),
            ("ride", "Gates stay locked tomorrow and on Monday."),
            ("river", "The booms are going nowhere until the Environment Agency says so."),
            ("river", "By 18:00 on the 25th you'll be able to read the river water results on our site."),
            ("cafe", "Your bill is coming back to you, all of it."),
            (
                "dental",
                "If yours was one of the records accessed, expect something in the mail; the first letters leave us on August 14.",
            ),
            (
                "pharmacy",
                "Swap the tablets at any Larkmoor store, and we'll see that you are refunded by 6 p.m. CT on September 25.",
            ),
            ("payments", "Seeing two charges from March 13? The extra one drops off by 8 p.m. ET on March 16."),
        ],
    )
    def test_a_faithful_one_raises_no_alarm_as_people_write_it(self, brief: str, text: str) -> None:
        assert [item for item in findings(text, sample(brief)) if item[0] in ("error", "unapproved")] == []

    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("purifier", "查出来谁在造谣，我们奉陪到底，告到他倾家荡产。"),
            ("purifier", "从今天起，老用户拿旧芯来，新芯白送。"),
            ("purifier", "滤芯要是铅超标，我们十倍赔给您。"),
            ("purifier", "为了让大家安心，全国用户都可以免费上门验水。"),
            ("rumour", "我哋會賠返每位客一張50蚊現金券。"),
            ("rumour", "由今日起，旺角店凍雞全部改用新鮮雞。"),
            ("rumour", "唔放心嘅客人可以全數退錢。"),
            ("rumour", "我哋會喺所有分店裝閉路電視，直播廚房。"),
            ("rumour", "我哋一定會告拍片嗰個人。"),
            ("rumour", "各位街坊今個星期買炸雞，一律半價。"),
            ("boiler", "No household at Calder Court will be charged rent for the coming month."),
            ("boiler", "We're taking a month off everyone's rent."),
            ("boiler", "You won't pay rent for February."),
            ("boiler", "Every boiler in the block will be ripped out and a new one put in."),
            ("boiler", "We will put a carbon monoxide alarm in every home we own."),
            ("boiler", "Each household will find £200 in their account by Friday."),
            ("boiler", "We'll pay for your hotel, your meals and the wages you've lost."),
            ("boiler", "We'll move any family that doesn't want to go back into a new home."),
            ("boiler", "Whatever the HSE finds, we'll put all of it in the public domain."),
            ("boiler", "From next month every boiler will be serviced twice a year."),
            ("boiler", "Here's my promise: nobody at Calder Court will ever go through this again."),
            ("granola", "We've got the hospital bill."),
            ("granola", "The family won't see a hospital bill; we will take care of it."),
            ("granola", "Bring us any Larkspur bag and you'll get your money back."),
            ("granola", "We'll send you a coupon for two free bags as well."),
            ("granola", "We're shutting Line 3 for good."),
            ("granola", "From October 12 we'll test every product we make for almond."),
            ("granola", "You'll get double what you paid."),
            ("granola", "And we'll make a $50,000 gift to allergy research."),
            ("blanket", "登记召回的顾客，每户再给两百。"),
            ("blanket", "凡是煦眠的毯子，不管哪一批，都给退。"),
            ("blanket", "老人后续的护理、营养、误工，我们一包到底。"),
            ("blanket", "我们会把所有温控器都换成新的。"),
            ("blanket", "退款之外，再送您一条新毯子。"),
            ("blanket", "以后谁家的毯子出了事，我们赔一赔十。"),
            ("blanket", "门店店长会登门给老人道歉，并送上慰问金。"),
            ("property", "三个月物业费，不收了。"),
            ("property", "云栖苑的业主，接下来三个月不用交物业费。"),
            ("property", "往后每个月的收支都会贴出来，一年到头不断。"),
            ("property", "公司旗下所有小区的账目，年底前全部公开。"),
            ("property", "差多少，公司补多少，一分不少。"),
            ("property", "我们会请第三方会计师事务所把五年的账全部查一遍。"),
            ("property", "我们会给每家每户发500块购物卡。"),
            ("powerbank", "手里有Q20的，寄来就退钱，邮费我们付。"),
            ("powerbank", "If you own a Q20, post it back at our expense and we'll refund it."),
            ("powerbank", "We'll also make up the wages the two passengers lose."),
            ("powerbank", "两位乘客今后的整容手术，费用我们管到底。"),
            ("powerbank", "所有型号的充电宝都能免费换新。"),
            ("admin", "群里每位妈妈，我们发50块的券。"),
            ("admin", "这名管理员我们会开掉。"),
            ("admin", "以后7群的奶粉，永远不涨价。"),
            ("river", "Once the water clears we will put new fish back into the Wenna."),
            ("river", "We'll put trout and grayling back into the river this autumn."),
            ("river", "Anyone who had to cancel a fishing trip will get their money from us."),
            ("ride", "We will look after his children until they leave school."),
            ("ride", "The Kestrel is coming down; it'll be scrapped."),
            ("cafe", "Next time, dinner for you and three friends won't cost a thing."),
            ("dental", "We'll pick up the tab for two years of credit monitoring."),
            ("pharmacy", "Your prescriptions won't cost you anything for a year."),
            ("payments", "Look out for a $25 thank-you in your account."),
            ("payments", "We'll pay any late fee another company charges you because of this."),
            ("courier", "每个骑手先发三百块安家费。"),
            ("school", "这个学期的饭钱，我们一分不少退给家长。"),
            ("hotpot", "住院的客人，我们另外送两万块过去。"),
        ],
    )
    def test_an_invented_one_is_found_as_people_write_it(self, brief: str, text: str) -> None:
        assert outcomes(text, sample(brief)) & {"error", "unapproved"}


class TestPromisedMatter:
    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("property", "我们会按住建局的要求把账公示出来。"),
            ("blanket", "我们会把NR1509B这批毯子收回来，把钱退给大家。"),
        ],
    )
    def test_a_commitment_or_its_number_in_other_words_is_no_error(self, brief: str, text: str) -> None:
        assert not outcomes(text, sample(brief)) & {"error", "unapproved"}

    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("granola", "From October 12 we'll test every product we make for almond."),
            ("blanket", "NR1509B这批毯子，我们双倍退款。"),
            ("property", "8月12日18时前，我们保证给大家换一套停车系统。"),
        ],
    )
    def test_a_shared_number_or_day_does_not_hold_what_goes_further(self, brief: str, text: str) -> None:
        assert outcomes(text, sample(brief)) & {"error", "unapproved"}
