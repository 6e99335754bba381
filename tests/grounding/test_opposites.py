"""Facts and statements that say the opposite of them by an opposite word, and statements that agree in other words."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.compared import around

# What the ledger confirms, what a text says.
TURNED_ZH = [
    ("受攻击的服务器已下线", "受攻击的服务器仍在线运行"),
    ("厂区雨水井已封堵", "厂区雨水井仍然敞开"),
    ("2号阀门已关闭", "2号阀门仍处于开启状态"),
    ("滨河路已封闭", "滨河路照常通行"),
    ("登录功能已恢复", "目前仍无法登录"),
    ("支付功能已恢复", "支付功能仍不可用"),
    ("储罐泄漏已止住", "储罐仍在泄漏"),
    ("储罐泄漏已得到控制", "储罐的泄漏还没有控制住"),
    ("仓库明火已扑灭", "仓库明火仍在燃烧"),
    ("河道水位正在回落", "河道水位持续上涨"),
    ("失联的两名工人已找到", "失联的两名工人仍然失联"),
    ("被困的乘客均已脱困", "仍有乘客被困"),
    ("丢失的硬盘已经找回", "丢失的硬盘至今没有下落"),
    ("供应商的货款已结清", "供应商的货款至今仍未支付"),
    ("四月工资已发放", "四月工资仍被拖欠"),
    ("订单中的包裹已全部送达", "订单中的包裹仍未送到"),
    ("当天的班次按时发车", "当天的班次延误发车"),
    ("该批酸奶在保质期内", "该批酸奶早已过期"),
    ("门店出售的手表为正品", "门店出售的手表系仿冒"),
    ("涉事男子不是本公司员工", "涉事男子是本公司员工"),
    ("涉事司机是外部人员", "涉事司机是我公司员工"),
    ("操作工经过岗前培训", "操作工未经培训"),
    ("当值教练持证上岗", "当值教练无证上岗"),
    ("该车辆已投保", "该车辆没有保险"),
    ("受伤工人神志清醒", "受伤工人仍在昏迷"),
    ("被困矿工全部生还", "被困矿工已经遇难"),
    ("两名学生已出院回家", "两名学生仍在住院"),
    ("受伤乘客已康复", "受伤乘客病情危重"),
    ("货物存放在室内", "货物存放在室外"),
    ("改造方案已获批准", "改造方案被驳回"),
    ("双方已签署补偿协议", "补偿协议双方仍未签字"),
    ("备份文件完好", "备份文件已经丢失"),
    ("客户密码已加密存储", "客户密码以明文保存"),
    ("安全出口未上锁", "安全出口被锁住"),
    ("3号机组已停机", "3号机组仍在运转"),
    ("蓄水池已排空", "蓄水池仍是满的"),
    ("客户收到的是全新手机", "客户收到的是二手手机"),
    ("业主代表同意调解方案", "业主代表拒绝调解方案"),
    ("公司代表已与家属见面", "公司代表至今没有与家属见面"),
    ("当班经理已停职", "当班经理仍在上班"),
    ("涉事保安已被辞退", "涉事保安仍在公司任职"),
    ("公司正在配合警方调查", "公司拒绝配合警方调查"),
    ("三号电梯已停用", "三号电梯照常运行"),
    ("万象店已停业", "万象店仍在营业"),
    ("涉事批次已停止销售", "涉事批次仍在出售"),
    ("售后热线已接通", "售后热线打不通"),
    ("停水小区已恢复供水", "停水小区仍然停水"),
    ("东区已恢复供电", "东区仍在停电"),
    ("学校已经复课", "学校仍在停课"),
    ("漏洞已修补", "漏洞仍未修复"),
    ("涉事账号已封禁", "涉事账号仍可正常使用"),
    ("违规视频已删除", "违规视频仍可观看"),
    ("被盗资金已追回", "被盗资金未能追回"),
    ("押金已退还", "押金仍未退还"),
    ("罢工已结束", "罢工仍在继续"),
    ("道路塌陷处已填平", "道路塌陷处还没有填平"),
    ("门店监控正常工作", "门店监控已经损坏"),
    ("厂房通过消防验收", "厂房未通过消防验收"),
    ("航班已正常起飞", "航班被取消"),
    ("产品外包装完好", "产品外包装破损"),
]
AGREES_ZH = [
    ("受攻击的服务器已下线", "受攻击的服务器已断开网络，不再对外服务"),
    ("厂区雨水井已封堵", "厂区雨水井已经堵住"),
    ("2号阀门已关闭", "2号阀门已经关上"),
    ("滨河路已封闭", "滨河路目前禁止通行"),
    ("登录功能已恢复", "现在可以正常登录"),
    ("支付功能已恢复", "支付功能重新可用"),
    ("储罐泄漏已止住", "储罐不再泄漏"),
    ("储罐泄漏已得到控制", "储罐的泄漏已经控制住"),
    ("仓库明火已扑灭", "仓库的火已经灭了"),
    ("河道水位正在回落", "河道水位持续下降"),
    ("失联的两名工人已找到", "失联的两名工人已取得联系"),
    ("被困的乘客均已脱困", "被困的乘客都已安全离开"),
    ("丢失的硬盘已经找回", "丢失的硬盘找到了"),
    ("供应商的货款已结清", "供应商的货款已经付清"),
    ("四月工资已发放", "四月工资已经到账"),
    ("订单中的包裹已全部送达", "订单中的包裹都已签收"),
    ("当天的班次按时发车", "当天的班次没有延误"),
    ("该批酸奶在保质期内", "该批酸奶没有过期"),
    ("门店出售的手表为正品", "门店出售的手表并非假货"),
    ("涉事男子不是本公司员工", "涉事男子并非我公司员工"),
    ("涉事司机是外部人员", "涉事司机不是本公司员工"),
    ("操作工经过岗前培训", "操作工上岗前受过培训"),
    ("当值教练持证上岗", "当值教练有资格证"),
    ("受伤工人神志清醒", "受伤工人意识清楚"),
    ("两名学生已出院回家", "两名学生不再住院"),
    ("受伤乘客已康复", "受伤乘客已经痊愈"),
    ("货物存放在室内", "货物没有放在室外"),
    ("改造方案已获批准", "改造方案已经获批"),
    ("双方已签署补偿协议", "补偿协议已由双方签字"),
    ("备份文件完好", "备份文件没有丢失"),
    ("安全出口未上锁", "安全出口没有锁"),
    ("3号机组已停机", "3号机组已停止运转"),
    ("客户收到的是全新手机", "客户收到的手机不是二手"),
    ("业主代表同意调解方案", "业主代表接受了调解方案"),
    ("公司代表已与家属见面", "公司代表已经见过家属"),
    ("当班经理已停职", "当班经理目前不在岗"),
    ("涉事保安已被辞退", "涉事保安不再是本公司员工"),
    ("公司正在配合警方调查", "公司积极配合警方调查"),
    ("三号电梯已停用", "三号电梯暂停运行"),
    ("万象店已停业", "万象店不再营业"),
    ("停水小区已恢复供水", "停水小区已经来水"),
    ("东区已恢复供电", "东区不再停电"),
    ("漏洞已修补", "漏洞已经修复"),
    ("违规视频已删除", "违规视频已看不到"),
    ("押金已退还", "押金已经退回"),
]
TURNED_EN = [
    ("The imaging server was taken offline", "The imaging server is still online"),
    ("The yard drain was sealed", "The yard drain is still open"),
    ("Valve 2 has been closed", "Valve 2 is still open"),
    ("Mill Lane has been closed to traffic", "Mill Lane is open to traffic"),
    ("Sign-in to the app was restored", "Signing in to the app is still not possible"),
    ("Card payments are working again", "Card payments are still down"),
    ("The leak from the tank has been contained", "The tank is still leaking"),
    ("The tank has stopped leaking", "Solvent is still leaking from the tank"),
    ("The warehouse fire is out", "The warehouse is still burning"),
    ("Water levels in the canal are falling", "Water levels in the canal are rising"),
    ("Both missing walkers have been found", "Both walkers are still missing"),
    ("The stranded passengers were freed", "The passengers are still trapped"),
    ("The lost hard drive has been recovered", "The hard drive is still lost"),
    ("April wages have been paid", "April wages remain unpaid"),
    ("The supplier's invoices have been paid", "The supplier's invoices have still not been paid"),
    ("The parcels have been delivered", "The parcels remain undelivered"),
    ("The morning trains ran on time", "The morning trains ran late"),
    ("The yoghurt was in date", "The yoghurt was past its use-by date"),
    ("The watches sold in the shop are genuine", "The watches sold in the shop are fakes"),
    ("The man in the video is not one of our employees", "The man in the video is one of our employees"),
    ("The man in the video works for an outside firm", "The man in the video is on our payroll"),
    ("The ride operator was trained", "The ride operator was untrained"),
    ("The lifeguard was licensed", "The lifeguard was unlicensed"),
    ("The coach was insured", "The coach was uninsured"),
    ("Customers were warned before the shutdown", "Customers were not told about the shutdown beforehand"),
    ("The injured climber is conscious", "The injured climber is unconscious"),
    ("All the miners are alive", "Two miners have died"),
    ("Both pupils are back at home", "Both pupils are still in hospital"),
    ("The injured passenger has recovered", "The injured passenger is in critical condition"),
    ("The pallets were stored indoors", "The pallets were stored outdoors"),
    ("The council approved the repair plan", "The council rejected the repair plan"),
    ("The compensation agreement has been signed", "The compensation agreement is still unsigned"),
    ("Passwords were encrypted", "Passwords were kept in clear text"),
    ("The photographs were backed up", "The photographs have been lost"),
    ("The fire exits were unlocked", "The fire exits were locked"),
    ("Line 3 has been stopped", "Line 3 is still running"),
    ("The reservoir is empty", "The reservoir is full"),
    ("The customer was sent a brand-new phone", "The customer was sent a used phone"),
    ("The residents agreed to the offer", "The residents refused the offer"),
    ("Our representatives have met the families", "Our representatives have not met the families"),
    ("The shift manager has been suspended", "The shift manager is still at work"),
    ("The guard was dismissed", "The guard has kept his job"),
    ("The company is cooperating with the police", "The company is refusing to cooperate with the police"),
    ("The inquiry will be held in public", "The inquiry will be held behind closed doors"),
    ("Lift 3 is out of service", "Lift 3 is running as usual"),
    ("The Hull store is shut", "The Hull store is trading as usual"),
    ("The lot has been pulled from shelves", "The lot is still being sold"),
    ("Power has been restored to the east side", "The east side is still without power"),
    ("Running water is back on the estate", "The estate still has no water"),
    ("The school has reopened", "The school is still shut"),
    ("The flaw in the portal was patched", "The flaw in the portal remains unpatched"),
    ("The account has been blocked", "The account is still active"),
    ("The video has been deleted", "The video is still online"),
    ("The stolen money was recovered", "The stolen money is still missing"),
    ("Deposits have been refunded", "Deposits have not been refunded"),
    ("The strike is over", "The strike is still going on"),
    ("The cameras were in use", "The cameras were switched off"),
    ("The building passed its fire inspection", "The building failed its fire inspection"),
    ("The flight took off as planned", "The flight was cancelled"),
    ("The packaging was intact", "The packaging was torn"),
]
AGREES_EN = [
    ("The imaging server was taken offline", "The imaging server is no longer online"),
    ("The yard drain was sealed", "The yard drain is no longer open"),
    ("Valve 2 has been closed", "Valve 2 is shut"),
    ("Mill Lane has been closed to traffic", "Mill Lane is shut to traffic"),
    ("Sign-in to the app was restored", "You can sign in to the app again"),
    ("Sign-in to the app was restored", "Signing in to the app is possible again"),
    ("Card payments are working again", "Card payments are back up"),
    ("The leak from the tank has been contained", "The tank is no longer leaking"),
    ("The leak from the tank was plugged", "The leak from the tank has been plugged"),
    ("The warehouse fire is out", "The warehouse fire has been put out"),
    ("Water levels in the canal are falling", "Water levels in the canal are going down"),
    ("Both missing walkers have been found", "Both walkers are no longer missing"),
    ("The stranded passengers were freed", "The passengers are no longer trapped"),
    ("April wages have been paid", "April wages are no longer outstanding"),
    ("The parcels have been delivered", "The parcels have arrived"),
    ("The morning trains ran on time", "The morning trains were not late"),
    ("The yoghurt was in date", "The yoghurt was not past its use-by date"),
    ("The watches sold in the shop are genuine", "The watches sold in the shop are not fakes"),
    ("The man in the video is not one of our employees", "The man in the video does not work for us"),
    ("The man in the video works for an outside firm", "The man in the video is not on our payroll"),
    ("The ride operator was trained", "The ride operator had been trained"),
    ("The lifeguard was licensed", "The lifeguard held a licence"),
    ("Customers were warned before the shutdown", "Customers were told in advance of the shutdown"),
    ("The injured climber is conscious", "The injured climber is awake"),
    ("All the miners are alive", "All the miners survived"),
    ("Both pupils are back at home", "Both pupils are no longer in hospital"),
    ("The pallets were stored indoors", "The pallets were not kept outdoors"),
    ("The council approved the repair plan", "The council has given its approval to the repair plan"),
    ("The compensation agreement has been signed", "Both sides have signed the compensation agreement"),
    ("Passwords were encrypted", "Passwords were not kept in clear text"),
    ("The fire exits were unlocked", "The fire exits were not locked"),
    ("Line 3 has been stopped", "Line 3 is no longer running"),
    ("The residents agreed to the offer", "The residents accepted the offer"),
    ("Our representatives have met the families", "Our representatives met the families"),
    ("The presenter has apologised", "The presenter said sorry"),
    ("The shift manager has been suspended", "The shift manager is not at work"),
    ("The guard was dismissed", "The guard no longer works for us"),
    ("The company is cooperating with the police", "The company is helping the police"),
    ("Lift 3 is out of service", "Lift 3 is not running"),
    ("The Hull store is shut", "The Hull store is not trading"),
    ("Power has been restored to the east side", "The east side has power again"),
    ("The school has reopened", "The school is no longer shut"),
    ("The video has been deleted", "The video is no longer online"),
    ("The strike is over", "The strike has ended"),
]


def errors(fact: str, text: str, language: str) -> list[str]:
    """The rules of the errors of a statement under a ledger that confirms a fact."""
    found = check(text, around((fact, "confirmed"), language=language), language=language).findings
    return [finding.rule for finding in found if finding.severity is Severity.ERROR]


class TestAStatementOfTheOpposite:
    def test_there_are_enough_of_them(self) -> None:
        assert min(len(TURNED_ZH), len(TURNED_EN)) >= 60

    @pytest.mark.parametrize(("fact", "text"), TURNED_ZH)
    def test_it_is_an_error_in_chinese(self, fact: str, text: str) -> None:
        assert errors(fact, f"{text}。", "zh") != []

    @pytest.mark.parametrize(("fact", "text"), TURNED_EN)
    def test_it_is_an_error_in_english(self, fact: str, text: str) -> None:
        assert errors(fact, f"{text}.", "en") != []


class TestAStatementThatAgrees:
    def test_there_are_enough_of_them(self) -> None:
        assert min(len(AGREES_ZH), len(AGREES_EN)) >= 40

    @pytest.mark.parametrize(("fact", "text"), AGREES_ZH)
    def test_it_is_left_alone_in_chinese(self, fact: str, text: str) -> None:
        assert errors(fact, f"{text}。", "zh") == []

    @pytest.mark.parametrize(("fact", "text"), AGREES_EN)
    def test_it_is_left_alone_in_english(self, fact: str, text: str) -> None:
        assert errors(fact, f"{text}.", "en") == []

    @pytest.mark.parametrize("fact", [fact for fact, _ in TURNED_ZH])
    def test_a_fact_agrees_with_itself_in_chinese(self, fact: str) -> None:
        assert errors(fact, f"{fact}。", "zh") == []

    @pytest.mark.parametrize("fact", [fact for fact, _ in TURNED_EN])
    def test_a_fact_agrees_with_itself_in_english(self, fact: str) -> None:
        assert errors(fact, f"{fact}.", "en") == []
