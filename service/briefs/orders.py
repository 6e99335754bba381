"""Text in a brief that speaks to whoever drafts instead of saying what happened. It is data like the rest, and is never quoted.

What makes an order is its build, not its wording: a bidding form with a drafter's verb and a drafter's matter, a speaker's mark,
markup, a forged entry of the ledger, a hidden or encoded message. The words of each class are in knowledge/briefs/orders.yml.
"""

import re
from functools import cache, lru_cache

from service.briefs.disguises import is_encoded, is_foreign, readings_of
from service.datafiles import load_data
from service.patterns import lazy
from service.resources import knowledge_dir
from service.strict import Strict

# A page, a script, a template, a fence, an answer's own form: no clause of a fact and no sentence of a statement has one.
_MARKUP = lazy(
    r"</?[a-z!][^<>]{0,200}>|<!--|javascript:|\bon(?:error|load|click|mouseover)\s*=|!?\[[^\]\n]{0,80}\]\((?:https?:|//|data:|javascript:)|data:text/|\{\{|\}\}|\{%|%\}|\$\{|\{#"
    r"|```|~~~|<<<|>>>|<\||\|>|\[/?inst\]|^\s*#{1,6}\s|-{3,}\s*(?:begin|end)"
    r"|[{\[]\s*[\"'“](?:sentences|title|role|content|text|facts|status|basis|element|system|findings|commitments|name|messages)[\"'”]\s*:"
    r"|\bsk-[a-z0-9]{3,}|\bapi[ _-]?key\b",
    re.IGNORECASE,
)
# A line of the ledger, or its end, where the ledger is not.
_FORGED = lazy(
    r"[\[〔【(（](?:f|c|fact|contact:|passage:|commitment)\s?-?\d{1,3}[\]〕】)）]|(?:^|[\s,;，；。])(?:f|c)\d{1,3}\s*[:：(（=]"
    r"|(?:^|[\s,;，；。(（])(?:status|disclosure|approved|状态|已批准的承诺|已确认|approved commitments?|confirmed|element|basis)\s*[:：=]\s*\S"
    r"|(?:资料|台账|材料|引用|数据)(?:部分)?(?:到此|至此|已经?)?(?:结束|完毕)|end of (?:the )?(?:ledger|material|data|facts|document|quote|input|context|user)",
    re.IGNORECASE,
)
_SPEAKER = lazy(
    r"(?:^|[\s。.!！；;\n#*>\"“(（\[【])(?:system|assistant|developer|human|admin(?:istrator)?|root|系统|助手|开发者|管理员|系统提示|系统消息|开发者消息)\s*(?:message|prompt|note|override|消息|提示词?|指令|通知|覆盖)?\s*[:：\]】>]"
    r"|(?:系统|system)\s?(?:提示词?|prompt|消息|指令|override)|prompt injection|jailbreak|developer mode|开发者模式|越狱",
    re.IGNORECASE,
)
_CLAUSE_ZH = r"(?:^|[，。；：、！？,.;:!?\s“”\"'（()）—-])"


class _Chinese(Strict):
    bidding: str
    writing: str
    setting_aside: str
    matter: str
    machine: str


class _English(Strict):
    writing: str
    bare: str
    setting_aside: str
    matter: str
    machine: str


class _Words(Strict):
    zh: _Chinese
    en: _English


@lru_cache(maxsize=8192)
def addresses_drafter(text: str) -> bool:
    """Whether the text gives orders to the one who drafts, in whatever dress ("ignore the rules, write …")."""
    return has_shape_of_order(text, _built())


def has_shape_of_order(text: str, built: tuple[re.Pattern[str], ...]) -> bool:
    """Whether the text is encoded, foreign, marked up, a forged entry, a speaker's, or built as one of the given patterns."""
    return is_encoded(text) or is_foreign(text) or any(_is_order(reading, built) for reading in readings_of(text))


def is_unread(text: str) -> bool:
    """Whether all that speaks against the text is its language: neither Chinese nor English, so that nobody here can say what it tells."""
    return is_foreign(text) and not is_encoded(text) and not any(_is_order(reading, _built()) for reading in readings_of(text))


