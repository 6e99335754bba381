"""Words in a promise or a contact that dictate what is to be written.

A promise begins with the verbs an order begins with ("write to every customer", 立即答复), so its verbs tell nothing. What tells is
what only whoever drafts can do: put words into a draft, repeat words that are given, obey or set aside what was said to it before.
"""

import re
from functools import cache

from service.briefs.orders import has_shape_of_order
from service.datafiles import load_data
from service.resources import knowledge_dir
from service.strict import Strict


class _Chinese(Strict):
    putting: str
    draft: str
    announcement: str
    setting_aside: str


class _English(Strict):
    putting: str
    telling: str
    draft: str
    announcement: str
    setting_aside: str


class _Words(Strict):
    zh: _Chinese
    en: _English


def dictates(text: str) -> bool:
    """Whether a promise or a contact is an order to whoever drafts, in whatever dress."""
    return has_shape_of_order(text, _built())


def _any_of(words: str) -> str:
    listed = {" ".join(word.split()) for word in words.split(",")}
    return "(?:" + "|".join(re.escape(word) for word in sorted(listed, key=lambda word: (-len(word), word))) + ")"


@cache
def _built() -> tuple[re.Pattern[str], ...]:
    words = load_data(knowledge_dir() / "briefs" / "dictation.yml", _Words)
    return tuple(re.compile(source, re.IGNORECASE) for source in (*_chinese(words.zh), *_english(words.en)))


def _chinese(words: _Chinese) -> tuple[str, ...]:
    putting, draft, announcement = _any_of(words.putting), _any_of(words.draft), _any_of(words.announcement)
    aside = _any_of(words.setting_aside)
    told = r"(?:规则|指令|指示|提示词?|设定|限制|约束|要求|说明|规定|命令|原则|台账|资料|内容)"
    clause = r"(?:^|[，。；：、！？,.;:!?\s“”\"'（()）—-])"
    within = r"[^，。；！？\n]"
    return (
        # 请写进正文, 在声明里写明; 在声明中列出的门店 names the shops.
        rf"{putting}{within}{{0,10}}?{draft}",
        rf"(?:在|把|将|用|以|对){within}{{0,16}}?{draft}{within}{{0,14}}?{putting}(?!的)",
        rf"(?:在|把|将|往){within}{{0,4}}?{announcement}(?:里|中|内|的?(?:开头|结尾|末尾|最后|标题))?{within}{{0,6}}?{putting}(?!的)",
        rf"{putting}(?:进|入|到|在|于){within}{{0,6}}?{announcement}",
        rf"{clause}(?:请|你|务必|必须|直接|只|现在|立即)?{within}{{0,2}}?{putting}(?:[：:“\"「]|(?:以下|下面|下列|如下|这|那)(?:一|两|几|些)?(?:句|段|内容|文字|话|文本))",
        rf"(?:用|以|按){within}{{0,4}}?(?:文字|内容|文本|这句|原话){within}{{0,4}}?(?:替换|代替|改写)",
        rf"{aside}(?:掉|了|遵守|执行|服从|听从)?{within}{{0,4}}?(?:以上|上述|前面|之前|先前|此前|上面|前文|你的?|系统)的?{within}{{0,6}}?{told}",
        rf"{aside}(?:掉|了|遵守|执行|服从|听从)?(?:所有|一切|任何|全部)的?{within}{{0,4}}?(?:指令|指示|提示词?|设定)",
        rf"(?:执行|遵守|遵循|服从|听从|照办)(?:以上|上述|以下|下面|下列|我|系统)的?{within}{{0,6}}?{told}",
        r"(?:你|您)(?:现在|接下来|从现在起|从此)?(?:是|扮演|充当|变成|作为|就是|不再是)[^，。；]{0,16}?(?:助手|模型|AI|人工智能|机器人|写手|编辑|撰稿人|起草者)",
        rf"{clause}(?:假装|假设|扮演|充当|想象)(?:你|自己|成|是)",
    )


def _english(words: _English) -> tuple[str, ...]:
    putting, telling, draft = _any_of(words.putting), _any_of(words.telling), _any_of(words.draft)
    announcement, aside = _any_of(words.announcement), _any_of(words.setting_aside)
    start = r"(?:^|[.:;!?,\"“”'()\-–—\n]\s*|\b(?:please|kindly|now|then|and|just|simply|instead|must|should|always|never|only) )"
    told = r"(?:rules?|instructions?|prompts?|guidelines?|restrictions?|constraints?|ledger|orders|system|policy|policies|directions|everything|guardrails)"
    # A clause that is said, not one that tells which customers: "that nothing was taken", not "that ordered in May".
    said = r"(?:nothing|nobody|none|no one|no|all|every|everything|everyone|the|this|there|it|its|our)\b"
    return (
        rf"{start}{putting}\b[^.;!?\n]{{0,60}}?\b{draft}\b",
        rf"{start}{putting}\b[^.;!?\n]{{0,60}}?\b(?:in|into|to|of|from) (?:the|this|your|that|our) (?:\w+ )?{announcement}\b",
        rf"{start}{telling}\b(?:(?! so\b)[^.;,:!?\n]){{0,40}}?(?<! so)(?<! in)(?<! of)(?<! at)(?<! to)(?<! on)(?<! by)(?<! for)(?<! with)(?<! from)(?<! about) (?:that|saying) {said}",
        rf"{start}{telling}\b(?: [^.;:!?\n]{{0,30}}?)?(?:[:“\"]| (?:the following|exactly|verbatim)\b)",
        rf"{start}(?:reply|respond|answer|speak)\b[^.;:!?\n]{{0,40}}? (?:in french|in german|in spanish|in japanese|in russian|with all\b|as if\b)",
        rf"\b{aside} (?:all |any |the |your |these |those |every |of |previous |prior |above |earlier |preceding )+[^.;,\n]{{0,20}}?\b{told}\b",
        r"\byou(?: are|'re| will now act as| must act as) (?:now |no longer )?(?:an? |the |in )?(?:[\w-]+ ){0,3}?(?:ai|assistant|language model|llm|chatbot|gpt|drafter|writer|editor|developer mode|unrestricted|model)\b",
        r"\b(?:from now on|for the rest of this),? (?:you|all|every|your|reply|write|use)\b",
        r"\b(?:ignor[aeio]\w*|olvid\w+|oubli\w+|vergiss\w*|vergessen|ignorier\w*|dimentic\w+|esque[çc]\w+|desconsider\w*)\b[^.;!?\n]{0,40}\b(?:instruc\w+|instruk\w+|istruzion\w+|r[eè]gles?|regeln?|reglas?|regras?|regole|anweisung\w*|consignes?|anterior\w*|pr[eé]c[eé]dent\w*|vorherig\w*|bisherig\w*)",
        r"\b(?:escrib[aei]\w*|schreib\w*|[ée]cri[stv]\w*|scriv\w+|escrev\w+|responda?|antworte\w*|r[ée]pond\w+)\b[^.;!?\n]{0,40}(?:\bque\b|\bdass\b|[:“\"«])",
    )
