"""What the tests of the command share: a brief that validates, and the outcome of a call."""

from dataclasses import dataclass
from typing import Protocol

BRIEF = """\
schema: firstword.brief/1
brand: 晨禾乳业
issued_at: 2026-03-02T10:40:00+08:00
issuer: {organisation: 晨禾乳业}
incident:
  title: 晨禾鲜奶部分批次出现异味
  kind: food_safety
  jurisdiction: CN
  detected_at: 2026-03-02T09:10:00+08:00
facts:
  - {id: F1, text: 截至3月2日9时，收到6起异味反馈, status: confirmed, disclosure: public}
  - {id: F2, text: 一台灌装设备的清洗记录缺失, status: reported, disclosure: internal}
commitments:
  - {id: C1, text: 全额退款, owner: 客户服务部, due: 2026-03-05T18:00:00+08:00, approved: true}
contacts: [{label: 客服热线, value: 400-820-0000}]
exposure: {people_harmed: 0, people_exposed: 1200, media: local}
next_update_at: 2026-03-02T14:00:00+08:00
requests:
  - {statement: holding_statement, audience: public, channel: weibo, language: zh-CN}
"""


@dataclass(frozen=True)
class Outcome:
    """What a shell sees."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """`run("check", "-", stdin=b"…")`."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome: ...
