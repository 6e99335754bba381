"""Clauses that claim something and share next to nothing with the ledger, or share it with what is hidden.

Grounding names what it knows to be an assertion. A model finds words for one that no list holds; but a true sentence, however
freely put, is about something the ledger speaks of. Regret, requests and what is said to be open may be about anything.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from service.briefs import Status
from service.drafting.assembly import Assembled
from service.drafting.tasks import Task
from service.drafting.verifying.acts import Act, acts_of, weighed
from service.drafting.verifying.hidden import hidden_long_words, hidden_words, hints, names_hidden
from service.elements.labels import sounds_like
from service.grounding import GroundingReport, everyday
from service.grounding.alignment import Board, Kind
from service.grounding.checked import CheckedText
from service.grounding.folding import fold
from service.grounding.marks import Mark
from service.grounding.said import Said
from service.grounding.types import Amount, Claim, ClaimKind, plain
from service.language import TextLanguage
from service.patterns import lazy

# How much of a clause's weight the line nearest to it must hold: alone in its sentence, and beside clauses that rest on something.
ALONE, BESIDE = 0.35, 0.25
NEW_ALONE, NEW_BESIDE = 0.45, 0.4
ANCHORED, NEW_ANCHORED = 0.01, 0.3
# Fewer words than this tell nothing of their own.
_FEWEST, _FEWEST_BESIDE = {"zh": 5, "en": 3}, {"zh": 6, "en": 4}
_FEW = {"zh": 6, "en": 4}
_ZONE = lazy(r"\b(?:[ECMP][SD]?T|BST|GMT|UTC|HKT|CET|UK time|local time|a\.?m|p\.?m)\b", re.IGNORECASE)
_ASKING = Mark.OPEN | Mark.QUESTION | Mark.REQUEST
_NO_CLAIM = Mark.OPEN | Mark.DENIED | Mark.REPORTED
_VALUE = lazy(
    r"\d[\d,.:]*\s*(?:年|月|日|时|点|分|号|[ap]\.m\.?|am\b|pm\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d+)?)?"
)
_WHOEVER = lazy(r"\s*(?:有|想|要|需要|若|谁)[^，。]{1,12}$|\s*(?:anyone|whoever|those) ", re.IGNORECASE)
_TO_WHOM = lazy(r"\s*(?:对|给|向|让|为|to|for)", re.IGNORECASE)
_TOPIC = {
    "zh": lazy(
        r"^(?:有|如有|遇到?|发现)[^，。]{0,6}(?:疑问|问题|不适|困难|需要)$|^(?:如果|如|若|要是|倘若|凡|一旦|万一|只要)|^.{0,18}(?:[之以]?[前后]|[时里内]|期间|以来|的时候|起|不到[^，。]{1,4}点)$"
        r"|的(?:[那每各]一?[^，。的]{1,2}|人|说法|反映|传言|网帖|家长|顾客|用户|同事|乘客)?$|^(?:对|给|向|为|就|关于|至于)"
    ),
    "en": lazy(
        r"^(?:and |or |but )?(?:if|as for|contrary to (?:some|what)|despite what|when you|for anyone|to anyone)\b", re.IGNORECASE
    ),
}
_ASKED = lazy(r"\s*(?:也|并|再|又|同时)?(?:请|不要|别|勿)|\s*(?:and |or )?(?:please|do not|don't|don’t)\b", re.IGNORECASE)
_NONE_AT_ALL = lazy(
    r"没有(?:过|收到|出现|接到)?任何|没有[^，。]{0,3}一(?:例|起|人|个|位|次)|无任何|无一|从未|从来没有|绝无|均未|不存在任何|\b(?:nobody|no one|none of|never|nothing|not a single|no other|(?:not|n't|n’t) (?:\w+ )?any)\b",
    re.IGNORECASE,
)
_FORECAST = lazy(
    r"(?:预计|有望|估计|料想|应该(?:会|能|可以)|很快|不久|指日可待)[^，。]*(?:恢复|好转|结束|平息|完成|出院|痊愈|正常|解决|没事)|(?:就能|就会|能够|将)有(?:结论|结果|答案)|前(?:就|即)?[会能可将]?恢复(?:正常|运营|营业|供应|如常)"
    r"|\b(?:should|likely to|expected to|bound to|set to|hope\w* to)\b[^.]*\b(?:back|normal\w*|recover\w*|return\w*|resum\w+|restor\w+|over|heal\w*|soon)\b",
    re.IGNORECASE,
)
_BECAUSE = lazy(r"因为|由于|源于|归咎")
_WONDERS = lazy(r"什么|为何|怎么|如何|\b(?:what|why|how|whether|due to (?:meet|be|start|return))\b", re.IGNORECASE)
_OUGHT = lazy(r"\b(?:should|ought|must)\b|应该|应当|该", re.IGNORECASE)
_CANNOT_SAY = lazy(
    r"无法答复|不能回答|答不了|核实|核查|核对|查清|争议|说法不一|不实|不符|\b(?:can(?:no|')t (?:answer|say|confirm)|unable to|under review|reviewed|"
    r"checked|checking|disputed?|not (?:true|correct)|unknown|no (?:answer|time))\b",
    re.IGNORECASE,
)
_TITLES = frozenset({"title", "issuer", "question"})
_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY, ClaimKind.PERCENT, ClaimKind.MONEY})
_HOURS = frozenset({ClaimKind.TIME, ClaimKind.DATETIME})
_NO_LINES = frozenset({"issued_at", "next_update_at", "incident", "issuer"})
_TELLING = 0.5
_NO_ANCHOR = frozenset({ClaimKind.NAME, ClaimKind.PROMISE})
_HAN, _WORD = lazy(r"[\u3400-\u9fff]"), lazy(r"[A-Za-z][A-Za-z'’-]+")


def strays(task: Task, assembled: Assembled, grounded: GroundingReport) -> Iterator[tuple[int, int]]:
    """Where such clauses stand in the text, of which `grounded` is the reading."""
    resting = [item for item in grounded.sentences if item.ids]
    bare = [
        (segment.start, segment.end)
        for segment in assembled.segments
        if segment.element not in _TITLES and not any(item.start < segment.end and segment.start < item.end for item in resting)
    ]
    updates = [(item.start, item.end) for item in resting if "next_update_at" in item.ids]
    reader = _Reader(task, grounded.claims, updates)
    checked = CheckedText(assembled.text, task.grounds, None, task.language)
    by_sentence: dict[int, list[Said]] = {}
    for said in checked.said:
        by_sentence.setdefault(said.sentence.start, []).append(said)
    for clauses in by_sentence.values():
        if _rests_on_nothing(clauses, bare, task):
            yield clauses[0].start, clauses[-1].end
        else:
            yield from reader.strays(clauses)


class _Reader:
    """One brief's public and hidden words, and the claims of a text, for asking clause by clause."""

    def __init__(self, task: Task, claims: Sequence[Claim], updates: Sequence[tuple[int, int]]) -> None:
        self._task, self._board = task, task.grounds.board
        self._claimed, self._updates = claims, updates
        self._hidden, self._names = hidden_words(self._board), _own_names(task)
        self._long_words = hidden_long_words(self._board)
        public = [item.folded + (item.attribution or "") for item in self._board.items if item.is_public]
        self._weights = frozenset(n for text in public for language in ("zh", "en") for n in weighed(text, language))
        self._is_denied = any(item.status is Status.REFUTED for item in self._board.items if item.is_public)

    def strays(self, clauses: Sequence[Said]) -> Iterator[tuple[int, int]]:
        """The places of a sentence's clauses that nothing holds."""
        shares = [_nearest(said, self._board) for said in clauses]
        alone = len(clauses) == 1 or max(shares) < ALONE
        language = self._task.language
        loose: list[tuple[Said, int]] = []
        topics = 0
        for number, (said, share) in enumerate(zip(clauses, shares, strict=True)):
            if self._is_never(said):
                yield said.start, said.end
                continue
            inside = [claim for claim in self._claimed if claim.supported_by and _is_within(claim, said)]
            if _counts_apart(said, inside, self._board) or _borrows_hour(said, inside, language):
                yield said.start, said.end
                continue
            if self._is_held(said, inside, share, alone=alone):
                continue
            after = clauses[number + 1 :]
            if self._claims(said) and not (after and _leads(said, after, language)):
                words = _words_left(said, inside, self._names, language)
                if after and _is_topic(said, language):
                    topics += words if said.folded[said.start : said.end].rstrip("，, ").endswith("的") else 0
                else:
                    loose.append((said, words))
        # Short clauses tell little one by one; side by side, or under a topic of their own, they tell as much as a long one.
        told = topics + sum(words for _, words in loose)
        if loose and told >= (_FEWEST if alone else _FEWEST_BESIDE)[language]:
            yield from ((said.start, said.end) for said, words in loose if words > 1)

    def _is_never(self, said: Said) -> bool:
        """Whether it says what no nearness excuses: a hidden matter, a denial of everything, a cause nobody confirmed."""
        hinted = hints(said, self._hidden, self._names) or names_hidden(said, self._long_words)
        if (
            hinted
            or (_denies_all(said) and not self._is_unable(said))
            or _gives_a_cause(said, self._task)
            or _foretells(said, self._board)
        ):
            return True
        text = said.folded[said.start : said.end]
        if any(claim.kind is ClaimKind.CONTACT and said.start <= claim.start < said.end for claim in self._claimed):
            return False
        return bool(weighed(text, self._task.language) - self._weights) and not said.clause.marks & _ASKING

    def _is_unable(self, said: Said) -> bool:
        return Act.UNABLE in acts_of(said.folded[said.start : said.end], self._task.language)

    def _is_held(self, said: Said, inside: Sequence[Claim], share: float, *, alone: bool) -> bool:
        """Whether a line is near enough; a value the ledger has lowers what is asked of the words."""
        is_new = _has_new(said, self._board)
        if share >= ((NEW_ALONE if alone else NEW_BESIDE) if is_new else (ALONE if alone else BESIDE)):
            return True
        if any(claim.kind is ClaimKind.CONTACT for claim in inside):
            return True
        if not is_new and any(self._is_anchor(claim) for claim in inside):
            return True
        if any(_is_telling(claim) and self._is_anchor(claim) for claim in inside) and share == 0:
            left = _words_left(said, inside, self._names, self._task.language)
            return left <= _FEW[self._task.language] and not said.clause.negators
        kinds = {claim.kind for claim in inside}
        if ClaimKind.PROMISE in kinds and len(kinds) > 1:
            return True
        return bool(kinds - _NO_ANCHOR) and share >= (NEW_ANCHORED if is_new else ANCHORED)

    def _is_anchor(self, claim: Claim) -> bool:
        """Whether a value alone shows what a clause of everyday words speaks of: a figure with its unit, an hour that a line gives."""
        if claim.kind in _COUNTS:
            is_counted = " " in claim.normal or (_is_telling(claim) and any(letter.isdigit() for letter in claim.text))
            return is_counted and _is_given(claim, self._board)
        return claim.kind in _HOURS and bool(set(claim.supported_by) - _NO_LINES)

    def _claims(self, said: Said) -> bool:
        """Whether the clause is none of what a statement may say by itself."""
        language = self._task.language
        if said.is_label or said.clause.marks & Mark.QUESTION:
            return False
        text = said.folded[said.start : said.end]
        acts = acts_of(text, language)
        if acts - {Act.DENYING, Act.UPDATING}:
            return False
        if Act.DENYING in acts and self._is_denied:
            return False
        return not (Act.UPDATING in acts and any(start <= said.start < end for start, end in self._updates))