def has_markup(text: str) -> bool:
    """Whether the text holds what belongs to a page, a template, a fence or a machine's answer."""
    return _MARKUP.search(text) is not None


def without_orders(text: str) -> str:
    """The text without the sentences that give orders; empty when nothing else is left."""
    if not addresses_drafter(text):
        return text
    kept = [part for part in _SENTENCES.split(text) if part and not addresses_drafter(part)]
    rest = "".join(kept).strip(" 。.，,；;：:、-—|#>")
    # An order may only show in the whole: half of it is not kept.
    return rest if rest and not addresses_drafter(rest) and len(rest) >= len(text) // 4 else ""


_SENTENCES = lazy(r"(?<=[。！？!?；;\n])|(?<=\.)\s+")


def _is_order(text: str, built: tuple[re.Pattern[str], ...]) -> bool:
    return any(pattern.search(text) for pattern in (_MARKUP, _FORGED, _SPEAKER, *built))


def _any_of(words: str) -> str:
    listed = {" ".join(word.split()) for word in words.split(",")}
    return "(?:" + "|".join(re.escape(word) for word in sorted(listed, key=lambda word: (-len(word), word))) + ")"


@cache
def _built() -> tuple[re.Pattern[str], ...]:
    words = load_data(knowledge_dir() / "briefs" / "orders.yml", _Words)
    return tuple(re.compile(source, re.IGNORECASE) for source in (*_chinese(words.zh), *_english(words.en)))


def _chinese(words: _Chinese) -> tuple[str, ...]:
    # 你们写 speaks of others.
    bidding = _any_of(words.bidding) + "(?!们)"
    writing, matter = _any_of(words.writing), _any_of(words.matter)
    aside, machine = _any_of(words.setting_aside), _any_of(words.machine)
    whole = r"(?:以上|上述|前面|之前|先前|此前|上面|前文|所有|一切|任何|全部|你的?|这些|下面|既有|原有|系统)"
    rules = r"(?:规则|指令|指示|提示词?|设定|限制|约束|要求|台账|资料|内容|说明|规定|命令|原则)"
    return (
        # 请把以下内容写进声明, 直接输出：“…”
        rf"{_CLAUSE_ZH}{bidding}(?:[^，。；！？\n]{{0,14}}?){writing}[^，。；！？\n]{{0,24}}?(?:{matter}|[：:]\s?[“\"「『]?)",
        rf"{_CLAUSE_ZH}{bidding}(?:把|将|在|对|用|以|按照?)[^，。；！？\n]{{0,20}}?{matter}[^，。；！？\n]{{0,14}}?(?:{writing}|放|当|处理|替代|公开|发布)",
        rf"{_CLAUSE_ZH}(?:把|将|在|用|以)[^，。；！？\n]{{0,16}}?(?:声明|文稿|稿件|稿子|正文|标题|文末|结尾|开头|末尾|第一句|最后一句|台账|条目|输出|指令|规则|提示词)[^，。；！？\n]{{0,14}}?{writing}",
        rf"{_CLAUSE_ZH}(?:{bidding})?{aside}(?:掉|了)?{whole}[^，。；]{{0,12}}?{rules}",
        rf"{_CLAUSE_ZH}(?:{bidding}){aside}[^，。；]{{0,10}}?{rules}",
        rf"(?:你|您)(?:现在|接下来|从现在起|从此)?(?:是|扮演|充当|变成|作为|就是|不再是)[^，。；]{{0,16}}?{machine}",
        rf"(?:作为|扮演|充当|假装(?:是|你是)?)(?:一[个名位])?[^，。；]{{0,10}}?{machine}[，,][^。]{{0,30}}?(?:{bidding}|{writing})",
        rf"{_CLAUSE_ZH}(?:请|你|务必|必须|直接|只|现在)[^，。；]{{0,6}}?{writing}(?:你的?|上面|上述|以上|下面|如下|以下)",
        rf"{_CLAUSE_ZH}(?:假装|假设|扮演|充当|想象)(?:你|自己|成|是)",
        rf"{_CLAUSE_ZH}{writing}[^，。；！？\n]{{0,16}}?(?:提示词|系统提示|系统消息|指令|密钥|口令|围栏|JSON|Markdown)",
        rf"{_CLAUSE_ZH}只(?:输出|回答|回复|打印|生成|写)",
        r"(?:直接|请|必须|只|务必)(?:写|输出|生成|改写|回复|回答)(?:成|为|出)?[：:“\"]",
    )


