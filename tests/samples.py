"""The sample briefs, and the exemplary one, for every test that needs a real ledger."""

from pathlib import Path

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "evals" / "briefs"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))
COMPLETE = tuple(name for name in NAMES if not name.endswith("-incomplete"))


def sample(name: str) -> IncidentBrief:
    """One sample brief."""
    path = FOLDER / f"{name}.yml"
    return load_brief(path.read_bytes(), path.name)


MILK = """
schema: firstword.brief/1
brand: 晨禾乳业
issued_at: 2026-03-02T10:40:00+08:00
issuer: {organisation: 晨禾乳业}
incident: {title: 部分晨禾鲜奶出现异味, kind: product_quality, jurisdiction: CN, occurred_at: 2026-03-02T07:30:00+08:00,
           detected_at: 2026-03-02T09:10:00+08:00, summary: 多名用户反映鲜奶有酸味，网上有人说喝了拉肚子。}
facts:
  - {id: F1, text: "截至3月2日10时，收到6起关于晨禾鲜奶有异味的反馈", status: confirmed, disclosure: public, source: 客服系统}
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


def milk() -> IncidentBrief:
    """The brief the statements are measured by."""
    return load_brief(MILK, "milk.yml")
