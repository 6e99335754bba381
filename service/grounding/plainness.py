"""Whether a sentence says something outright.

Under a condition, a question, a time not yet come, another's word, or a denial that one says or knows it, the same words tell nothing
for certain: they may differ from the ledger without contradicting it, and a person is asked. Rules for each such way of speaking were
right on the texts they were written with; that there is such a frame at all can be seen in any text.
"""

import re

from service.grounding.folding import Span
from service.patterns import lazy

# A frame stands in the clause or in one near it; further off it is about something else.
_REACH = 120
_ZH_NOT = r"(?:不|没有?|未|无法|无从|难以|别|勿|莫|并非|岂|何)"
# Saying, thinking, knowing, proving: what one may be said not to do with a claim.
_ZH_SAY = (
    r"(?:说|讲|写|称|谈|提|认为|以为|觉得|判断|推断|推测|推及|断定|断言|认定|确定|确认|证实|证明|说明|表示|表明|意味|代表|等于|当作|当成|拿来|用来|作为|视为|看作|看成|理解|归|算作"
    r"|下结论|结论|知道|清楚|了解|解释|保证|承认|否认|排除|评价|议论|猜|敢|想让|愿意?让)"
)
_TAKEN_BACK_ZH = lazy(
    rf"{_ZH_NOT}[^，。；！？\n]{{0,8}}{_ZH_SAY}"
    # What may not be drawn from it: 不能因为……就说.
    r"|不(?:能|会|敢|该|应|宜|可)[^，。；]{0,2}(?:因|凭|拿|以(?![前后上下内]))"
    # Another's word, words named as words, a question.
    r"|有[^，。；]{0,4}(?:说|称|讲|问|反映)|(?:视频|帖子?|文章|评论|截图|消息|短信|海报|弹幕|留言|传单)[^，。；]{0,4}(?:里|中|上)?(?:说|称|写)|网(?:上|传|友|民)|[話话](?=[「“])|传言|谣言|传闻|据传|听说|说法|所谓|一说"
    r"|[吗呢么][？?，。]|是否|能否|会不会|是不是|有没有|为什么|为何|怎么会?|[？?]|不(?:属)?实|不是(?:事实|真)|唔係(?:事實|真)|是假|子虚|没有(?:的|这|此)事|[您你](?:说|问|提到|反映|讲)|并不(?:意味|等于|代表|说明|是说)|不(?:代表|等于|意味)"
)
_LIMITED_ZH = lazy(
    # A time not come, a case that may not be, a choice of the reader's.
    r"(?<![日时天月年点分目此眼当先期提以])(?:之前|以前|前)(?=[，,]|[^，。；！？\n]{1,20}(?:不|没|未))|直到|在[^，。；！？\n]{1,30}(?:之前|以前|前[，,])"
    r"|如果|假如|倘若|要是|若(?!干|无其事)|一旦|万一|只要|只有|除非|的话|凡是?(?=[^，。；]{1,20}[的者])|谁(?:要|想|愿|能|会)"
    # What is granted before it is limited; only some; others than those.
    r"|(?:并非|不是|没有|未)(?:所有|全部|都|每)"
    r"|除(?![了]?此)[^，。；]{1,24}(?:以外|之外|外)|虽然|尽管|固然|其余|其他|另外?(?=[\d一二三四五六七八九十两几]|的)|部分|个别|有的"
    # Wishes and orders.
    r"|希望|但愿|祝愿?|请(?!假|求|示)|务必|不(?:许|准|要|得|必)(?!已)"
)
_EN_SAY = (
    r"(?:say|says|said|saying|tell(?! (?:customers|you|them))|telling|claim\w*|know|knows|known|knowing|establish\w*|confirm\w*|prove\w*|proof|shown?|showing|mean\w*|suggest\w*|conclude\w*|conclusion"
    r"|assum\w+|presum\w+|judg\w+|rul(?:e|ed|ing) out|explain\w*|determin\w+|certain|sure|clear|speculat\w+|guess\w*|think|thinks|believe\w*|promis\w+|guarantee\w*|accept\w*|dispute\w*|agree\w*|deny|denied|treat\w*|read as)"
)
_TAKEN_BACK_EN = lazy(
    rf"(?:\bnot|n't|\bcannot|\bnever|\bnor|\bno one|\bnobody|\bnothing|\bnone|\bneither|\bwithout|\bunable to|\bhard to|\brather than|\binstead of)\b[^.;!?\n]{{0,40}}\b{_EN_SAY}\b"
    rf"|\b(?:wrong|premature|early|soon|misleading|unfair|tempting|easy|right|fair|possible|impossible|one thing|another|untrue|false|inaccurate|incorrect)\b[^.;!?\n]{{0,12}} to {_EN_SAY}\b"
    r"|\b(?:why|how|who|what|which|where|when) (?!we (?:will|are going))[^.;!?\n]{0,60}\b(?:not|n't|remains?|unknown|unclear|open|question|asked|explain|know|say)\b"
    r"|(?:n't|\bnot|\bunknown|\bunclear|\basked?|\bexplain|\bknow|\bsay|\bsee|\bestablish)\b[^.;!?\n]{0,30}\b(?:why|how|who|what|which|where|when|whether)\b"
    r"|\b(?:being said|is said|are said|has been said|people say|people are saying|some say|alleg\w+|rumou?rs?|claims? that|nor is it|it is not the case|(?:message|text|screenshot|story|claim|rumou?r|post|leaflet|email)s?\b[^.;\n]{0,24}\b(?:going r?a?round|doing the rounds|being (?:shared|passed|sent)|in circulation|circulating)|(?:said|posted|claimed|written|seen|going round) online|online (?:that|posts?|claims?)|posts? (?:say|claim|online)\w*|so-called|supposed\w*|according to|(?:there's|there is|there are) (?:talk|word|an? \w+(?:'s)? account|reports?|claims?)|thank you for|thanks for|you (?:asked|ask|put it|say|said|write|wrote|mention\w*)|not true|untrue|no truth|never happened)\b|[?]",
    re.IGNORECASE,
)
_LIMITED_EN = lazy(
    r"\b(?:if|unless|until|till|before(?= (?:we|it|they|he|she|you|I|anyone|anybody|that|this)\b)|once|whether|in case|provided|should you|even though|although|though|while|whereas|despite|in the event|except|apart from|other than|excluding|but for)\b"
    r"|\b(?:other|others|rest|remaining|another|else|some|part of|several|most|few|neither|nor)\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+) (?:out )?of (?:the|our|those|its|their)\b"
    r"|\b(?:should|ought to|must|need) (?:\w+ )?(?:not |never )?(?:have|be)\b"
    r"|(?:n't|\bnot)\b[^.;\n]{0,30}\b(?:everywhere|everyone|everybody|every|all|always|entirely|fully|completely)\b"
    r"|\bnot\b[^.;\n]{1,40}\bbut\b|\bnot (?-i:[A-Z])|\b[\d,]+ (?:\w+ ){0,2}(?:did|do|does|have|has|had|were|was|are|is)(?: not|n't)\b"
    r"|\b(?:who|that|which) (?:\w+ )?(?:\w+n't|not|never)\b"
    r"|\b(?:hope|wish|please|let's|would|might|(?-i:may)|could)\b",
    re.IGNORECASE,
)


