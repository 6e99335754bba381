"""Postal addresses down to the door. A shop's or a firm's address is public; one with a room, or where somebody lives, is not."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.patterns import lazy
from service.privacy.kinds import Item, Kind
from service.privacy.tokens import Token

_NUMBER = r"(?:[0-9A-Za-z]{1,5}(?:-[0-9A-Za-z]{1,5}){0,3}|[一二三四五六七八九十百]{1,4}|[甲乙丙丁东西南北])"
_UNIT = r"(?:号楼|号院|号|支弄|弄|幢|栋|座|单元|号门|楼|层|室|(?<=[0-9]{3})房)"
_DOORS = lazy(
    rf"(?:{_NUMBER}\s?{_UNIT}\s?){{1,6}}(?:[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,3}}(?:室|号|房|户)?(?![0-9%年月日时元个人起.]))?"
)
_DASHED = lazy(r"[0-9]{1,4}(?:-[0-9]{1,4}){1,3}(?:室|号|房|户)?(?![0-9-])")
_WAY = lazy(
    r"(?:大道|大街|公路|[路街道巷弄里村庄屯寨组]|胡同|社区|小区|新村|花园|家园|[苑园城府居庭湾郡轩阁]|公寓|大厦|宿舍|公馆|[一二三四五六七八九十东南西北]区|期)\s?\Z"
)
_RUN = lazy(r"[\u4e00-\u9fffA-Za-z0-9·（）()]{1,44}\s?\Z")
_ROOM = lazy(r"单元|室|房|[幢栋座楼]\s?[0-9一二三四五六七八九十]{1,4}|[0-9]{1,4}-[0-9]{1,4}-[0-9]{1,4}")
_HOME = lazy(
    r"住址|家住|现住|居住|住所|寄[到往至给]|(?:收货|家庭|联系|邮寄|寄送|快递|配送|个人|居住|身份证|户籍|家里?)的?地址|收货|户籍|租住|租房|家[在位]|住[在于]?(?![户院宿房店客建])"
)
_MARKER = lazy(
    r"(?:住址|地址|家住|现住|居住|住在|住所|位于|寄[到往至给]|送[到往至]|送货|收货|家[在位]于?|租住|户籍|[在住到往至于为是给将把：:，,。；;、\s]|就是|即)"
)
_OUTLET_BEFORE = lazy(
    r"(?:门店|分店|本店|店址|公司|总部|工厂|厂区|仓库|办公|营业|经营|注册|商场|医院|学校|餐厅|酒店|网点|现场|店铺)[^，。；]{0,8}\Z"
)
_OUTLET_AFTER = lazy(
    r"(?:的|（)?[^，。；\s]{0,8}?(?:店|公司|厂|仓库|医院|学校|餐厅|酒店|商场|网点|营业厅|办公室|包厢|包间|会议室|教室)"
)
_CLOSED_TAGS = frozenset({"v", "p", "uj", "d", "c", "r", "ul", "uz", "y", "w"})
_AREA = lazy(r"(?<=[\u4e00-\u9fff]{2})[省市区县镇乡]")
_AREA_END = "省市区县州盟旗镇乡路街道巷弄里村"

_EN_STREET = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Way|Terrace|Place|Pl|Gardens|Grove|Boulevard|Blvd|Row|Mews|Hill|Square|Walk|Rise|Park|Green|View|Parkway|Pkwy|Circle|Trail|Highway|Loop)"
_EN_UNIT = r"(?:(?:Flat|Apartment|Apt\.?|Unit|Room|Suite|Block)\s?#?[0-9A-Z]{1,4}|#\s?[0-9A-Z]{1,4})(?![A-Za-z0-9])"
_EN_POSTCODE = r"(?:[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})(?![A-Za-z0-9])"
_EN_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![a-z])"
_EN_HOME = lazy(
    rf"(?:{_EN_UNIT},?\s)?(?<![0-9A-Za-z.£$€-])[0-9]{{1,5}}[A-Za-z]?(?:[-/][0-9]{{1,5}})?,? (?!{_EN_MONTH})(?:(?:[A-Z][A-Za-z'’-]*|St\.|of|the|[0-9]{{1,2}}(?:st|nd|rd|th))\s){{1,4}}{_EN_STREET}(?![A-Za-z])\.?"
    rf"(?:,?\s{_EN_UNIT})?(?:,\s[A-Z][a-z'’-]+(?:\s[A-Z][a-z'’-]+){{0,2}}){{0,3}}(?:,?\s{_EN_POSTCODE})?"
)
_EN_ROOM = lazy(_EN_UNIT)
_EN_OUTLET = lazy(
    r"(?:store|shop|branch|office|restaurant|warehouse|site|depot|factory|caf[eé]|outlet|headquarters|showroom|clinic|school|bakery|plant|kitchen|hotel|premises|salon|pub)s?"
    r"(?:,? (?:at|on|in))?(?: at)?,? ?\Z"
)
_EN_OUTLET_AFTER = lazy(
    r" (?:store|shop|branch|office|restaurant|warehouse|site|depot|factory|caf[eé]|outlet|clinic|location|bakery|plant|premises|salon|pub)"
)


def find_homes(text: str, tokens: Sequence[Token]) -> Iterator[Item]:
    """Addresses of people in a folded text whose words are `tokens`."""
    yield from _chinese(text, tokens)
    for match in _EN_HOME.finditer(text):
        before = text[max(0, match.start() - 28) : match.start()]
        shop = _EN_OUTLET.search(before) or _EN_OUTLET_AFTER.match(text, match.end())
        if _EN_ROOM.search(match.group()) or not shop:
            yield Item(match.start(), match.end(), Kind.ADDRESS)


def _chinese(text: str, tokens: Sequence[Token]) -> Iterator[Item]:
    starts = [token.start for token in tokens]
    last = 0
    for pattern in (_DOORS, _DASHED):
        for match in pattern.finditer(text):
            if match.start() < last:
                continue
            run = _RUN.search(text, max(last, match.start() - 44), match.start())
            if run is None:
                continue
            ahead = text[max(0, match.start() - 30) : match.start()]
            lived = _HOME.search(ahead) is not None
            room = _ROOM.search(match.group()) is not None
            way = _WAY.search(run.group()) is not None
            public = _OUTLET_BEFORE.search(ahead) or _OUTLET_AFTER.match(text, match.end())
            if (way and (lived or (room and not public))) or (lived and room and pattern is _DOORS):
                start = _start(text, run.start(), match.start(), tokens, starts)
                last = match.start() + len(match.group().rstrip())
                yield Item(start, last, Kind.ADDRESS)


def _start(text: str, first: int, door: int, tokens: Sequence[Token], starts: Sequence[int]) -> int:
    """Where the address before a door begins: behind the last word that is none of it."""
    at = first
    for marker in _MARKER.finditer(text, first, door):
        # 至善路, 于家村: a marker's character inside a place.
        if marker.end() < door and text[marker.end()] not in _AREA_END:
            at = marker.end()
    # From the first area on, everything is the address.
    area = _AREA.search(text, at, door)
    limit = area.start() if area else door
    step = bisect_left(starts, limit) - 1
    while step >= 0 and tokens[step].start >= at and tokens[step].tag not in _CLOSED_TAGS:
        step -= 1
    if step >= 0 and tokens[step].start >= at and door - tokens[step].end >= 2:
        at = tokens[step].end
    return at
