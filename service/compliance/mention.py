"""Words that are spoken of, not used: 我不说它最好, “最好”这几个字本店不用, yyds是…的首字母, `GOAT is slang for …`."""

import re

from service.patterns import lazy

# Not said of ourselves: 不敢说全城最好. Not 不用说最好, 谁不说最好, 不说别的, 不吹牛.
UNSAID = lazy(
    r"(?<![谁人]不)(?<!是)(?:(?<![谁人])不(?!用|必|需|消|是)|没有?(?!人|谁|哪)|未|别(?!人|家|的)|勿|莫)"
    r"(?:曾|敢|会|能|肯|愿|想|要|该|准|许|可|得|好(?:意思)?|去|再|便|对外|对人|(?:跟|向|对)[^，。；！？\n]{1,5}){0,3}"
    r"(?:说(?!明|服|也|都|别的|其[他它]|虚|假|大话|废话|瞎|谎|多|远|啥|什么|二话|到底)|讲(?!价|道理|究|武|情面|也|都|虚|假|大话|废话)|称(?!心|职|重|斤)|宣称|声称|号称|自称|自诩|自封|标榜"
    r"|吹(?!不|牛|嘘|也|都|风|干)|夸(?!张|大|也|都)|夸口|(?:使用|用|写|印|贴|挂|喊|提|打|标|叫)(?:过|了|着|上|出)?(?=[“\"「『])|(?:使用|用|写|印|喊|提|说|讲)过)"
    r"[^，。；！？、\n]{0,16}$"
    # A wording asked for its meaning: 什么叫“旱涝保收”.
    r"|(?:什么(?:叫|是)|何谓|何为)[做作]?[“\"「『]?$"
)
_MARK_END = r"^[”’」』\"']?(?:[、，和及与或]?[“「『\"][^“”「」『』\"\n]{1,20}[”」』\"]){0,6}"
_OF_LANGUAGE = r"(?:首字母|缩写|[粉饭]圈|简称|谐音|流行语|网络(?:用)?语|网络热词|俗语|俚语|方言|黑话|术语|词典|释义|修辞|词语|字眼|话术|套路|圈套|幌子|噱头|骗局|骗子|诈骗|拼音|音译|译名|单词|口头禅|常用语|敏感词|禁用词|违禁词|极限词)"
# What is said about a wording, right after it.
_SPOKEN_OF = lazy(
    rf"{_MARK_END}(?:等)?(?:一|这个?|该|这类|这些)?(?:词|语|说法)?(?:都|均|也|就|往往|多|常|最早|原本|最初|一般)?(?:是|属于?|为|系|出自|源于|源自|来自)[^。；，！？\n]{{0,24}}{_OF_LANGUAGE}"
    rf"|{_MARK_END}的?(?:汉语|英文|英语|中文)?(?:拼音)?(?:首字母|缩写|谐音|全称|译名|反义词|近义词|同义词|词源|词条|释义|读音)"
    rf"|{_MARK_END}(?:等)?(?:这|那)?(?:一词|[一两二三四五六几]个[字词]|字样)[^。；！？\n]{{0,12}}?(?:只|仅|专|一般|通常|常)?(?:填|指|用于|用来|用在|见于|写在|限)"
    r"|^[”\"'’]?,? (?:is|was|are|means?|stands? for|came from|comes from|began as|originated)\b[^.;!?\n]{0,40}\b(?:slang|short for|acronym|initials?|abbreviation|jargon|idiom|clich[eé]|gaming chat|expression|buzzwords?)\b"
    r"|^[”\"'’]?(?: \w+)?[^.;:!?\n]{0,20} (?:have|has|had) no (?:scientific )?(?:evidence|basis|science)\b",
    re.IGNORECASE,
)
# 所谓“…”, `so-called detox juices have no evidence behind them`.
_SO_CALLED = lazy(r"\bso-called\b|所谓", re.IGNORECASE)
_UNFOUNDED = lazy(
    r"(?:have|has|had|with) no (?:scientific )?(?:evidence|basis)|没有[^，。；]{0,4}(?:依据|根据|证据)|缺乏[^，。；]{0,4}(?:依据|证据)",
    re.IGNORECASE,
)


def is_unsaid(before: str) -> bool:
    """Whether what stands before a match in its clause says that we do not say it."""
    return UNSAID.search(before) is not None


def is_spoken_of(after: str) -> bool:
    """Whether what follows a wording, its quotation closed, tells what the wording means or where it is used."""
    return _SPOKEN_OF.search(after) is not None


def is_so_called(sentence: str) -> bool:
    """Whether a sentence calls something by a name it denies a ground for."""
    return _SO_CALLED.search(sentence) is not None and _UNFOUNDED.search(sentence) is not None