# What a writer does not say or know: nothing is denied by that.
_WITHHELD = lazy(
    r"(?:不能|不会|不敢|无法|没法|没办法|不便|不好|暂不|先不|也不|不作|不做|不妄|难以|还不|尚不|谁都不|没有?人)[^，。；！？\n]{0,6}(?:说|讲|下结论|定论|确认|判断|推断|推测|猜|评论|知道|清楚|答复?|解释)"
    r"|\b(?:can't|cannot|can not|could not|couldn't|(?:not|n't) (?:able|going|willing|ready|in a position) to|unable to|won't|wouldn't|neither|nor (?:can|do|will)|don't|do not|no one can|nobody can|wrong of us to|wrong to)\b[^.;!?\n]{0,24}\b(?:say|confirm|know|tell|explain|guess|speculate|comment|conclude|have (?:that|it))\b"
    r"|\bnot something (?:that )?(?:I|we)\b|\bwhat (?:is|has|was|we do|I do)(?: not|n't)\b|\bneither\b[^.;\n]{0,80}\b(?:known|settled|confirmed|established|clear)\b",
    re.IGNORECASE,
)
# Who speaks is another than the writer: “记者：……”, and a line that greets tells nothing.
_SPEAKER = lazy(
    r"\s*[-*•·]?\s*(?:记者|选手|顾客|客户|家长|学生|网友|读者|听众|观众|乘客|旅客|业主|住户|租客|村民|居民|员工|消费者|用户|患者|家属|会员|粉丝|群友|邻居|股东|投资者|问|Q|caller|customer|reporter|journalist|resident|parent|passenger|patient|guest|tenant|member|investor|reader)\w{0,3}\s?[:：]",
    re.IGNORECASE,
)
_GREETING = lazy(
    r"\s*(?:(?:To|Dear|Hello|Hi) [^.!?。！？\n]{1,80}[:,]|(?:致|告|敬告|尊敬的|亲爱的)[^，。；！？\n]{1,24}[:：]?)\s*",
    re.IGNORECASE,
)
# “hacked: no”: what is denied behind its name.
_DENIED_BELOW = lazy(
    r"[^:：。\n]{0,30}(?:\b(?:wrong|false|untrue|not true|denied|ruled out|rumou?rs?)\b|否定|不实|不属实|虚假|谣言|查否|辟谣|假的)[^:：。\n]{0,10}[:：]",
    re.IGNORECASE,
)
_NAMED_AND_DENIED = lazy(r"[^:：\n]{1,60}[:：]\s*(?:no\b|not\b|none\b|false|否|没有|无(?![法从])|不是|不实|假)", re.IGNORECASE)
_QUOTING = lazy(
    r"[^\u4e00-\u9fffA-Za-z]{0,6}[“「『\"]|[^“「『\"\n]{0,40}(?:\bnot|\bsay|\bsaid|不是?|别|写|说|称)\s?[“「『\"]", re.IGNORECASE
)
_OPENED = lazy(r"[“「『‘\"][^”」』’\"\n]{0,60}\Z")
_CLOSED = lazy(r"[^“「『‘\"\n]{0,60}[”」』’\"]")


