"""Clauses that claim something and share next to nothing with the ledger.

Grounding names what it knows to be an assertion. A model finds words for one that no list holds; but a true sentence, however
freely put, is about something the ledger speaks of. Regret, requests and what is said to be open may be about anything.
"""

import re
from collections.abc import Iterator, Sequence

from service.drafting.assembly import Assembled
from service.drafting.tasks import Task
from service.elements.labels import sounds_like
from service.grounding import everyday
from service.grounding.alignment import Board, Kind
from service.grounding.checked import CheckedText
from service.grounding.folding import fold
from service.grounding.marks import Mark
from service.grounding.said import Said
from service.grounding.types import Claim, ClaimKind
from service.language import TextLanguage
from service.patterns import lazy

# How much of a clause's weight the line nearest to it must hold: alone in its sentence, and beside clauses that rest on something.
ALONE, BESIDE = 0.35, 0.25
# Fewer words than this tell nothing of their own.
_FEWEST, _FEWEST_BESIDE = {"zh": 6, "en": 3}, {"zh": 9, "en": 5}
_PIECES, _PIECES_WITH_NEW = 3, 2
_OWN_WORDS = ("concern", "apology", "responsibility", "greeting", "instruction", "next_update", "contact")
_NO_CLAIM = Mark.OPEN | Mark.DENIED | Mark.REPORTED
_VALUE = lazy(
    r"\d[\d,.:]*\s*(?:年|月|日|时|点|分|号|[ap]\.m\.?|am\b|pm\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d+)?)?"
)
_TO_WHOM = lazy(r"\s*(?:对|给|向|让|为|to|for)", re.IGNORECASE)
_ASKED = lazy(r"\s*(?:也|并|再|又|同时)?(?:请|不要|别|勿)|\s*(?:and |or )?(?:please|do not|don't|don’t)\b", re.IGNORECASE)
_NO_ANCHOR = frozenset({ClaimKind.NAME, ClaimKind.PROMISE})
_HAN, _WORD = lazy(r"[\u3400-\u9fff]"), lazy(r"[A-Za-z][A-Za-z'’-]+")


def strays(task: Task, assembled: Assembled, claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Where such clauses stand in the text; `claims` are its claims as grounding found them."""
    checked = CheckedText(assembled.text, task.grounds, None, task.language)
    held = [claim.start for claim in claims if claim.supported_by and claim.kind not in _NO_ANCHOR]
    by_sentence: dict[int, list[Said]] = {}
    for said in checked.said:
        by_sentence.setdefault(said.sentence.start, []).append(said)
    for clauses in by_sentence.values():
        shares = [_nearest(said) for said in clauses]
        alone = len(clauses) == 1 or max(shares) < ALONE
        for number, (said, share) in enumerate(zip(clauses, shares, strict=True)):
            anchored = any(said.start <= place < said.end for place in held)
            if share >= (ALONE if alone else BESIDE) or (anchored and (share > 0.1 or not _has_new(said, task.grounds.board))):
                continue
            if _claims(said, task, alone=alone) and not _leads(said, clauses[number + 1 :], task.language):
                yield said.start, said.end


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


def _nearest(said: Said) -> float:
    """The largest share of the clause that one public line holds."""
    lines = (match for match in said.matches if match.item.is_public and match.item.kind is not Kind.LAW)
    return max((match.of_text for match in lines), default=0.0)


def _claims(said: Said, task: Task, *, alone: bool) -> bool:
    """Whether the clause says enough of its own to be a claim, and is none of what a statement may say by itself."""
    if not said.is_claim or said.clause.marks & _NO_CLAIM:
        return False
    if len(said.clause.pieces) < (_PIECES_WITH_NEW if _has_new(said, task.grounds.board) else _PIECES):
        return False
    language = task.language
    text = said.folded[said.start : said.end]
    if _ASKED.match(text):
        return False
    plain = _VALUE.sub("", text)
    for name in sorted(_own_names(task), key=len, reverse=True):
        plain = plain.replace(name, "")
    words = len((_HAN if language == "zh" else _WORD).findall(plain))
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
