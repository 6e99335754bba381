"""Small ledgers written where they are used, and two whole ones, one in each language."""

from typing import Any

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data
from service.grounding import Grounds, grounds_of

NOW = "2026-05-06T20:00:00+08:00"
Row = tuple[str, str] | tuple[str, str, str] | dict[str, Any]


def ledger(*facts: Row, **more: Any) -> IncidentBrief:
    """A brief with these facts, F1 and on: (text, status) and, where it is not public, the disclosure; or all fields."""
    given = {
        "schema": "firstword.brief/1",
        "brand": "岚山电动车",
        "issued_at": NOW,
        "incident": {
            "title": "部分岚山电池鼓包",
            "kind": "product_quality",
            "jurisdiction": "CN",
            "detected_at": "2026-05-06T09:00:00+08:00",
        },
        "facts": [{"id": f"F{number}", **_fact(row)} for number, row in enumerate(facts, 1)],
    }
    return brief_from_data(given | more)


def _fact(row: Row) -> dict[str, Any]:
    if isinstance(row, dict):
        return {"status": "confirmed", "disclosure": "public", **row}
    text, status, *hidden = row
    return {"text": text, "status": status, "disclosure": hidden[0] if hidden else "public"}


def grounds(*facts: Row, **more: Any) -> Grounds:
    """The grounds of such a brief."""
    return grounds_of(ledger(*facts, **more))


BATTERY = ledger(
    ("截至5月6日18时，收到14起电池鼓包的反馈", "confirmed"),
    ("3名用户手部灼伤，其中1人住院", "confirmed"),
    ("4月20日生产的D7型电池已于5月6日从门店下架", "confirmed"),
    ("充电时电池冒烟", "reported"),
    ("经销商私自改装过涉事电池", "disputed"),
    ("岚山三个月前就知道电池有缺陷", "refuted"),
    ("电池鼓包的原因", "unknown"),
    ("电芯供应商宏远在3月更换了隔膜材料", "confirmed", "internal"),
    ("公司正在逐车排查门店库存", "confirmed"),
    ("截至5月6日18时，没有收到起火的反馈", "confirmed"),
    ("停产可能影响二季度交付的8600辆订单", "confirmed", "privileged"),
    issuer={"organisation": "岚山电动车"},
    commitments=[
        {"id": "C1", "text": "为D7型电池的用户免费更换电池，5月20日前完成", "approved": True, "due": "2026-05-20T18:00:00+08:00"},
        {"id": "C2", "text": "赔偿每位用户500元", "approved": False},
    ],
    contacts=[{"label": "服务热线", "value": "400-880-1234"}, {"label": "邮箱", "value": "care@lanshan.example.com"}],
    next_update_at="2026-05-07T12:00:00+08:00",
)

KETTLE = ledger(
    ("By 6 p.m. on 6 May we had received 14 reports of handles coming loose", "confirmed"),
    ("Three customers were scalded and one of them is in hospital", "confirmed"),
    ("Kettles made in April were withdrawn from shops on 6 May", "confirmed"),
    ("The handle glue softens in hard water", "reported"),
    ("The retailer stored the kettles outdoors", "disputed"),
    ("Fernhill knew of the fault in January", "refuted"),
    ("The cause of the loose handles", "unknown"),
    ("The adhesive supplier Corbel switched resin in February", "confirmed", "internal"),
    ("We are inspecting the stock in every warehouse", "confirmed"),
    ("No one has reported an electric shock", "confirmed"),
    ("A recall would cost 8,600 orders in the second quarter", "confirmed", "privileged"),
    brand="Fernhill",
    issued_at="2026-05-06T20:00:00+01:00",
    incident={
        "title": "Loose handles on some Fernhill kettles",
        "kind": "product_quality",
        "jurisdiction": "UK",
        "detected_at": "2026-05-06T09:00:00+01:00",
    },
    issuer={"organisation": "Fernhill"},
    commitments=[
        {
            "id": "C1",
            "text": "Replace every kettle made in April free of charge by 20 May",
            "approved": True,
            "due": "2026-05-20T18:00:00+01:00",
        },
        {"id": "C2", "text": "Pay each customer £50", "approved": False},
    ],
    contacts=[{"label": "Customer line", "value": "0800 496 0123"}, {"label": "Email", "value": "care@fernhill.example.com"}],
    next_update_at="2026-05-07T12:00:00+01:00",
)
