"""The backstop: deeds of the company, and other new matter, of which the public ledger knows nothing."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from weakref import WeakKeyDictionary

from service.briefs import Status
from service.grounding import everyday
from service.grounding.alignment import Board, Item, Kind
from service.grounding.clauses import Piece
from service.grounding.everyday import Place
from service.grounding.evidence import Evidence
from service.grounding.marks import Mark, Marks, marks_of
from service.grounding.mismatch import Novel
from service.grounding.said import Said
from service.patterns import lazy

# Other matter is new when this many words of a clause are unknown, and this share of all its telling words.
_FEWEST = 2
_MOSTLY = 0.6
# A clause whose other words are this much of one certain fact words that fact anew.
_SAME_MATTER = 0.4
_REACH = 24
# An endless clause is judged by its first deeds, and a deed by what stands this near before it.
_MOST_DEEDS = 12
_BEFORE = 160
_FRAMES = Mark.REPORTED | Mark.CONDITION | Mark.REQUEST
_DOUBT = Mark.OPEN | Mark.DENIED | Mark.POSSIBLE
_HEDGED = Mark.OPEN | Mark.REPORTED | Mark.DENIED | Mark.FUTURE | Mark.POSSIBLE
_HAN = lazy(r"[\u4e00-\u9fff]")
_STOP = lazy(r"[。！？!?.；;，,：:]\W*$")
_PASSIVE = lazy(r"\b(?:been|was|were|being|is|are)\b[^,;]{0,24}$")
# 与/向/对 before a word makes it no subject.
_ADDRESSEE = lazy(r"[与向对给为和同跟把将被请让就因在于替]")
_NAME = lazy(r"(?:'s|s')?\s+(?:of |the |and |& )?[A-Z]")
# What the ledger leaves open vouches for no deed.
_UNSETTLED = frozenset({Status.UNKNOWN, Status.DISPUTED, Status.REFUTED})
_SUBJECTLESS = lazy(
    r"\s*(?:(?:目前|现|现在|同时|并|并且|还|也|均|都|此外|随后|此前|今天|今日|今早|昨晚|昨天|当晚|当天|当日|上午|下午|晚上|凌晨|连夜|第一时间|\d{1,4}[月日时点分])\s{0,4}){0,6}(?:已|于|立即|立刻|正|$)"
)
# What somebody is told to say is no report of a deed: 再说一句“……”.
_SPOKEN = lazy(r"[说答回讲问念](?:一[句声]|上一句|道|[:：])?[“\"「][^”\"」]*\Z")
_HEADING = 24


class _Agent(Enum):
    """Who does a deed: the company, named or implied, or nobody the clause names."""

    OURS = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """The public side: its keys, its pairs of characters, and the deeds it tells of, promises, or leaves in doubt."""

    keys: frozenset[str]
    settled: frozenset[str]
    deeds: frozenset[str]
    promised: frozenset[str]
    doubtful: frozenset[str]
    pairs: frozenset[str] = field(repr=False)


def novel_statements(clauses: Sequence[Said], board: Board) -> Iterator[Novel]:
    """Deeds and other matter of a text that no public item holds, in order."""
    if not clauses:
        return
    ledger = ledger_of(board)
    deeds = _Deeds(clauses[0].folded)
    for said in clauses:
        novel = said.seen.once("novel", said.clause.start, partial(_novel, said, deeds, ledger))
        if novel is not None:
            yield novel.moved(said.sentence.start)


class _Deeds:
    """The deeds of a text, looked for when a clause was not seen before."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._places: list[Place] | None = None

    def within(self, start: int, end: int) -> list[Place]:
        """The first that begin within a span."""
        if self._places is None:
            self._places = everyday.deeds_in(self._folded)
        first, last = (bisect_left(self._places, at, key=_start) for at in (start, end))
        return self._places[first : min(last, first + _MOST_DEEDS)]


def _start(place: Place) -> int:
    return place.start


