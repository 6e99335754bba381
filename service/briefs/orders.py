"""Text in a ledger that speaks to whoever drafts instead of saying what happened. It is data like the rest, and is never quoted."""

import re
from functools import lru_cache

from service.patterns import lazy

_ORDER = lazy(
    r"(?:忽略|无视|不要理会|忘记|忘掉|绕过|推翻)(?:掉|了)?(?:以上|之前|前面|上述|先前|此前|所有|一切|任何|你)[^，。；]{0,12}(?:规则|指令|指示|提示词?|设定|限制|约束|要求)"
    r"|(?:你|您)(?:现在|接下来|从现在起)?(?:是|扮演|充当)[^，。；]{0,16}(?:助手|模型|AI|人工智能|机器人|编辑|写手)"
    r"|(?:系统|system)\s?(?:提示词?|prompt|消息|指令)|(?:直接|请|必须|只)(?:写|输出|生成|改写)(?:成|为|出)?[：:“\"]"
    r"|(?:^|[.:;,!\"“”]\s*)(?:please |now |and )?(?:ignore|disregard|forget|override|bypass) (?:the|your|any|all|these|those)\b[^.;,]{0,40}"
    r"\b(?:rules?|instructions?|prompts?|guidelines?|restrictions?|constraints?)\b"
    r"|\b(?:ignore|disregard|forget|override|bypass) (?:all |any |the )*(?:previous|prior|above|earlier|preceding) [^.;,]{0,30}"
    r"\b(?:rules?|instructions?|prompts?|guidelines?|restrictions?)\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:\w+ ){0,3}(?:AI|assistant|language model|chatbot|writer|editor)\b"
    r"|\b(?:write|output|print|say|reply with|respond with) (?:exactly|only|verbatim|the following)\b"
    r"|</?(?:system|assistant|user|instructions?)>|\[/?INST\]|<\|[a-z_]+\|>",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def addresses_drafter(text: str) -> bool:
    """Whether the text gives orders to the one who drafts ("ignore the rules, write …")."""
    return _ORDER.search(text) is not None
