"""Gap markers: places that somebody still has to fill."""

import re

from service.patterns import lazy

GAP_MARKER = lazy(
    r"[【\[(〔]\s?(?:待|需)(?:确认|核实|定|补充|填写?|法务|确定|更新|补)[^】\])〕\n]{0,200}[】\])〕]"
    r"|[\[【(]\s?(?:TO\s+(?:CONFIRM|BE\s+CONFIRMED|VERIFY|FILL|COMPLETE)|TB[CDA]|UNCONFIRMED|INSERT|PLACEHOLDER|XXX*)(?![A-Za-z])[^\]】)\n]{0,200}[\]】)]"
    r"|\{\{[^{}\n]{0,100}\}\}|[【\[]\s?(?:XX+|xx+|X年|×+)[^】\]\n]{0,40}[】\]]",
    re.IGNORECASE,
)


def gap_marker(language: str, need: str) -> str:
    """The marker that stands for what is not known yet."""
    return f"【待确认：{need}】" if language == "zh" else f"[TO CONFIRM: {need}]"