def _novel(said: Said, deeds: _Deeds, ledger: PublicMatter) -> Novel | None:
    """The first deed of a clause that is new, or the clause whose matter is; the place is that of the sentence."""
    inside = deeds.within(said.start, said.end)
    fresh = said.clause.keys - ledger.keys - everyday.keys()
    # What a fact tells of can only be new by its objects.
    inside = inside if fresh else [at for at in inside if at.deed not in ledger.deeds]
    is_grave = not fresh.isdisjoint(everyday.grave())
    if not (inside or is_grave or len(fresh) >= _FEWEST) or said.sentence.marks & Mark.QUESTION:
        return None
    found = next((act for at in inside if (act := _act(said, at, ledger))), None)
    if found is None and said.is_claim and (is_grave or len(fresh) >= _FEWEST):
        found = _matter(said, ledger)
    return found.moved(-said.sentence.start) if found is not None else None


_ADDED = lazy(
    r"(?:以?及|和|与|并|外加|另加|加上|再加|无偿|免费)(?:后续|相关|其他)?\Z|\b(?:with|plus|and|including|as well as) (?:the |an? |any |all )?\Z",
    re.IGNORECASE,
)


def wider_promises(clauses: Sequence[Said], board: Board) -> Iterator[Novel]:
    """What a clause that makes an approved promise adds to it: 医疗费用及后续康复费用, "reversed with interest". For a person to judge."""
    ledger = ledger_of(board)
    for said in clauses:
        wider = said.seen.once("wider", said.clause.start, partial(_wider, said, ledger))
        if wider is not None:
            yield wider.moved(said.sentence.start)


def _wider(said: Said, ledger: PublicMatter) -> Novel | None:
    """What a clause adds to a promise; the place is that of the sentence."""
    held = said.best(Kind.PROMISE)
    if held is None or not said.is_claim or said.clause.marks & Mark.OPEN:
        return None
    if not said.speaks_of(held) and len(said.together.get(held.item.id, ())) < _FEWEST:
        return None
    best = max((match.score for match in said.matches if match.item.kind is Kind.FACT), default=0.0)
    if held.score < best:
        return None
    new = [piece for piece in said.clause.pieces if not carries_nothing(said, piece) and not is_known(said, piece, ledger)]
    at = said.sentence.start
    added = [piece for piece in new if _ADDED.search(said.folded, max(said.start, at + piece.start - 12), at + piece.start)]
    return Novel(added[0].start, added[-1].end, held.item, is_act=False) if added else None


# One brief vouches for many texts.
_LEDGERS: WeakKeyDictionary[Board, PublicMatter] = WeakKeyDictionary()


def ledger_of(board: Board) -> PublicMatter:
    """The public side of a brief, built once."""
    ledger = _LEDGERS.get(board)
    if ledger is None:
        ledger = _LEDGERS[board] = _ledger_of([item for item in board.items if item.is_public])
    return ledger


def _ledger_of(items: Sequence[Item]) -> PublicMatter:
    keys = frozenset(key for item in items for key in item.keys)
    settled = frozenset(key for item in items if item.status not in _UNSETTLED for key in item.keys)
    texts = [item.folded + (item.attribution or "") for item in items]
    pairs = frozenset(text[at : at + 2] for text in texts for at in range(len(text) - 1) if _HAN.match(text, at))
    told: set[str] = set()
    promised: set[str] = set()
    doubtful: set[str] = set()
    for item in items:
        if item.kind is Kind.LAW:
            continue
        side = promised if item.kind is Kind.PROMISE else doubtful if item.status in _UNSETTLED else told
        side |= everyday.deeds_of(item.folded, item.keys)
    held = frozenset(told | promised)
    return PublicMatter(
        keys=keys | everyday.kin_of(held),
        settled=settled,
        deeds=frozenset(told),
        promised=frozenset(promised - told),
        doubtful=frozenset(doubtful - held),
        pairs=pairs,
    )


def _nearest(said: Said) -> Item | None:
    return next((match.item for match in said.matches if match.item.is_public and match.item.kind is not Kind.LAW), None)


