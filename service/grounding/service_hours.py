"""Hours of service that are no clock times: 24/7, round the clock, 全天候."""

import re
from decimal import Decimal

from service.grounding.types import Amount, ClaimKind, Mention
from service.patterns import lazy

_ROUND_THE_CLOCK = lazy(
    r"(?:7\s?[xX×*]\s?24|24\s?[xX×*/]\s?7)(?:\s?(?:小时|hours?|h(?![A-Za-z])))?(?![0-9])|全天候(?=[^，。\n]{0,6}(?:热线|客服|服务|值守|接听|在线|受理|响应))|(?<![A-Za-z])round[- ]the[- ]clock",
    re.IGNORECASE,
)
_SERVICE = lazy(
    r"热线|客服|服务|电话|值班|值守|接听|在线|hotline|helpline|line|support|service|help|desk|available|open|team|call",
    re.IGNORECASE,
)
_RING = lazy(r"24|全天候|clock")


def find_service_hours(text: str) -> list[Mention]:
    """24/7 and 全天候 where they say when somebody can be reached: a duration of 24 hours."""
    if not _RING.search(text):
        return []
    day = Amount(Decimal(86400), frozenset({"seconds"}))
    return [
        Mention(ClaimKind.DURATION, *match.span(), day)
        for match in _ROUND_THE_CLOCK.finditer(text)
        if match.group()[0] == "全" or _SERVICE.search(text, max(0, match.start() - 20), match.end() + 20)
    ]