def is_outright(folded: str, sentence: Span, span: Span, *, is_promise: bool = False) -> bool:
    """Whether nothing around a place of a sentence keeps it from being told as so; a promise binds in a limited case too."""
    start, end = max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH)
    frames = (_TAKEN_BACK_ZH, _TAKEN_BACK_EN) if is_promise else (_TAKEN_BACK_ZH, _TAKEN_BACK_EN, _LIMITED_ZH, _LIMITED_EN)
    if any(frame.search(folded, start, end) for frame in frames):
        return False
    if _SPEAKER.match(folded, sentence.start, sentence.end) or _GREETING.fullmatch(folded, sentence.start, sentence.end):
        return False
    if any(denied.match(folded, sentence.start, sentence.end) for denied in (_NAMED_AND_DENIED, _DENIED_BELOW)):
        return False
    # Words that are quoted are somebody's, or are named as words.
    return not _QUOTING.match(folded, span.start, span.end) and not (
        _OPENED.search(folded, max(0, span.start - _REACH), span.start + 1) and _CLOSED.match(folded, span.end - 1, end)
    )


def withholds(folded: str, sentence: Span) -> bool:
    """Whether a sentence says what its writer cannot or will not say: “查清之前，我们不会说与我们无关”, "that is not something I can say"."""
    return _WITHHELD.search(folded, sentence.start, min(sentence.end, sentence.start + 4 * _REACH)) is not None