def _act(said: Said, place: Place, ledger: PublicMatter) -> Novel | None:
    """A deed told as done or being done, by the company or on its behalf."""
    if not _is_told(said, place):
        return None
    agent = _agent(said, place)
    deed = everyday.lists().deeds[place.deed]
    channel = bool(everyday.patterns(said.clause.language).channels.search(said.folded, said.start, said.end))
    if agent is None or (deed.channel and channel):
        return None
    shape = everyday.patterns(said.clause.language).shapes.search(said.folded, said.start, said.end)
    if shape is not None and shape.start() <= place.start and place.end < shape.end():
        return None
    others = [piece for piece in said.clause.pieces if not _overlaps(said, piece, place)]
    own = {key for piece in said.clause.pieces if _overlaps(said, piece, place) for key in piece.keys}
    telling = [piece for piece in others if not carries_nothing(said, piece)]
    unknown = [piece for piece in telling if not is_known(said, piece, ledger)]
    held = place.deed in ledger.deeds or not own.isdisjoint(ledger.settled) or _as_one_word(said, place) in ledger.pairs
    if not held and place.deed not in ledger.promised:
        sure = (agent is _Agent.OURS or deed.ours) and not deed.soft and place.deed not in ledger.doubtful
        sure = sure and not (said.asked or _rewords(said) or said.clause.marks & Mark.REPORTED)
        return Novel(said.start, said.end, _nearest(said), is_act=True, evidence=Evidence.ABSENT if sure else Evidence.UNFOUND)
    early = not held and not channel and bool(said.clause.marks & Mark.DONE) and not said.clause.marks & Mark.FUTURE
    # One strange object beside a deed of the ledger may be a fact in other words; in a sentence that shares nothing more, it is not.
    apart = 0 < len(telling) == len(unknown) and not channel and not _shares(said, own, ledger)
    if early or apart or (len(unknown) >= _FEWEST and len(unknown) >= _MOSTLY * len(telling)):
        return Novel(said.start, said.end, _nearest(said), is_act=True)
    return None


def _as_one_word(said: Said, place: Place) -> str:
    """换了车 as 换车."""
    return said.folded[place.start] + said.folded[place.end : place.end + 1]


def _is_told(said: Said, place: Place) -> bool:
    clause = said.clause
    at = place.start - said.sentence.start
    words = everyday.patterns(clause.language)
    before = _before(said, place)
    # What we have done about a rumour is no rumour.
    ours = bool(words.company.match(before))
    doubt = _DOUBT if not ours else Mark.OPEN
    if _SPOKEN.search(before):
        return False
    if any(span.start < at for span in clause.negators) or (clause.marks & doubt and not _is_after(said, place, doubt)):
        return False
    if clause.marks & _FRAMES and marks_of(before, clause.language) & _FRAMES:
        return False
    near = before[-_REACH:]
    if clause.language == "en":
        return bool(words.told.search(before)) and not words.undone.search(near)
    done = near.rfind("已")
    undone = max((match.end() for match in words.undone.finditer(near)), default=-1)
    if undone > done:
        return False
    after = said.folded[place.start : said.end]
    return bool(clause.marks & (Mark.DONE | Mark.ONGOING)) or bool(words.told.search(before + after))


def _before(said: Said, place: Place) -> str:
    return said.folded[max(said.start, place.start - _BEFORE) : place.start]


def _is_after(said: Said, place: Place, marks: Marks) -> bool:
    """Whether marks stand only after the deed of a clause of ours: 委托律师对造谣者起诉."""
    language = said.clause.language
    before = said.folded[max(said.start, place.start - _BEFORE) : place.end]
    return bool(everyday.patterns(language).company.match(before)) and not marks_of(before, language) & marks


def _agent(said: Said, place: Place) -> _Agent | None:
    """Who does it; None when the clause names others."""
    words = everyday.patterns(said.clause.language)
    before = _before(said, place)
    if said.clause.language == "en":
        subject = words.told.split(before, maxsplit=1)[0] or before
        passive = bool(_PASSIVE.search(before)) and not _by_others(said, place)
        if words.others.search(subject) and not words.company.search(subject):
            return _Agent.OPEN if passive else None
        return _Agent.OURS if words.company.search(before) else _Agent.OPEN
    subject = _ADDRESSEE.split(before, maxsplit=1)[0]
    if words.company.search(subject):
        return _Agent.OURS
    if words.others.search(subject):
        by, _, agent = before.rpartition("被")
        return _Agent.OPEN if by and not words.others.search(agent) else None
    lead = _ADDRESSEE.split(
        said.folded[said.sentence.start : min(said.start, said.sentence.start + _BEFORE)].strip(), maxsplit=1
    )[0]
    if words.others.search(lead) and not words.company.search(lead):
        return None
    return _Agent.OURS if _SUBJECTLESS.match(subject) or words.company.search(lead) else _Agent.OPEN