def _is_within(claim: Claim, said: Said) -> bool:
    """Whether a value stands in a clause; a moment may reach over an end: "8 p.m. ET"."""
    if claim.kind is ClaimKind.PROMISE:
        return said.start <= claim.start < said.end
    return claim.start < said.end and said.start < claim.end


def _is_telling(claim: Claim) -> bool:
    """Whether a figure is so particular that few words beside it tell nothing else: 4386户."""
    return claim.kind in _COUNTS and sum(letter.isdigit() for letter in claim.normal) > 1


def _words_left(said: Said, inside: Sequence[Claim], names: Collection[str], language: TextLanguage) -> int:
    """How many words a clause has besides its values, the names of those who speak, and zones of time."""
    start, end = said.start, said.end
    text = list(said.folded[start:end])
    for claim in inside:
        if claim.kind is not ClaimKind.PROMISE:
            text[max(0, claim.start - start) : claim.end - start] = " " * (min(claim.end, end) - max(claim.start, start))
    plain_text = _VALUE.sub(" ", "".join(text))
    for name in sorted(names, key=len, reverse=True):
        plain_text = plain_text.replace(name, "")
    return len(_HAN.findall(plain_text)) if language == "zh" else len(_WORD.findall(_ZONE.sub("", plain_text)))


def _is_topic(said: Said, language: TextLanguage) -> bool:
    """Whether a clause that others follow only sets when, for whom or of what they speak."""
    text = said.folded[said.start : said.end].strip(" ，,、")
    return _TOPIC[language].search(text) is not None


