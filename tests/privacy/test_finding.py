"""What is personal in a sentence, and what only looks so. Hidden words are between braces."""

import re

import pytest

from service.privacy.finding import find_personal

PERSONAL = [
    # names in Chinese
    "顾客{张伟}反映，店长{李雪梅}已联系患者{王建国}的家属",
    "客户服务主管{钟岚}表示，将于3月2日答复",
    "请联系{欧阳慧敏}女士",
    "员工{阿依古丽·买买提}受伤，现在临洲市第四医院",
    "骑手{刘强东}在路口摔倒",
    "涉事主播{林小满}已停播",
    "{王}女士和{张}先生来电，{小李}说没有问题",
    "司机{万国强}在事发前一晚到店",
    "患者{林慧嫻}女士，现年52岁",
    "他妈妈叫{裴小娟}",
    "麦杳烘焙 客户服务主管 {沈一禾}",
    "我是{祝青岚}，院长",
    "投诉人{陈晓}、{周岚}均要求退款",
    "{赵圆圆}昨晚迟到",
    # names in Latin letters
    "Ms {Priya Raman}, a nurse from Leeds, called on Monday.",
    "Customer {Oluwaseun Adeyemi} told us that she was burned.",
    "{Zhang Wei} said the battery was hot. {Li Na}, 34, was treated.",
    "The manager, {Dana Whitcomb}, apologised.",
    "A customer named {Marisol Vega-Ortiz} was hurt.",
    "Yours sincerely,\n{Jutta Rehmann}",
    "We have spoken to Mrs {Farrow}.",
    "顾客{Sarah Whitfield}反映",
    # numbers
    "手机号{13812345678}，身份证号{11010519491231002X}",
    "电话：{138 1234 5678}",
    "拨打{＋８６ １３８１２３４５６７８}",
    "他的号码是{一三八一二三四五六七八}",
    "她在香港的电话是{+852 9123 4567}",
    "call {07700 900123} or {(415) 555-0132}",
    "Reach her on {+44 7700 900461}",
    "身份证{110105491231002}",
    "护照{E12345678}已注销",
    "HKID {A123456(3)}",
    "SSN {123-45-6789}, NI number {QQ123456C}, IBAN {GB82 WEST 1234 5698 7654 32}",
    "卡号{6222 0212 3456 7890 123}",
    "card {4111 1111 1111 1111}",
    "sort code {20-00-00}, account {55779911}",
    "车牌{京A12345}、{粤B·D12345}的车主",
    "a grey car, registration {AB12 CDE}",
    "license plate {7ABC123}",
    "病历号{ZY2023001}",
    "工号{RY-0417}",
    "MRN {00482913}",
    # ways to be reached
    "微信号{lihua_2020}，QQ：{123456789}",
    "微信：{wxid_abcd12345}",
    "her WeChat ID is {sarah_w88}",
    "写信到{li.hua@qq.com}",
    "at {sarah.w@gmail.com}.",
    "住在{杭州市西湖区文三路123号2单元501室}的顾客",
    "收货地址：{上海市浦东新区张江镇祖冲之路887弄5号楼1203室}",
    "她家住{锦绣苑6栋}",
    "She lives at {14 Larch Road, Leeds LS1 4AB}.",
    "sent to {1420 Maple Avenue, Apt 5B, Springfield, IL 62704}",
]
NOT_PERSONAL = [
    "高兴地说周末将公布，安全方面没有问题",
    "石鼓路12号店今日停业，文三路123号门店照常营业",
    "请拨打客服热线400-820-0000或公司总机010-62345678",
    "市长王建民表示，局长李卫国到场",
    "Mayor John Smith said so. Judge Karen Field ruled.",
    "The Environment Agency officer on site said fish had died near Lower Stoke.",
    "Ashcombe Marl Coatings Ltd said the River Wenna was closed.",
    "Our store at 120 King Street is closed; call 0808 157 0633.",
    "一名顾客于3月2日向我们反映，王某某已离职",
    "《约翰·克利斯朵夫》签售会取消",
    "绝·对没有一点刺激，差·评·删·掉",
    "保健食品批准文号：国食健注G20240123，批号HG260714",
    "订单号202603021040，共3264单，金额286000元",
    "截至3月2日10时40分，2026-03-02 10:40:00，共有1200人次",
    "依据GB 2760-2014和《广告法》第九条第（三）项",
    "a Q20 power bank, model SN2209, lot 4471-22",
    "Follow us on WeChat; see the WeChat official account.",
    "press@ashcombemarl.example and kefu@xiuhe.example",
    "西贝回应，特斯拉副总裁回应，罗汉果和胡辣汤",
    "官方微信：chenhe_dairy",
    "The deadline is 5 p.m. PT on June 27, 2026.",
    "赖家小子和郝家酱黄瓜",
]


def _marked(text: str) -> str:
    """The text with what is found between braces."""
    pieces, at = [], 0
    for item in find_personal(text):
        pieces += [text[at : item.start], "{", text[item.start : item.end], "}"]
        at = item.end
    return "".join([*pieces, text[at:]])


@pytest.mark.parametrize("expected", PERSONAL)
def test_what_is_personal_is_found_whole(expected: str) -> None:
    assert _marked(re.sub(r"[{}]", "", expected)) == expected


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_only_looks_so_is_left(text: str) -> None:
    assert _marked(text) == text