def _by_others(said: Said, place: Place) -> bool:
    after = said.folded[place.end : said.end]
    _, by, tail = after.partition(" by ")
    return bool(by) and bool(everyday.patterns("en").others.search(tail))


def _rewords(said: Said) -> bool:
    """Whether the clause holds so much of one certain fact or promise that it may be that in other words."""
    for match in said.matches:
        if match.item.is_certain or match.item.kind is Kind.PROMISE:
            enough = _SAME_MATTER if len(match.keys) >= _FEWEST else _MOSTLY
            if match.of_text >= enough and not match.keys <= everyday.keys():
                return True
    return False


def _shares(said: Said, own: set[str], ledger: PublicMatter) -> bool:
    """Whether the sentence shares more with a settled public item than the deed and everyday words."""
    return any((keys - own - everyday.keys()) & ledger.settled for keys in said.together.values())


def _overlaps(said: Said, piece: Piece, place: Place) -> bool:
    at = said.sentence.start
    return at + piece.start < place.end and place.start < at + piece.end


def _word(said: Said, piece: Piece) -> str:
    at = said.sentence.start
    return said.folded[at + piece.start : at + piece.end]


def carries_nothing(said: Said, piece: Piece) -> bool:
    """Whether a piece is an everyday word, or a name, which is judged where names are."""
    if not everyday.keys().isdisjoint(piece.keys):
        return True
    word = _word(said, piece)
    # Names are judged where names are.
    if word[0].isupper() and (
        piece.start > said.sentence.clauses[0].start or _NAME.match(said.folded, said.sentence.start + piece.end)
    ):
        return True
    return everyday.is_everyday(word, whole=piece.keys[0][0] == "#") or any(
        key[0] == "@" and word.lower() in key.lower() for key in said.keys
    )


def is_known(said: Said, piece: Piece, ledger: PublicMatter) -> bool:
    """Whether a public line has a piece, or two characters of it."""
    if not ledger.keys.isdisjoint(piece.keys):
        return True
    word = _word(said, piece)
    return any(word[at : at + 2] in ledger.pairs for at in range(len(word) - 1)) if _HAN.match(word) else False


def _matter(said: Said, ledger: PublicMatter) -> Novel | None:
    """Persons, things or events told plainly, most of whose words no public item and no everyday statement has."""
    clause = said.clause
    # A neighbour that points here may take a statement back; that it names a report does not make this one.
    hedged = (said.sentence.marks | clause.marks) & _HEDGED or said.marks & (Mark.OPEN | Mark.DENIED)
    asked_of = any(other.marks & Mark.REQUEST for other in said.sentence.clauses if other.start < clause.start)
    if hedged or asked_of or _is_label(said):
        return None
    telling = [piece for piece in clause.pieces if not carries_nothing(said, piece)]
    unknown = [piece for piece in telling if not is_known(said, piece, ledger)]
    is_grave = any(not everyday.grave().isdisjoint(piece.keys) for piece in unknown)
    if not is_grave and (len(unknown) < _FEWEST or len(unknown) < _MOSTLY * len(telling)):
        return None
    text = said.folded[said.start : said.end]
    if everyday.patterns(clause.language).shapes.search(text):
        return None
    return Novel(said.start, said.end, _nearest(said), is_act=False)


def _is_label(said: Said) -> bool:
    """Titles, headings, signatures and list labels: short lines of their own that end without a stop."""
    longest = _HEADING if said.clause.language == "zh" else 2 * _HEADING
    line_start = said.folded.rfind("\n", max(0, said.start - longest), said.start) + 1
    if not line_start and said.start > longest:
        return False
    if said.folded[line_start] == "#":
        return True
    line_end = said.folded.find("\n", said.end, said.end + longest)
    line = said.folded[line_start : line_end if line_end >= 0 else said.end + longest].strip()
    return len(line) <= longest and not _STOP.search(line) and not said.clause.marks & Mark.DONE
