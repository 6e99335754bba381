"""Clauses that claim something and share next to nothing with the ledger, or share it with what is hidden.

Grounding names what it knows to be an assertion. A model finds words for one that no list holds; but a true sentence, however
freely put, is about something the ledger speaks of. Regret, requests and what is said to be open may be about anything.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from service.drafting.assembly import Assembled
from service.drafting.tasks import Task
from service.elements.labels import sounds_like
from service.grounding import GroundingReport, everyday
from service.grounding.alignment import Board, Kind
from service.grounding.checked import CheckedText
from service.grounding.folding import fold
from service.grounding.marks import Mark
from service.grounding.said import Said
from service.grounding.segmentation import segment
from service.grounding.types import Amount, Claim, ClaimKind, plain
from service.language import TextLanguage
from service.patterns import lazy

# How much of a clause's weight the line nearest to it must hold: alone in its sentence, and beside clauses that rest on something.
ALONE, BESIDE = 0.35, 0.25
# Fewer words than this tell nothing of their own.
_FEWEST, _FEWEST_BESIDE = {"zh": 6, "en": 3}, {"zh": 9, "en": 5}
_PIECES, _PIECES_WITH_NEW = 3, 2
_OWN_WORDS = ("concern", "apology", "responsibility", "greeting", "instruction", "next_update", "contact")
_ASKING = Mark.OPEN | Mark.QUESTION | Mark.REQUEST
_NO_CLAIM = Mark.OPEN | Mark.DENIED | Mark.REPORTED
_VALUE = lazy(
    r"\d[\d,.:]*\s*(?:年|月|日|时|点|分|号|[ap]\.m\.?|am\b|pm\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d+)?)?"
)
_TO_WHOM = lazy(r"\s*(?:对|给|向|让|为|to|for)", re.IGNORECASE)
_ASKED = lazy(r"\s*(?:也|并|再|又|同时)?(?:请|不要|别|勿)|\s*(?:and |or )?(?:please|do not|don't|don’t)\b", re.IGNORECASE)
_LONG_HAN, _LONG_WORD = lazy(r"[\u3400-\u9fff]{3,}"), lazy(r"[A-Za-z]{6,}")
_NONE_AT_ALL = lazy(
    r"没有任何|无任何|无一|从未|从来没有|绝无|均未|不存在任何|\b(?:nobody|no one|none of|never|nothing|not a single|no other)\b",
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
# What these say is the writer's own to say, and has checks of its own.
_ELEMENTS_OF_OWN = frozenset(
    {"title", "greeting", "concern", "apology", "responsibility", "issuer", "question", "instruction", "contact"}
)
_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY, ClaimKind.PERCENT, ClaimKind.MONEY})
_TELLING = 0.5
_NO_ANCHOR = frozenset({ClaimKind.NAME, ClaimKind.PROMISE})
_HAN, _WORD = lazy(r"[\u3400-\u9fff]"), lazy(r"[A-Za-z][A-Za-z'’-]+")


def strays(task: Task, assembled: Assembled, grounded: GroundingReport) -> Iterator[tuple[int, int]]:
    """Where such clauses stand in the text, of which `grounded` is the reading."""
    claims = grounded.claims
    resting = [(item.start, item.end) for item in grounded.sentences if item.ids]
    bare = [
        (segment.start, segment.end)
        for segment in assembled.segments
        if segment.element not in _ELEMENTS_OF_OWN
        and not any(start < segment.end and segment.start < end for start, end in resting)
    ]
    checked = CheckedText(assembled.text, task.grounds, None, task.language)
    long_words = _hidden_long_words(task.grounds.board)
    hidden, names = _hidden_words(task.grounds.board), _own_names(task)
    by_sentence: dict[int, list[Said]] = {}
    for said in checked.said:
        by_sentence.setdefault(said.sentence.start, []).append(said)
    for clauses in by_sentence.values():
        shares = [_nearest(said, task.grounds.board) for said in clauses]
        alone = len(clauses) == 1 or max(shares) < ALONE
        if _rests_on_nothing(clauses, bare, task):
            yield clauses[0].start, clauses[-1].end
            continue
        for number, (said, share) in enumerate(zip(clauses, shares, strict=True)):
            if _hints(said, hidden, names) or _names_hidden(said, long_words) or _denies_all(said) or _gives_a_cause(said, task):
                yield said.start, said.end
                continue
            inside = [claim for claim in claims if said.start <= claim.start < said.end and claim.supported_by]
            if _counts_apart(said, inside, task.grounds.board):
                yield said.start, said.end
                continue
            anchored = any(claim.kind not in _NO_ANCHOR for claim in inside)
            if share >= (ALONE if alone else BESIDE) or (anchored and (share > 0 or not _has_new(said, task.grounds.board))):
                continue
            if _claims(said, task, names, alone=alone) and not _leads(said, clauses[number + 1 :], task.language):
                yield said.start, said.end


def _rests_on_nothing(clauses: Sequence[Said], bare: Sequence[tuple[int, int]], task: Task) -> bool:
    """Whether a sentence states something flatly and the resolver found no line, promise or name that it rests on."""
    first, last = clauses[0], clauses[-1]
    if not any(start < last.end and first.start < end for start, end in bare):
        return False
    if any(said.asked or said.is_label or said.clause.marks & (_ASKING | _NO_CLAIM) for said in clauses):
        return False
    text = first.folded[first.start : last.end]
    words = len((_HAN if task.language == "zh" else _WORD).findall(_VALUE.sub("", text)))
    if words < _FEWEST[task.language] or not any(said.is_claim for said in clauses):
        return False
    return not (_ASKED.match(text) or _CANNOT_SAY.search(text) or sounds_like(text, _OWN_WORDS, task.language))


def _hidden_words(board: Board) -> frozenset[str]:
    """The words and concepts that only hidden lines have, and no statement says by itself."""
    hidden = {key for item in board.items if not item.is_public for key in item.keys if key[0] not in "=@"}
    return frozenset(hidden - everyday.keys() - {key for item in board.items if item.is_public for key in item.keys})


def _hints(said: Said, hidden: frozenset[str], names: Collection[str]) -> bool:
    """Whether a clause has words of a hidden line: a model that never saw it guesses at it, or speaks of it by accident."""
    text = said.folded[said.sentence.start : said.sentence.end]
    found = {
        key
        for piece in said.clause.pieces
        for key in piece.keys
        if key in hidden and not any(text[piece.start : piece.end] in name for name in names)
    }
    return len(found) > (1 if said.clause.marks & Mark.OPEN or not said.is_claim else 0)


def _hidden_long_words(board: Board) -> tuple[str, ...]:
    """The longer words of hidden lines that stand in no public one, everyday ones too: 班组长."""
    public = "\n".join(item.folded + (item.attribution or "") for item in board.items if item.is_public).casefold()
    found: set[str] = set()
    for item in board.items:
        if not item.is_public:
            found |= {token.word for token in segment(item.folded) if _LONG_HAN.fullmatch(token.word)}
            found |= {word.casefold() for word in _LONG_WORD.findall(item.folded)}
    return tuple(word for word in sorted(found) if word.removesuffix("s") not in public)


def _names_hidden(said: Said, words: Sequence[str]) -> bool:
    text = said.folded[said.start : said.end].casefold()
    return said.is_claim and any(word in text for word in words)


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


def _denies_all(said: Said) -> bool:
    """Whether a clause denies without exception what no public line denies so: "Nobody was hurt"."""
    text = said.folded[said.start : said.end]
    if not said.is_claim or said.clause.marks & Mark.OPEN or not _NONE_AT_ALL.search(text) or _OUGHT.search(text):
        return False
    return not any(match.item.is_public and _NONE_AT_ALL.search(match.item.folded) for match in said.matches)


def _counts_apart(said: Said, claims: Sequence[Claim], board: Board) -> bool:
    """Whether a figure is nobody's and only comes out of the ledger's figures, while no word of its clause is in their lines."""
    words = {key for key in said.clause.keys if key[0] not in "=@"}
    if not words or not said.is_claim:
        return False
    return any(
        claim.kind in _COUNTS
        and not _is_given(claim, board)
        and not any(words & match.item.keys for match in said.matches if match.item.id in claim.supported_by)
        for claim in claims
    )


def _is_given(claim: Claim, board: Board) -> bool:
    """Whether a line itself holds the figure."""
    number = claim.normal.split()[0].strip("~<>=%")
    values = (mention.value for item in board.items if item.is_public for mention in item.mentions)
    return any(isinstance(value, Amount) and number in {plain(value.value), plain(value.high or value.value)} for value in values)


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
    if not after:
        return False
    words = after[0].folded[after[0].start : after[0].end]
    if after[0].clause.marks & Mark.OPEN or sounds_like(words, ("unknown",), language):
        return True
    text = said.folded[said.start : said.end]
    return _TO_WHOM.match(text) is not None and any(
        sounds_like(item.folded[item.start : item.end], ("concern", "apology"), language) for item in after
    )


def _nearest(said: Said, board: Board) -> float:
    """The largest share of the clause's words that one public line holds; a single word beside a strange one makes no line near."""
    words = frozenset(key for key in said.keys if key[0] not in "=@")
    total = board.weight(words)
    best = 0.0
    for match in said.matches:
        if match.item.is_public and match.item.kind is not Kind.LAW:
            shared = match.keys & words
            share = board.weight(shared) / total if total else 0.0
            if len(shared) > 1 or share >= _TELLING or match.of_line >= _TELLING or not _has_new(said, board):
                best = max(best, share)
    return best