def _rests_on_nothing(clauses: Sequence[Said], bare: Sequence[tuple[int, int]], task: Task) -> bool:
    """Whether a sentence states something flatly and the resolver found no line, promise or name that it rests on."""
    first, last = clauses[0], clauses[-1]
    if not any(start < last.end and first.start < end for start, end in bare):
        return False
    if any(said.is_label or said.clause.marks & (_ASKING | _NO_CLAIM) for said in clauses):
        return False
    text = first.folded[first.start : last.end]
    words = len((_HAN if task.language == "zh" else _WORD).findall(_VALUE.sub("", text)))
    return words >= _FEWEST[task.language] and not _CANNOT_SAY.search(text) and not acts_of(text, task.language)


def _gives_a_cause(said: Said, task: Task) -> bool:
    """Whether a clause says why something happened, where no confirmed fact says why anything did: "because customers …"."""
    text = said.folded[said.start : said.end]
    if (
        said.clause.marks & _ASKING
        or _WONDERS.search(text)
        or not (_BECAUSE.search(text) or sounds_like(text, ("cause",), task.language))
    ):
        return False
    certain = (item.folded for item in task.grounds.board.items if item.is_certain)
    return not any(sounds_like(fact, ("cause",), language) for fact in certain for language in ("zh", "en"))