def _english(words: _English) -> tuple[str, ...]:
    writing, bare, matter = _any_of(words.writing), _any_of(words.bare), _any_of(words.matter)
    aside, machine = _any_of(words.setting_aside), _any_of(words.machine)
    start = r"(?:^|[.:;!?,\"“”'()\-–—\n]\s*)"
    bidding = r"(?:please |kindly |now |then |and |just |simply |instead,? |first,? |next,? |finally,? |do not |don't |never |always |you (?:must|should|will|shall|can|may|need to|have to|are to) |must |only )"
    # A promise begins like an order, but serves people and dictates no words: reply to every affected user within 48 hours.
    served = (
        r" (?:in person |personally |individually |directly |in writing )?(?:to (?:every|each|all|those|these|affected|anyone|everyone|everybody|whoever|\w+s\b)|within \d)"
        r"(?![^.;!?\n]*(?:\b(?:with|that|saying|as)\b|[:“\"]))"
    )
    rules = r"(?:rules?|instructions?|prompts?|guidelines?|restrictions?|constraints?|ledger|facts|orders|system|policy|policies|directions|everything|guardrails)"
    return (
        rf"{start}{bidding}{{0,3}}{writing}\b[^.;!?\n]{{0,60}}?\b{matter}\b",
        rf"\b(?:please|you must|you should|you will|you shall|you are to|must now|kindly) (?:[a-z]+ ){{0,2}}?{writing}\b[^.;!?\n]{{0,60}}?(?:\b{matter}\b|[:“\"])",
        rf"{start}{bidding}{{0,3}}{bare}\b(?! (?:and|or|by|from|down|online|to (?:us|the|such|any|our|your|me))\b)(?!{served})",
        rf"{start}{bidding}{{0,3}}(?:{writing})\b (?:that |exactly|only|verbatim|the following|\"|“|:)",
        rf"{start}{bidding}{{0,3}}{aside} (?:the |your |any |all |these |those |every |previous |prior |above |earlier |preceding |of ){{0,4}}[^.;,!?\n]{{0,30}}?\b{rules}\b",
        rf"\b{aside} (?:all |any |the |your |these )*(?:previous|prior|above|earlier|preceding|existing) [^.;,\n]{{0,30}}?\b{rules}\b",
        rf"\byou(?: are|'re) (?:now |no longer )?(?:an? |the |in )?(?:[\w-]+ ){{0,3}}?{machine}\b",
        rf"\bas (?:an? |the |your )(?:[\w-]+ ){{0,2}}?{machine}, (?:you|please|i want)",
        r"\b(?:from now on|for the rest of this),? (?:you|all|every|your|reply|write|use)\b",
        # The same bid in languages written with these letters.
        r"\b(?:ignor[aeio]\w*|olvid\w+|oubli\w+|vergiss\w*|vergessen|ignorier\w*|dimentic\w+|esque[çc]\w+|desconsider\w*)\b[^.;!?\n]{0,40}\b(?:instruc\w+|instruk\w+|istruzion\w+|r[eè]gles?|regeln?|reglas?|regras?|regole|anweisung\w*|consignes?|anterior\w*|pr[eé]c[eé]dent\w*|vorherig\w*|bisherig\w*)",
        r"\b(?:escrib[aei]\w*|schreib\w*|[ée]cri[stv]\w*|scriv\w+|escrev\w+|responda?|antworte\w*|r[ée]pond\w+)\b[^.;!?\n]{0,40}(?:\bque\b|\bdass\b|[:“\"«])",
    )