def _claims(said: Said, task: Task, names: Collection[str], *, alone: bool) -> bool:
    """Whether the clause says enough of its own to be a claim, and is none of what a statement may say by itself."""
    # "According to", "if": a sentence of nothing else, with no line near at all, is excused by neither.
    bare = alone and len(said.sentence.clauses) == 1 and not _nearest(said, task.grounds.board)
    excuse = _ASKING if bare else _NO_CLAIM
    if said.asked or said.is_label or said.clause.marks & excuse or not (said.is_claim or bare):
        return False
    if len(said.clause.pieces) < (_PIECES_WITH_NEW if _has_new(said, task.grounds.board) else _PIECES):
        return False
    language = task.language
    text = said.folded[said.start : said.end]
    if _ASKED.match(text):
        return False
    plain_text = _VALUE.sub("", text)
    for name in sorted(names, key=len, reverse=True):
        plain_text = plain_text.replace(name, "")
    words = len((_HAN if language == "zh" else _WORD).findall(plain_text))
    return words >= (_FEWEST if alone else _FEWEST_BESIDE)[language] and not sounds_like(text, _OWN_WORDS, language)


def _own_names(task: Task) -> set[str]:
    """What the company and those who sign are called, folded as texts are."""
    issuer = task.brief.issuer
    return {fold(name) for name in (issuer.organisation, issuer.person, issuer.title, task.brief.brand) if name}


def _has_new(said: Said, board: Board) -> bool:
    """Whether a word of the clause is neither in a public line nor in every statement."""
    known = everyday.keys()
    return any(
        known.isdisjoint(piece.keys) and not any(board.is_public(key) for key in piece.keys) for piece in said.clause.pieces
    )
