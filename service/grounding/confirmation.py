"""Clauses that call something confirmed, or answer yes, where the ledger does not."""

from collections.abc import Iterator, Sequence
from functools import partial

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Match
from service.grounding.evidence import Evidence
from service.grounding.excepted import is_set_aside
from service.grounding.folding import Span
from service.grounding.marks import AFFIRMS, LEAD_IN, NO, SO_IT_IS, UNTIL, YES, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import HALF, OF_LINE, OF_TEXT, Said

# How many clauses before a confirmation may hold what it confirms.
_BEFORE = 4
# More words than this and a confirmation has matter of its own.
_FEW = 3
# What an authority confirmed is its word, and judged as such.
_OTHERS_WORD = frozenset({"#police", "#authority", "#hospital", "#court"})


def verified(clauses: Sequence[Said], board: Board) -> Iterator[Mismatch]:
    """Clauses that call confirmed what the ledger does not: “有用户说……，我们已核实属实”. What they confirm may stand before them."""
    for number, said in enumerate(clauses):
        if not said.clause.marks & Mark.VERIFIED or said.clause.marks & Mark.OPEN or said.clause.negators or not said.is_claim:
            continue
        if LEAD_IN.match(said.folded, said.start) or _then_denied(said) or said.keys & _OTHERS_WORD:
            continue
        # "As soon as it is confirmed" confirms nothing yet.
        if said.clause.marks & Mark.FUTURE or said.holds(UNTIL):
            continue
        if _after_a_no(clauses, number) and not AFFIRMS.search(said.folded, said.start, said.end):
            continue
        here = [said]
        if not _own_matter(said):
            here = [other for other in clauses[max(0, number - _BEFORE) : number] if other.sentence is said.sentence]
            here = here if any(other.matches for other in here) else list(clauses[max(0, number - _BEFORE) : number])
            here = _claimed(here) or here
        found = _most_about(here)
        if found is not None and not found.item.is_certain and found.item.kind is Kind.FACT and not is_set_aside(found):
            rule = Discrepancy.REFUTED if found.item.status is Status.REFUTED else Discrepancy.STATUS
            yield Mismatch(rule, Span(said.start, said.end), found.item)
        elif found is None and not board.verified and board.doubtful is not None and not _goes_on_with_a_fact(clauses, number):
            # That anything was verified is itself a claim, which no line makes.
            yield Mismatch(Discrepancy.STATUS, Span(said.start, said.end), board.doubtful)
        elif (open_item := _left_open(clauses, number, board)) is not None:
            yield Mismatch(Discrepancy.STATUS, Span(said.start, said.end), open_item, Evidence.DIFFERENT)


def _goes_on_with_a_fact(clauses: Sequence[Said], number: int) -> bool:
    """“视频是真的吗？是真的。5月8日晚……”: a bare yes and what it says yes to."""
    if clauses[number].keys or number + 1 >= len(clauses):
        return False
    told = clauses[number + 1].best(Kind.FACT, certain=True)
    return told is not None and told.of_text >= HALF


def _left_open(clauses: Sequence[Said], number: int, board: Board) -> Item | None:
    """The item a short confirmation may take for settled: others' word beside it, or an open line it follows."""
    said = clauses[number]
    if len(said.clause.keys) > _FEW or said.clause.marks & Mark.FUTURE:
        return None
    before = [other for other in clauses[max(0, number - _BEFORE) : number] if other.clause.keys]
    open_lines = (m.item for other in before[-2:] for m in other.matches if _is_open(m) and m.of_text >= HALF)
    if (found := next(open_lines, None)) is not None:
        return found
    return board.doubtful if any(other.clause.marks & Mark.REPORTED for other in before[-2:]) else None


def _is_open(match: Match) -> bool:
    item = match.item
    return item.kind is Kind.FACT and item.is_public and item.status in (Status.REPORTED, Status.DISPUTED, Status.UNKNOWN)


