"""How people are who were hurt: a text may say of them only what a public line says.

That somebody is in hospital tells nothing of how he is, so words of a condition are backed by words of the same kind of condition,
and where no public line has any word of how people are, they can only be invented.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from service.patterns import lazy

_KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "stable": lazy(
            r"稳定|平稳|可控|体征(?:均|都)?正常|\b(?:stable|steady|comfortable|satisfactory|fair condition|good condition)\b"
        ),
        "safe": lazy(
            r"脱离[^，。；]{0,3}危险|(?:没有|无)(?:生命)?危险|转危为安|(?:无|没有)大碍|危及生命|生命危险"
            r"|\bout of danger\b|\blife[- ]threatening\b|\bno(?:t in)? (?:immediate )?danger\b"
        ),
        "home": lazy(
            r"出院|离院|返校|(?:回|返)(?:了|到)?家|在家|居家"
            r"|\b(?:discharged|released from (?:the )?hospital|left (?:the )?hospital)\b|\b(?:sent|gone|went|return\w*|back|at) (?:back )?home\b"
        ),
        "better": lazy(
            r"好转|(?:情况|状况|状态|恢复得?)[^，。；]{0,3}(?:良好|不错|很好)|(?:手术|治疗)[^，。；]{0,4}(?:成功|顺利)|康复|痊愈|缓解|减轻|消退|退烧|恢复(?:得|良好|健康|正常)"
            r"|\brecover(?:ed|ing|y|s)\b|\bimproving\b|\bdoing well\b|\bon the mend\b|\b(?:full|good|quick|complete) recovery\b|\b(?:operations?|surgery) (?:\w+ )?success"
        ),
        "mild": lazy(
            r"轻微|较轻|很轻|轻度|轻伤|皮外伤|不重|不严重"
            r"|\b(?:minor|mild|slight(?:ly)?|superficial)\b|\bnot (?:\w+ )?serious(?:ly)?\b"
        ),
        "awake": lazy(
            r"神志|意识(?:清醒|清楚|恢复)|(?:[伤患病]者|[伤病]员|病人|孩子|学生|员工|顾客|乘客|老人|工人|旅客)们?[^，。；]{0,8}清醒|苏醒|(?:能|可以?)(?:正常|自行|自己)?(?:进食|吃饭|下床|说话|交流)|精神(?:状态)?(?:良好|不错|很好)|情绪(?:稳定|平稳|良好)"
            r"|\bconscious\b|\bawake\b|\bin good spirits\b|\b(?:eating|talking|sitting up|walking)\b"
        ),
        "grave": lazy(
            r"危重|病危|危急|恶化|重症|\bcritical(?:ly)?\b|\bintensive care\b|\bserious (?:but \w+ )?condition\b|\bfighting for\b"
        ),
        "lasting": lazy(
            r"留(?:下)?[^，。；]{0,3}疤|后遗症|\b(?:lasting|permanent)(?:ly)? (?:harm\w*|injur\w*|scar\w*)\b|\bscars?\b"
        ),
    }
)
# Whoever is stable, awake or out of danger may be called so in other words: a person judges.
_WELL = frozenset(_KINDS) - {"grave", "lasting"}


# A steady pulse and being out of danger are one news in two wordings.
_ALIKE = frozenset({"stable", "safe"})


@lru_cache(maxsize=8192)
def conditions_in(text: str) -> frozenset[str]:
    """The kinds of condition a folded text names."""
    lowered = text.lower()
    return frozenset(name for name, pattern in _KINDS.items() if pattern.search(lowered))


def lacks(line: str, said: frozenset[str]) -> bool:
    """Whether a text says how people are and a line says nothing of that kind."""
    if not said:
        return False
    told = conditions_in(line)
    return not said & (told | _ALIKE if told & _ALIKE else told)


def are_foreign(said: frozenset[str], lines: Iterable[str]) -> bool:
    """Whether no line says anything of the kind that a text says of how people are."""
    if not said:
        return False
    told = frozenset[str]().union(*(conditions_in(line) for line in lines))
    return not said & told and not (said & _WELL and told & _WELL)