def _foretells(said: Said, board: Board) -> bool:
    """Whether a clause says how the matter will turn out, where no public line foretells anything: "should be back by Friday"."""
    text = said.folded[said.start : said.end]
    if said.clause.marks & _ASKING or not _FORECAST.search(text):
        return False
    return not any(_FORECAST.search(item.folded) for item in board.items if item.is_public)


def _denies_all(said: Said) -> bool:
    """Whether a clause denies without exception what no public line denies so: "Nobody was hurt"."""
    text = said.folded[said.start : said.end]
    if not said.is_claim or said.clause.marks & Mark.OPEN or not _NONE_AT_ALL.search(text) or _OUGHT.search(text):
        return False
    return not any(match.item.is_public and _NONE_AT_ALL.search(match.item.folded) for match in said.matches)


def _counts_apart(said: Said, claims: Sequence[Claim], board: Board) -> bool:
    """Whether a figure is nobody's and only comes out of the ledger's figures: those of several lines, or of lines of other words."""
    words = {key for key in said.clause.keys if key[0] not in "=@"}
    if not said.is_claim:
        return False
    for claim in claims:
        if claim.kind not in _COUNTS or _is_given(claim, board):
            continue
        if claim.kind is ClaimKind.QUANTITY and len(set(claim.supported_by) - _NO_LINES) > 1 and " " in claim.normal:
            return True
        if words and not any(words & match.item.keys for match in said.matches if match.item.id in claim.supported_by):
            return True
    return False


