"""What the language around a match says: who speaks, whether it is denied, asked, hoped for, or only a name.

Every signal is a question about one match in one Reading. A rule names the signals that excuse it; the lists of words are
about how people write, not about any rule.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.compliance.advertising import is_about_incident, promotes
from service.compliance.mention import is_so_called, is_spoken_of, is_unsaid
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Signal
from service.patterns import lazy

_I = re.IGNORECASE
# Bodies, titles, laws and plain words of order and time that hold a rule's word without its meaning.
_NAMES = lazy(
    r"《[^《》\n]{1,60}》"
    r"|最高(?:人民)?(?:法院|检察院)|最高法|最高检|第[一二三四五六七八九十1-9]{1,2}[\u4e00-\u9fff]{0,4}(?:人民)?(?:医院|法院|中学|小学|中院)"
    r"|国家(?:市场监督管理|市场监管|药品监督管理|药监|知识产权|外汇管理|税务|统计)(?:总?局)|国家(?:卫生健康委(?:员会)?|卫健委|标准(?:化管理委员会|委)|认证认可监督管理委员会|认监委|网信办|互联网信息办公室)"
    r"|世界卫生组织|国家级(?:高新技术企业|[\u4e00-\u9fff]{0,8}(?:实验室|技术中心|研究中心|示范区|开发区|自然保护区|新区|非物质文化遗产|非遗|专精特新))"
    r"|国家(?:科技进步|技术发明|自然科学|质量)奖?[一二三特]等奖|特级初榨|顶级域名|顶级期刊"
    r"|第[一1](?:时间|步|条|期|次|批次?|阶段|责任人|大股东|季度|轮|天|例|现场|手资料|手信息|部分|款|项|章|节|页|周|年|届|线|份|点|个(?:月|小时|周|工作日))"
    r"|(?<![\u4e00-\u9fff])第[一1](?=[、，,:：])|首(?:次|批|例|期|日|席|届|先|轮|要|页|小时|席|度)|最(?:近|终|后|初|早|迟|新(?:进展|消息|情况|动态|通报|公告|信息|版本|规定|要求|一期|数据))"
    r"|唯一(?:官方)?(?:联系|客服|咨询|投诉|指定)?(?:方式|渠道|账号|账户|标识|电话|热线|入口|网站|官网|公众号|途径|编号|代码|平台|性|识别码|诉求|目的|出口)"
    r"|绝大(?:多数|部分)|最高(?:限速|温度|气温|工资|额|限额|刑|限价)|最低(?:工资|温度|气温|消费|限度)|最大(?:努力|限度|程度|诚意|可能|范围|力度|股东)"
    r"|零(?:容忍|售|部件|配件|食|距离|钱)|安全(?:带|生产|出口|帽|气囊|座椅|员|网|局|部门)",
    _I,
)
_NEGATION_ZH = lazy(
    r"(?:(?<!是)不是(?!吗)|并不是|并非|绝非|而非|不属于|不能(?:说|算|称|称为|称作|称之为|保证|确保|承诺|断言|视为|代替|替代|作为)?|不可能|无法|不敢|不会|未(?:能|曾|经)?"
    r"|没有(?:说|称|宣称|承诺|保证|认定|发现|确认|证据)|没(?:说|称)|不得|禁止|严禁|不应(?:该|当)?|不该|从不|从未|从来没有|不再|不作|不做|不具有|不具备|不代表|不等于|不意味着|谈不上|不承诺|不宣称|不宣传|不使用|不以|不说明|不表[明示]|不证明"
    r"|不追求|不主张|不认为|不予|不支持|不公开|不公布|不披露|不透露|不要|请勿|切勿|拒绝|否认|避免|防止|无需|尚未|尚无|暂未|难以|是否|能否|有没有|未必|不一定|停止|删除|撤下|撤回|不随意|不擅自|不需要?|无须|毋须|毋需|不必"
    r"|绝不|决不|不将|不向|不把|不对)[^，。；：！？、\n]{0,8}$"
    r"|(?:不|没有?|未|无|勿|别|非)[^，。；：！？、\n]{0,1}$"
)
# These begin like a negation and are none.
_FALSE_NEGATION = lazy(
    r"不是(?:我们?|咱们?|俺们?|本[店人])?(?:自?吹|自夸|夸口|夸张|瞎说|说大话|王婆)|不(?:仅仅?|但|只是|光|单|论|管|断|得不|愧为?|禁|同|错|过|少|久|止|良|适|便|满|足|安|当|慎|可避免|可推卸|容置疑|会不|能不|怕)|无(?:不|比|论|敌|双|与伦比|懈可击)|没有?不|莫不|非(?:常|但)|别(?:人|处|的|家|墅|忘|错过)|不要(?:忘|错过)|勿忘|未来|未成年|区别|特别|级别|性别|类别|识别|分别|个别|差别|判别|告别|离别"
)
# What is denied for a whole list: 不得宣称A、B; `does not treat, cure or prevent`, where the match may begin inside the list.
_NEGATED_LIST = lazy(
    r"(?:不得|禁止|严禁|不可以|不(?:具有?备?|承诺|宣称|宣传|使用|提供|添加|涉及|作出?|应)|不要|请勿|切勿)[^，。；：！？\n]{1,30}[、及和与或][^，。；：！？、\n]{0,8}$"
    r"|\b(?:not|never|no|nor|cannot|without)\b (?:\w+ ){0,3}\w+,(?: \w+,){0,4} (?:or|and|nor) $",
    _I,
)
_LISTED = lazy(r"\b(?:not|never|no|cannot|without)\b (?:\w+ ){0,3}\w+,(?: \w+,){0,4} $", _I)
_LIST_GOES_ON = lazy(r"\w+(?: \w+){0,2},? (?:or|nor) ", _I)
_NEGATION_EN = lazy(
    r"\b(?:not|never|cannot|(?:ca|wo|do|does|did|is|are|was|were|would|could|should|have|has|had)n['’]t|no|neither|nor|without|nobody|nothing (?:we|in|on|that|here)|none of|hardly|rather than|"
    r"refuse to|stop|avoid|deny|instead of|whether|too (?:early|soon) to|unable to|far from|does not|is not|are not)\b[^.;!?\n]{0,40}$",
    _I,
)
_FALSE_NEGATION_EN = lazy(
    r"\bno(?:\.|t only|t just|t merely|t least| doubt| question| wonder| one but)|\bwithout (?:a |any )?(?:doubt|question|fail)\b|\bnever (?:fails|ends)\b|\bno[. ]?\d",
    _I,
)
_REPORTING = (
    r"(?:顾客|消费者|客户|用户|网友|网民|有人|博主|媒体|投诉人?|家属|家长|乘客|当事人|评论|帖子|帖文|视频|文章|爆料|举报人?|外界|传言|谣言|对方|该文|该账号|自媒体|记者|读者|会员|买家|条款|原文|广告|海报|宣传页|页面|包装|群聊|部分人|律师函|质疑)"
    r"[^，。；！？\n]{0,12}(?:说|称|表示|反映|指出|写道|写着|提到|留言|认为|质疑|问|声称|宣称|指称|投诉|反馈|曝光|爆料|发帖|评价|印有|标有|使用|出现|中的|里的|上的|所称)"
    r"|网传|网上(?:有|流传|传|的)|坊间|据(?:传|称|反馈|反映|爆料|网友|用户|顾客|媒体报道)|传闻|流传|有(?:声音|说法|消息|传言|报道)|谣言|所谓|关于[“\"「『]|使用了?[“\"「『]|标注了?[“\"「『]"
)
_REPORTING_EN = (
    r"\b(?:customers?|users?|people|posts?|videos?|reports?|media|reviewers?|passengers?|critics|rumou?rs?|some|others|an? (?:post|video|report|customer|user|reviewer|page|account|seller|listing|website|site|leaflet|flyer|message|email|tweet|clip|advert|ad)|it (?:is|has been|was))\s+"
    r"(?:\w+\s+){0,5}(?:say|says|said|claim|claims|claimed|allege\w*|report\w*|suggest\w*|state|stated|write|writes|wrote|complain\w*|ask\w*|describ\w*|told us|that)\b"
    r"|\b(?:rumou?rs?|allegations?|claims?|reports?|posts?|according to (?:reports|posts|customers|social media))\b|\bthe (?:phrase|words?|term|slogan|wording)\b|\bso-called\b|\balleg\w+\b"
)
_REPORTED = lazy(_REPORTING + "|" + _REPORTING_EN, _I)
_DISTANCE = lazy(
    r"不实|不属实|谣言|虚假|失实|没有(?:任何)?依据|无依据|缺乏依据|(?:没有|缺乏|缺少|无)(?:任何)?(?:数据|事实|证据|成交记录)(?:支[撑持]|依据|佐证)?|并非|不是事实|不符合事实|与事实不符|核实|核查|核对|调查|了解情况|尚不清楚|还不清楚|尚未|暂未|更正|纠正|删除|撤下|撤回|下架|停用|停止使用|违规|违反|不当|不妥|不严谨|错误|辟谣|澄清|致歉|道歉|歉意|对不起|整改|废止|取消|修改|否认|收回|混账|没有证据|不准确|无法证实|无法答复|未经证实|警惕|谨防|提防|轻信|不是(?:我们|我司|公司|本)"
    r"|\b(?:untrue|false|inaccurate|incorrect|wrong|baseless|unfounded|unconfirmed|not (?:true|correct|confirmed|the case)|misleading|looking into|investigat\w+|check(?:ing|ed)?|verif\w+|correct(?:ed|ing|ion)|remov(?:ed|ing|e)|withdr\w+|apologi[sz]e|sorry|taken down|deleted|cannot (?:confirm|answer)|no evidence|retract\w*|should not have|fake|(?:is not|isn['’]t|are not|aren['’]t|was not|wasn['’]t) (?:ours|us|from us|authori[sz]ed)|(?:did not|didn['’]t) (?:write|post|say|make|issue) (?:it|this|that))\b",
    _I,
)
# Whose words stand in the quotation that follows, our own people included.
_SPOKEN = lazy(
    r"(?:学员|学生|同学|居民|业主|住户|旅客|车主|商户|市民|村民|(?:一名|该|涉事|当事|个别|有的?|我们的?|门店|校区)?(?:员工|店员|导购|销售|顾问|主播|讲师|老师|客服|业务员|经销商|加盟商|代理商|供应商|话术|海报|横幅|传单|标题|宣传单|直播间?))"
    r"[^，。；！？\n“”]{0,10}(?:说|称|讲|喊|承诺|反映|表示|回复|答复|写道?|印|打出|标注|宣传|宣称|提到|使用)[^，。；！？\n“”]{0,6}[“\"「]?(?:“[^“”\n]{0,40}”[、和及与]?){0,3}$"
)
# A list of words that are not to be used: Words we do not use: “…”: why. “…”: why.
_BANNED = lazy(
    r"\b(?:words?|phrases?|expressions?|terms|wording|sentences|language)\b[^.!?\n]{0,40}\b(?:not|never|avoid|don['’]t|banned|ban|off limits|retired?)\b"
    r"|\b(?:do not|don['’]t|never|avoid)\b[^.!?\n]{0,20}\b(?:words?|phrases?|expressions?|terms|wording)\b"
    r"|(?:禁用|不用|不说|不写|避免使用|不要[用说写])[^。！？\n]{0,8}(?:词|用语|的话|表述|措辞|字眼|说法)|(?:词语?|用语|表述|措辞|字眼|说法)[^。！？\n]{0,8}(?:禁用|不用|不说|不写|不要用|不能用)",
    _I,
)
_LIST_ITEM = lazy(r"^\s*(?:[-*•]\s*)?$|[,，、;；]\s*$|[”\"」]\s*(?:or|and|和|或)?\s*$")
# Quoted only to forbid it: 不可以说“…”“…”, and nothing that allows stands between.
_FORBIDDEN = lazy(
    r"(?:不得|不可(?!能)|不能|不要|不准|不许|不应|不再|不会|不宜|不接受|不使用|不采用|不承诺|不写|不说|不用|勿|禁止|严禁|禁用|停用|避免|杜绝|拒绝|别(?:说|写|用|讲|提|发|再))[^。！？\n]{0,90}$"
    r"|\b(?:do not|don[’']t|must not|never|should not|may not|cannot|no longer|avoid|stop)\b[^.!?\n]{0,120}$",
    _I,
)
_ALLOWED = lazy(
    r"(?<!不)可以?(?:说|答|写|回)|(?:应当?|请|统一|均|都|一律|直接|可|就)(?:说|答|回复|告知|写)|改(?:为|成|说|答|用)|(?:回|作|解)答[：:]|答[：:]|(?<!not )(?<!n't )(?<!n’t )(?<!never )\b(?:say|answer|reply|write|use)\s{0,2}[:\"“]",
    _I,
)
_CORRECTED = lazy(
    r"^[”’」』\"']?(?:[、，]?[“「\"][^“”\"\n]{1,20}[”」\"]){0,6}\s{0,2}(?:等|的|这一|这种|这个|这样的|这类|一类的?|之类的?|这些|类)?\s{0,2}(?:说法|词(?![典语])|字眼|词[句语]|字句|话(?![题剧费务])|表述|表达|宣传|用语|字样|(?:这|那)?[一两二三四五六几]个字|内容|描述|承诺|言论|广告语?|标语|口号|文案|措辞|一词|一说|提法|传言|信息|条款|结论|claim|wording|statement|slogan|phrase|line|description)"
    r"[^。；！？\n]{0,30}(?:不(?!愧|虚|是?吹|夸张|仅|但|只|光|过|用说|必多|言而喻)|没有|没用|缺乏|违|错|停播|处罚|警告|删|擦掉|划掉|去掉|拿掉|换掉|禁|下架|撤|更正|停用|停止|道歉|歉|失实|虚假|核实|was|were|is|are|has|have|removed|wrong|false)"
    r"|^[”’」』\"']?(?:[、，和及与或]?[“「『\"][^“”「」『』\"\n]{1,20}[”」』\"]){0,6}(?:等[^，。；！？\n]{0,6})?(?:一律|均|都|全部|也|就)?(?:不得|不准|不能|不可|禁止|严禁|不要|不许|切勿|请勿)(?:再)?(?:使用|写|用|出现|出口|说|讲|念|喊|宣传|标|提|上墙|见)"
    # A list of wordings with what is wrong with each: “Completely safe”: nothing is.
    r"|^[”’」』\"']?\s?[:：]\s?(?:nothing|no(?:body| one)?\b|not\b|never|it (?:sounds|is|was)|we (?:do not|don['’]t|cannot)|不[能得可许要]|没有依据|太绝对|禁用|夸大)",
    _I,
)
# The sentence after a quotation that says it was wrong.
_TAKEN_BACK = lazy(
    r"\s{0,4}(?:这|该|上述|以上|此|我们(?:没有|不该|已|当时))[^。；！？\n]{0,30}(?:没有(?:任何)?(?:依据|根据|数据|证据)|缺乏|不实|失实|错误|有误|违规|违反|不当|不妥|夸大|误导|删除|撤下|撤回|停用|更正|收回|不该|没影(?:儿|的)|听来的|瞎(?:说|讲|编)|没有的事|(?:都|均|全)?(?:不是(?:我|本|事实|真)|并非|不属实|(?:是|系)谣言))"
    r"|\s{0,4}(?:我们?(?:不应该?|不该|本不该|没有任何?依据)|(?:该|这一?|此|上述)(?:说法|表述|内容|宣传|结论)[^。！？\n]{0,12}(?:没有|不|失实|错误|缺乏))"
    r"|\s{0,4}(?:that|this|it) (?:compar|describ|stat|claim|refer|suggest|impl|count|mix)\w+ [^.!?\n]{0,90}\bshould (?:not|never) have\b"
    r"|\s{0,4}(?:(?:we|there) (?:had|have|was|were|is) (?:no (?:basis|evidence|grounds|proof)|wrong)|we (?:should not|shouldn['’]t|ought not to) have"
    r"|(?:it|that|this|(?:that|this|the) (?:claim|statement|phrase|wording|line|slogan|post|description|figure|comparison|remark)s?) (?:was|were|is|has|had|should|did|does) [^.!?\n]{0,40}\b(?:not|wrong|untrue|false|removed|withdrawn|deleted|inaccurate|misleading|mistake|unsupported|basis)|(?:it|that|this) (?:is|was)(?: not|n['’]t) (?:ours|us|true|so|from us|correct|accurate)"
    r"|(?:neither|none|both|all (?:two|three|four))(?: (?:of )?(?:\w+ ){0,3}?(?:claims?|statements?|phrases?|words?|lines?|slogans?|descriptions?|figures?|these|those|them|this|that|it))? (?:was|were|is|are|has|have) [^.!?\n]{0,40}\b(?:true|correct|accurate|supported|false|untrue|wrong|inaccurate|misleading|removed|withdrawn|off|gone|evidence|basis)\b"
    r"|(?:nobody|no[- ]one|no (?:customer|guest|passenger|patient|reader))\b[^.!?\n]{0,60}\bshould\b|that is (?:not (?:how|the way)|no way)|there is no excuse"
    r"|(?:the )?(?:advertising standards|asa|ftc|regulator|authority|court|trading standards|watchdog|commission)\b[^.!?\n]{0,60}\b(?:ruled|found|upheld|decided|held)\b)",
    _I,
)
_QUESTION_MARK = lazy(
    r"^\s*(?:问|q|question|提问|q\d{1,2}|问题?\d{0,2}|[一二三四五六七八九十\d]{1,2}[、.．)）])\s{0,2}[：:.、]?", _I
)
_ASKED = lazy(r"^\s*(?:问|q|question|提问|q\d{1,2}|问题?\d{0,2})\s{0,2}[：:.、]", _I)
_DENIED = lazy(
    r"^[”’」』\"'\s]{0,3}(?:答[:：])?(?:不(?:能|可以|会|是|对|行|算|成)?|没有|否|并非|并不|不，|no\b|not\b|it (?:does|is) not)[^？?]{0,40}[，。,.；;]",
    _I,
)
_RHETORICAL = lazy(
    r"难道|岂|何必|何不|怎么(?:能|会|可能)|谁不|哪里不|不是吗|对不对|想不想|还在等|isn't it|don't you|who wouldn't", _I
)
_CONDITION = lazy(
    r"(?:如果|如若|(?<![例比譬诸犹])如(?=[^此今何下上同期实意愿需约是数])|若(?!干)|倘若|假如|(?<!主)(?<!重)要是|一旦|万一|只要|凡因|除非|是否|届时|待[^，。；\n]{1,16}后|经[^，。；\n]{0,12}(?:认定|查实|核实|确认|查明)(?![，,：:])|根据[^，。；\n]{0,12}(?:结论|结果|认定))"
    r"[^。；！？\n]{0,60}$"
    r"|\b(?:if|should|unless|whether|once|where|in the event|subject to|depending on)\b[^.;!?\n]{0,90}$",
    _I,
)
# 经查实，我们将…: a condition where something is to follow from it; 经核实，该视频系… only says how it was found.
_ONCE_FOUND = lazy(r"经[^，。；\n]{0,12}(?:认定|查实|核实|确认|查明)[，,：:][^。；！？\n]{0,60}$")
_TO_FOLLOW = lazy(r"将|会(?!员|议|计|所|场)|一律|必定|必须|予以|愿意?|依法|应(?:当|该|由)|可(?:以|获|申请)")
# A script's cue says when to speak, not on what condition something is so: 若客户称物品贵重：…
_PROMPT = lazy(
    r"(?:如果|如|若|当|倘若|要是)(?:客户|顾客|用户|对方|家长|家属|记者|有人|乘客|业主|媒体|粉丝)[^，。；：:！？\n]{0,14}?(?:问|称|说|提|追|坚持|要求|表示|抱怨|质疑|反映|投诉|纠缠|情绪)[^，。；：:！？\n]{0,14}[：:，,]"
    r"|\b(?:if|when) (?:the |a )?(?:customer|caller|guest|client|user|passenger|reporter|parent)s?\b[^.;:!?\n]{0,60}[:,]",
    _I,
)
_GOAL = lazy(
    r"(?:力争|努力|争取|追求|致力于?|坚决|避免|防止|预防|杜绝|严防|尽力|尽最大|尽全力|尽可能|目标|愿景|希望|期待|期望|盼望|愿(?!称|封|打赌)意?|旨在|力求|朝着|向着|为了|以求|意在|探索|迈向|梦想|立志|竭尽|竭力|全力)"
    r"[^，。；！？\n]{0,24}$"
    r"|\b(?:aim(?:s|ing)?|striv\w+|work(?:ing)? (?:hard )?(?:to|towards?)|try(?:ing)?|hop(?:e|ing)|goal|want|seek(?:ing)?|steps? to|effort\w* to|everything we can to|so as to|doing all we can|determined|ambition|endeavou?r\w*|our best to|measures? to|in order to|prevent\w*)\b[^.;!?\n]{0,60}$",
    _I,
)
_GOAL_AFTER = lazy(r"^(?:的)?(?:目标|愿景|理想|追求|方向|期望|愿望|使命)|^\s*(?:goal|target|ambition|vision)\b", _I)
_ETHOS = lazy(
    r"(?:坚持|秉承|秉持|始终|奉行|坚守|践行|贯彻|理念|宗旨|原则|价值观|文化|精神|初心|视为|放在|摆在|作为|以|把|将|树立|遵循|恪守|要求自己)[^，。；！？\n]{0,16}$"
    r"|\b(?:our|a|the) (?:priority|priorities|value|principle)\b[^.;!?\n]{0,30}$",
    _I,
)
_SELF = lazy(
    r"(?:本系列|该系列|同系列|本品牌(?:内|旗下|历史|所有|历代|中)|我们(?:自己)?(?:的)?(?:历史上|历代|此前|以往|以前|旗下|家族|产品线|系列)|自家|自身(?:历史|产品)|历代|上一代|前代|(?:公司|品牌|我们)?(?:成立|创立|上市|开业)以来|今年以来|我们(?:家|店|厂|公司|品牌)?(?:至今|迄今|目前)?(?:做过|推出过|生产过|出过|造过|卖过)|旗下产品中|系列(?:产品)?(?:中|里|内|迄今|至今|目前))[^。；！？\n]{0,24}$|系列(?:产品)?$"
    r"|\b(?:of our|in our (?:range|line|own|series|lineup|history)|our own|we have (?:ever )?(?:made|built|produced)|ever made by us)\b",
    _I,
)
_AUTHORITY = r"(?:局|委员会|卫健委|部门|法院|检察院|公安|警方|交警|消防|医院|疾控(?:中心)?|疾病预防控制中心|调查组|鉴定中心|鉴定机构|检测机构|检验机构|司法|政府|监管|海关|院|研究所|联合调查|第三方机构|专家组)"
_ATTRIBUTED = lazy(
    rf"(?:据|根据|依据|按照|经)[^。；！？\n]{{0,30}}{_AUTHORITY}[^。；！？\n]{{0,30}}(?:通报|公告|认定书?|初步判断|初步认定|鉴定|结论|报告|公布|发布|判决|确认|调查|检测|检验|介绍|消息|证明)"
    rf"|{_AUTHORITY}[^，。；！？\n]{{0,20}}(?:通报|认定|公告|判决|判定|鉴定|结论|公布|发布)[^。；！？\n]{{0,12}}(?:为|称|显示|指出|认为|，|：|:|是|系)"
    r"|(?:认定书|鉴定书|判决书|处罚决定书|检验报告)"
    r"|\b(?:according to|as (?:found|stated|confirmed|reported) by|in (?:its|their) (?:report|findings))\s[^.;!?\n]{0,60}\b(?:police|fire|authority|authorities|agency|commission|regulator|court|investigators?|department|ministry|board|laboratory|council|bureau|brigade|service|office|executive)"
    r"|\b(?:police|fire (?:service|brigade)|regulator|court|investigators?|authorit(?:y|ies)|agency|department|ministry|board|bureau)\b[^.;!?\n]{0,30}\b(?:found|concluded|ruled|said|stated|determined|confirmed|reported)\b",
    _I,
)
_COMPLETED = lazy(
    r"(?:已经?|目前已|均已|全部已)[^，。；！？\n]{0,16}$|\b(?:have|has|had) (?:already )?(?:been )?(?:\w+ ){0,2}$", _I
)
_INSTRUCTION = lazy(
    r"(?:请勿?|切勿|避免|以免|防止|务必|应当?按|正确|建议|提醒|注意|不要|如何|怎样|为防)[^。；！？\n]{0,24}$|\b(?:please|do not|avoid|to prevent|always|make sure you|take care)\b[^.;!?\n]{0,40}$",
    _I,
)
_OUR_OWN = lazy(
    r"[，,；;：:]\s{0,2}(?:但|而|其实|实际上|事实上|but |and |in fact )?(?:我(?:们|司|方)|本公司|本品牌|本店|we\b|our\b)", _I
)


@dataclass(frozen=True, slots=True)
class Place:
    """One match in one text, and the kind of statement it stands in."""

    reading: Reading
    span: Span
    statement: str | None

    def sentence(self) -> str:
        """The sentence around the match."""
        start, end = self.reading.sentence(self.span)
        return self.reading.text[start:end]

    def before(self) -> str:
        """What stands in the clause before the match."""
        return self.reading.text[self.reading.clause(self.span)[0] : self.span[0]]

    def before_in_sentence(self) -> str:
        """What stands in the sentence before the match."""
        return self.reading.text[self.reading.sentence(self.span)[0] : self.span[0]]

    def after(self) -> str:
        """What stands in the sentence after the match."""
        return self.reading.text[self.span[1] : self.reading.sentence(self.span)[1]]

    def quotation(self) -> Span | None:
        """The quotation the match lies in."""
        for start, end in self.reading.quotes:
            if start > self.span[0]:
                break
            if end >= self.span[1]:
                return start, end
        return None


def is_negated(place: Place) -> bool:
    """A negation governs the match: 不是…, 无法保证…, `not …`; 不仅 and 不断 are none."""
    before = place.before()
    return bool(
        _NEGATION_ZH.search(_FALSE_NEGATION.sub("〇〇", before[-20:]))
        or is_unsaid(before)
        or _NEGATION_EN.search(_FALSE_NEGATION_EN.sub("", before))
        or _NEGATED_LIST.search(place.before_in_sentence()[-80:])
        or (_LISTED.search(place.before_in_sentence()[-80:]) and _LIST_GOES_ON.match(place.reading.text[place.span[0] :][:60]))
    )


# What our own people are told to say: 若顾客说要发帖，告诉他：“…”.
_OUR_WORDS = lazy(
    r"(?<![不勿别])(?:告诉|告知|回复|回答|答复|就说|可以?说|统一(?:说|答)|[跟和对][^，。；：“”]{1,4}说)(?:一声)?[^，。；：“”说]{0,6}[：:，]\s{0,2}$"
)


def is_quoted(place: Place) -> bool:
    """In closed quotation marks, and the sentence names a speaker other than us, or keeps its distance."""
    inside = place.quotation()
    if inside is None:
        return False
    start, end = place.reading.sentence(inside)
    before, after = place.reading.text[start : inside[0]], place.reading.text[inside[1] : end]
    forbidden = _FORBIDDEN.search(before)
    if forbidden is not None and _ALLOWED.search(before, forbidden.start() + 2) is None:
        return True
    if _OUR_WORDS.search(before[-40:]) is not None:
        return False
    if _SPOKEN.search(before[-60:]) is not None:
        return True
    if _LIST_ITEM.search(before) is not None:
        least = max(0, inside[0] - _LONG)
        head = place.reading.text.rfind("\n", least, inside[0]) + 1 or least
        if _BANNED.search(place.reading.text[head : inside[0]]) is not None:
            return True
    following = place.reading.text[slice(*place.reading.next_sentence((end - 1, end)))]
    return bool(
        _REPORTED.search(before + "“")
        or _DISTANCE.search(before)
        or _DISTANCE.search(after)
        or _REPORTED.search(after)
        or _TAKEN_BACK.match(following)
    )


# In a script: 用户问赔偿：…, …——答：…
_ANSWER = lazy(r"(?:问|追问|询问)(?!题)[^，。；：:“”\n]{0,10}[：:]|(?:——|[，。”\s])(?:请)?(?:回)?(?:答|复|回)[：:]")


def is_reported(place: Place) -> bool:
    """What others say, and the sentence or the next one denies, corrects or looks into it."""
    before = place.before_in_sentence()
    told = list(_REPORTED.finditer(before))
    # What follows our own name after the report, or the question of a script, is what we say ourselves.
    if not told or _OUR_OWN.search(before, told[-1].end()) or _ANSWER.search(before):
        return False
    start, end = place.reading.next_sentence(place.span)
    return _DISTANCE.search(place.sentence() + place.reading.text[start:end]) is not None


def _out_of_quotation(place: Place) -> int:
    """Where the match ends, or the quotation it ends in: 价签仍写有“最终解释权归本店”等字样."""
    end = place.span[1]
    return next((stop for start, stop in place.reading.quotes if start < end <= stop), end)


def is_corrected(place: Place) -> bool:
    """Named as a wording that is wrong or withdrawn, there or in the sentence after it: “…”的说法缺乏依据, 已删除…表述."""
    inside = place.quotation()
    at = inside[1] if inside else _out_of_quotation(place)
    end = place.reading.sentence((place.span[0], at))[1]
    after = place.reading.text[at:end]
    if _CORRECTED.search(after) is not None or is_spoken_of(after) or is_so_called(place.sentence()):
        return True
    if inside is None:
        return False
    start, end = place.reading.next_sentence(inside)
    return _TAKEN_BACK.match(place.reading.text[start:end]) is not None


def is_question(place: Place) -> bool:
    """A question line of an FAQ; the answer is not excused, nor is a question that only persuades."""
    start, end = place.reading.sentence(place.span)
    sentence = place.reading.text[start:end].rstrip("”’」』\"' \n")
    line = place.reading.text[slice(*place.reading.line(place.span))]
    if _ASKED.match(line) and place.reading.text.find("答", *place.reading.line(place.span)) < 0:
        return True
    if not sentence.endswith(("？", "?")) or _RHETORICAL.search(sentence):
        return False
    if _DENIED.match(place.reading.text[slice(*place.reading.next_sentence((end - 1, end)))]):
        return True
    alone = line.strip().rstrip("*# ").endswith(("？", "?")) and (place.statement is not None or bool(_QUESTION_MARK.match(line)))
    return place.statement == "faq" or alone


def is_named(place: Place) -> bool:
    """The match is inside, or begins with, the name of a body, title, law or a plain word of order."""
    start, end = place.span
    left = max(0, start - 24)
    for found in _NAMES.finditer(place.reading.text, left, min(len(place.reading.text), end + 24)):
        if found.start() >= end:
            return False
        if found.start() <= start < found.end() or (found.start() < end <= found.end()):
            return True
    return False


def is_goal(place: Place) -> bool:
    """Hoped or worked for, not promised: 力争…, 努力避免…, `we are working to …`."""
    return _GOAL.search(place.before()) is not None or _GOAL_AFTER.search(place.after()) is not None


def is_conditional(place: Place) -> bool:
    """Under a condition that stands before it in the sentence: 如经查实…, `if we are found …`."""
    before = _PROMPT.sub("", place.before_in_sentence())
    if _CONDITION.search(before) is not None:
        return True
    return _ONCE_FOUND.search(before) is not None and _TO_FOLLOW.search(place.sentence()) is not None


# How much of a list is one statement: of clauses, each after a semicolon, or of wordings under what is said of them all.
_LONG = 400


def is_attributed(place: Place) -> bool:
    """An authority is named as the source, in the sentence or before a semicolon that joins it to this one."""
    start, end = place.reading.sentence(place.span)
    text = place.reading.text
    while start and text[start - 1] in "；;" and end - start < _LONG:
        start = place.reading.sentence((start - 1, start - 1))[0]
    return _ATTRIBUTED.search(text[start:end]) is not None


def _after(pattern: re.Pattern[str]) -> Callable[[Place], bool]:
    def question(place: Place) -> bool:
        return pattern.search(place.before()) is not None

    return question


def is_self_comparison(place: Place) -> bool:
    """Compared with our own other products only."""
    return _SELF.search(place.before_in_sentence()) is not None or _SELF.match(place.after()[:30].lstrip()) is not None


def is_incident(place: Place) -> bool:
    """Told of people in an incident, in a text about one, by a line that sells nothing."""
    if not is_about_incident(place.reading.text):
        return False
    start, end = place.reading.line(place.span)
    return not promotes(place.reading.text[start:end])


SIGNALS: Mapping[Signal, Callable[[Place], bool]] = {
    "attributed": is_attributed,
    "completed": _after(_COMPLETED),
    "conditional": is_conditional,
    "corrected": is_corrected,
    "ethos": _after(_ETHOS),
    "goal": is_goal,
    "incident": is_incident,
    "instruction": _after(_INSTRUCTION),
    "named": is_named,
    "negated": is_negated,
    "question": is_question,
    "quoted": is_quoted,
    "reported": is_reported,
    "self_comparison": is_self_comparison,
}
