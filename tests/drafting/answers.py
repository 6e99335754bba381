"""What a good model says to the exemplary brief, as it would send it."""

import json
from collections.abc import Sequence

Row = tuple[str, str, list[str], int]
TITLE = "关于部分晨禾鲜奶出现异味的情况说明"
GOOD: list[Row] = [
    ("截至3月2日10时，我们收到6起关于晨禾鲜奶有异味的反馈。", "acknowledgement", ["F1"], 1),
    ("让大家为入口的牛奶担心，我们很抱歉。", "concern", [], 1),
    ("2月27日生产的鲜奶已于3月2日10时起从门店和线上下架、封存。", "known", ["F3"], 2),
    ("截至3月2日10时，没有收到饮用后身体不适的反馈。", "known", ["F4"], 2),
    ("异味的原因目前还不清楚，样品已送第三方检测机构。", "unknown", ["F5", "F6"], 3),
    ("如果您手里有2月27日生产的鲜奶，请先不要饮用。", "instruction", ["F3"], 4),
    ("凭实物或照片可以全额退款，3月5日18时前办结。", "remedy", ["C1"], 4),
    ("客服热线：400-820-0000。", "contact", ["contact:0"], 4),
    ("下一次说明不晚于今天14时在本账号发布。", "next_update", ["next_update_at"], 5),
    ("晨禾乳业，2026年3月2日10时40分。", "issuer", ["issuer", "issued_at"], 6),
]


def answered(sentences: Sequence[Row]) -> str:
    """The answer with these sentences."""
    rows = [{"text": t, "element": e, "basis": b, "paragraph": p} for t, e, b, p in sentences]
    return json.dumps({"title": TITLE, "sentences": rows}, ensure_ascii=False)