def _borrows_hour(said: Said, claims: Sequence[Claim], language: TextLanguage) -> bool:
    """Whether a deed is told with the hour of the next statement, and only that line has it."""
    if Act.UPDATING in acts_of(said.folded[said.start : said.end], language) or said.clause.marks & (Mark.FUTURE | _ASKING):
        return False
    words = {key for key in said.clause.keys if key[0] not in "=@"}
    return bool(words) and any(claim.kind in _HOURS and set(claim.supported_by) == {"next_update_at"} for claim in claims)


def _is_given(claim: Claim, board: Board) -> bool:
    """Whether a line itself holds the figure."""
    number, *units = claim.normal.split()
    number = number.strip("~<>=%")
    values = (mention.value for item in board.items if item.is_public for mention in item.mentions)
    return any(
        isinstance(value, Amount)
        and number in {plain(value.value), plain(value.high or value.value)}
        and (not units or claim.kind is ClaimKind.MONEY or not value.units.isdisjoint(units))
        for value in values
    )


def names_new_matter(task: Task, title: str) -> bool:
    """Whether a title speaks of something no public line does: a recall, a cause, lead in the water.

    In Chinese only known concepts count, because names are cut into words nobody knows.
    """
    board, known = task.grounds.board, everyday.keys()
    for said in CheckedText(title, task.grounds, None, task.language).said:
        for piece in said.clause.pieces:
            new = known.isdisjoint(piece.keys) and not any(board.is_public(key) for key in piece.keys)
            if new and (task.language == "en" or any(key.startswith("#") for key in piece.keys)):
                return True
    return False


def _leads(said: Said, after: Sequence[Said], language: TextLanguage) -> bool:
    """Whether a clause only names what the next says is open, or those to whom it speaks: “对受伤的人，我们致以歉意”."""
    following = acts_of(after[0].folded[after[0].start : after[0].end], language)
    if after[0].clause.marks & Mark.OPEN or Act.UNABLE in following:
        return True
    text = said.folded[said.start : said.end]
    if Act.ASKING in following and _WHOEVER.match(text):
        return True
    return _TO_WHOM.match(text) is not None and any(
        sounds_like(item.folded[item.start : item.end], ("concern", "apology"), language) for item in after
    )


def _nearest(said: Said, board: Board) -> float:
    """The largest share of the clause's words that one public line holds; a single word beside a strange one makes no line near.

    Words of every day alone make none near either, nor does a line that is open one that is told flatly.
    """
    words = frozenset(key for key in said.keys if key[0] not in "=@")
    total = board.weight(words)
    known = everyday.keys()
    is_open = bool((said.clause.marks | said.marks | said.sentence.marks) & _NO_CLAIM)
    best = 0.0
    for match in said.matches:
        if match.item.is_public and match.item.kind is not Kind.LAW:
            if match.item.status is Status.UNKNOWN and not is_open:
                continue
            shared = match.keys & words
            if len(shared) < 2 and shared <= known and not all(board.is_public(key) for key in words):
                continue
            share = board.weight(shared) / total if total else 0.0
            if len(shared) > 1 or share >= _TELLING or match.of_line >= _TELLING or not _has_new(said, board):
                best = max(best, share)
    return best


def _own_names(task: Task) -> set[str]:
    """What the company and those who sign are called, folded as texts are."""
    issuer = task.brief.issuer
    owners = [pledge.owner for pledge in task.brief.approved_commitments]
    desks = [wording for contact in task.brief.contacts for wording in (contact.label, *contact.translations.values())]
    return {fold(name) for name in (issuer.organisation, issuer.person, issuer.title, task.brief.brand, *owners, *desks) if name}


def _has_new(said: Said, board: Board) -> bool:
    """Whether a word of the clause is neither in a public line nor in every statement."""
    known = everyday.keys()
    return any(
        known.isdisjoint(piece.keys) and not any(board.is_public(key) for key in piece.keys) for piece in said.clause.pieces
    )
