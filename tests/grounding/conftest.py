"""One brief and what is done with it in every test of grounding."""

from collections.abc import Callable

import pytest

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.grounding import GroundingReport, ground

BRIEF = """
schema: firstword.brief/1
brand: 晨禾乳业
issued_at: 2026-03-02T10:40:00+08:00
issuer: {organisation: 晨禾乳业}
incident: {title: 部分晨禾鲜奶出现异味, kind: product_quality, jurisdiction: CN, occurred_at: 2026-03-02T07:30:00+08:00,
           detected_at: 2026-03-02T09:10:00+08:00, summary: 多名用户反映鲜奶有酸味，有人说88人喝了拉肚子。}
facts:
  - {id: F1, text: "截至3月2日10时，收到6起关于晨禾鲜奶有异味的反馈", status: confirmed, disclosure: public, source: 客服系统第77号记录}
  - {id: F2, text: "有异味的产品多为2月27日生产", status: reported, disclosure: public, source: 用户照片}
  - {id: F3, text: "2月27日生产的鲜奶已于3月2日10时起从门店和线上下架、封存", status: confirmed, disclosure: public, source: 供应链}
  - {id: F4, text: "截至3月2日10时，没有收到饮用后身体不适的反馈", status: confirmed, disclosure: public, source: 客服系统}
  - {id: F5, text: "异味的原因", status: unknown, disclosure: public}
  - {id: F6, text: "样品已送第三方检测机构", status: confirmed, disclosure: public, source: 品控部}
  - {id: F7, text: "2月28日一辆冷链车温控故障两小时", status: confirmed, disclosure: privileged, source: 法务部}
commitments:
  - {id: C1, text: "2月27日生产的鲜奶凭实物或照片全额退款，3月5日18时前办结", owner: 客户服务部, due: 2026-03-05T18:00:00+08:00, approved: true}
  - {id: C2, text: "每位用户补偿一箱鲜奶", approved: false}
contacts: [{label: 客服热线, value: 400-820-0000}]
next_update_at: 2026-03-02T14:00:00+08:00
"""

# A second brief, with the values the first has none of.
RICH = """
schema: firstword.brief/1
brand: 云杉网络
issued_at: 2026-03-02T23:30:00+08:00
incident: {title: 部分用户账号信息外泄, kind: data_breach, jurisdiction: CN, detected_at: 2026-03-01T08:00:00+08:00}
facts:
  - {id: F1, text: "3月1日22时20分，12.7万条账号信息外泄", status: confirmed, disclosure: public, attribution: 据锦江区市场监督管理局3月2日通报}
  - {id: F2, text: "两名顾客住院，3名顾客门诊观察", status: confirmed, disclosure: public}
  - {id: F3, text: "三成订单受影响，涉及金额约45万元", status: reported, disclosure: public}
  - {id: F4, text: "涉事批次为A2026-03，依据GB 7718检验", status: confirmed, disclosure: public}
  - {id: F5, text: "调查组由浦东新区应急管理局牵头，已接到102起投诉", status: confirmed, disclosure: public}
  - {id: F6, text: "数据库口令写在公开代码仓库，合计951234条记录可读", status: confirmed, disclosure: internal}
commitments:
  - {id: C1, text: "48小时内逐一回复受影响用户", approved: true, translations: {en: reply to every affected user within 48 hours}}
  - {id: C2, text: 为受影响用户提供12个月信用监测, approved: false}
contacts:
  - {label: 邮箱, value: help@yunshan.example.com}
  - {label: 专页, value: "https://www.yunshan.example.com/notice"}
"""

Check = Callable[..., GroundingReport]


@pytest.fixture(scope="session")
def milk() -> IncidentBrief:
    return load_brief(BRIEF, "milk.yml")


@pytest.fixture(scope="session")
def breach() -> IncidentBrief:
    return load_brief(RICH, "breach.yml")


@pytest.fixture
def on_milk(milk: IncidentBrief) -> Check:
    return lambda text, **more: ground(text, milk, **more)


@pytest.fixture
def on_breach(breach: IncidentBrief) -> Check:
    return lambda text, **more: ground(text, breach, **more)