def _claimed(before: Sequence[Said]) -> list[Said]:
    """The last sentence told as others' word: "Visitors say it came loose. This has been confirmed." confirms that."""
    last = next((said for said in reversed(before) if said.clause.keys and said.matches), None)
    if last is None or not last.sentence.marks & Mark.REPORTED:
        return []
    return [said for said in before if said.sentence is last.sentence]


def _after_a_no(clauses: Sequence[Said], number: int) -> bool:
    """“不是。我们已经核对过”: what was checked is the denial."""
    before = clauses[number - 1] if number else None
    return before is not None and NO.fullmatch(before.folded[before.start : before.end]) is not None


def _then_denied(said: Said) -> bool:
    return any(clause.start >= said.clause.end and clause.marks & Mark.DENIED for clause in said.sentence.clauses)


def _own_matter(said: Said) -> bool:
    return any(len(match.keys) > 1 and (match.of_text >= OF_TEXT or match.of_line >= OF_LINE) for match in said.matches)


def _most_about(clauses: Sequence[Said]) -> Match | None:
    """The public line that best fits any of the clauses."""
    fits = [match for said in clauses for match in said.matches if match.item.is_public and not match.line.is_source]
    told = [match for match in fits if len(match.keys) > 1 or match.of_text >= HALF]
    return max(told, key=lambda match: match.score, default=None)


def _is_answered_by_a_fact(clauses: Sequence[Said], number: int, asked: Sequence[Said], found: Match) -> bool:
    """Whether a certain fact, not negated, is as much what was asked as the line found; or what follows the yes tells one."""
    after = clauses[number + 1] if number + 1 < len(clauses) else None
    told = after.best(Kind.FACT, Kind.PROMISE, certain=None) if after is not None else None
    if told is not None and told.of_text >= HALF and (told.item.is_certain or told.item.kind is Kind.PROMISE):
        return True
    rivals = (match for other in asked for match in other.matches if match.item.is_certain and not match.line.clause.negators)
    return any(match.of_text >= found.of_text for match in rivals)


def _as_given(said: Said) -> str:
    """A clause without the dash, label or particle around it: “——是哈”, “实情：是”."""
    return said.folded[said.start : said.end].strip(' —-"“”「」『』·、').rstrip("哈呀啊哦喔嘞哩噢的")


def _says_yes(said: Said) -> bool:
    return bool(YES.fullmatch(said.folded[said.start : said.end]) or SO_IT_IS.fullmatch(_as_given(said)))


def affirmed(clauses: Sequence[Said]) -> Iterator[Mismatch]:
    """A bare "Yes" to a question whose matter the ledger refutes or negates."""
    for number, said in enumerate(clauses):
        if not said.seen.once("yes", said.clause.start, partial(_says_yes, said)):
            continue
        before = clauses[max(0, number - _BEFORE) : number]
        asked = [other for other in before if other.sentence.marks & Mark.QUESTION or other.asked]
        # What others say is answered too: “外面传……，是这样。”
        asked = asked or [other for other in before if other.clause.marks & Mark.REPORTED or other.sentence.marks & Mark.REPORTED]
        if not asked:
            continue
        last = [other for other in asked if other.sentence is asked[-1].sentence]
        found = _most_about(last)
        if found is None or found.item.kind is not Kind.FACT:
            continue
        shared = found.keys & found.line.clause.negated
        if _is_answered_by_a_fact(clauses, number, last, found):
            continue
        if found.item.status is Status.REFUTED:
            yield Mismatch(Discrepancy.REFUTED, Span(said.start, said.end), found.item)
        elif _is_open(found):
            yield Mismatch(Discrepancy.STATUS, Span(said.start, said.end), found.item, Evidence.DIFFERENT)
        elif found.item.is_certain and shared and not any(found.keys & other.clause.negated for other in last):
            yield Mismatch(Discrepancy.POLARITY, Span(said.start, said.end), found.item)
