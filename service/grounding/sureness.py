"""Whether an assertion that nothing backs can only be an invention, or may be a line of the ledger in other words."""

import re
from collections.abc import Sequence

from service.briefs import Status
from service.grounding.alignment import Board, Kind, Match, Matter
from service.grounding.assertions import Assertion, AssertionKind, Stance
from service.grounding.conditions import are_foreign, conditions_in
from service.grounding.evidence import Evidence
from service.grounding.marks import Mark
from service.grounding.said import HEDGES, TELLING, Said
from service.patterns import lazy

# A line of the right kind backs a clause when this much of the clause is its matter.
SAME_MATTER = 0.3
AGREE = 0.5
ENOUGH = 2
_REWORDED = 0.55
_SEVERAL = 3
_CAUSES = lazy(
    r"因|由于|导致|造成|所致|引起|引发|根源|责任|出在|毛病|源于|归咎|怪|才[有会闹出]|[惹害]"
    r"|\b(?:because|cause[ds]?|causing|led to|result(?:ed|s)? (?:of|from|in)|due to|owing to|down to|root of|blame|faults?|traced|trigger(?:ed|s)?"
    r"|came from|stem(?:s|med) from)\b",
    re.IGNORECASE,
)
# Trust and feelings are hurt too.
_FIGURATIVE = lazy(
    r"[层重份道]伤[痛害口]|伤痛|信任|信心|感情|[的了]心|\b(?:trust|feelings|confidence|reputation|pride)\b", re.IGNORECASE
)
_RECORD = lazy(
    r"首[次例起宗]|第一[次回起]|头一[次回遭]|从[未没无]|从来没|史上|以来|年来|至今|零(?:投诉|事故|差评)|偶发|个例|孤立|[又再]一?次|第[二三四五]次"
    r"|\b(?:never|first (?:time|ever|such)|ever|track record|record|history|unprecedented|isolated|one-off|previous|before|since|years?|again|second time)\b",
    re.IGNORECASE,
)
_OUGHT = lazy(r"不(?:该|应|能|可|会|许)|应[该当]|\b(?:should|ought|must|would)\b", re.IGNORECASE)
# Any number but one, or a name.
_COUNT = lazy(r"=(?!1\Z)[0-9.]+(?:E\+[0-9]+)?\Z")
_TELLING_VALUE = lazy(r"=(?!1\Z)|@")
_BLAMES = lazy(
    r"责任|过错|过失|归咎|失职|怪|赖|\b(?:blam\w+|faults?|responsib\w+|culprits?|negligen\w+|liable|guilty)\b", re.IGNORECASE
)
_DEATH = lazy(
    r"死亡|身亡|去世|离世|逝世|过世|遇难|罹难|丧生|死者|逝者|不治|病故|没了一?[个人]|\b(?:die[ds]?|dead|deaths?|killed|fatal\w*|passed away|perished)\b",
    re.IGNORECASE,
)
_FURTHER = lazy(
    r"另有|又有|再有|还有|新增|再添|\b(?:another|more|further|additional|second|third|fourth|fifth)\b(?! than)", re.IGNORECASE
)
_TOLD_TO = lazy(
    r"\b(?:was|were|is|are|been|being) (?:\w+ )?(?:told|informed|notified|alerted|called|contacted|advised of|made aware)\b"
    r"|\b(?:told|informed|notified|alerted) (?:on|at|by|in|yesterday|today|this|last|\d)",
    re.IGNORECASE,
)
# A sum with pence, a count of three figures or more, a number of something.
_TELLING_FIGURE = lazy(r"=(?:\d+\.\d+|\d{3,})(?:E\+\d+)?\Z|=\d\.\d{2,}E\+\d+\Z|@(?=.*\d)(?=.*[A-Za-z])")
_REASON = lazy(
    r"(?:^|[，。；\n\s])因[^，。；]{2,40}，[^，。；]{0,16}(?:已|现|将|暂|自|从)[^，。；]{0,10}(?:停|闭|关|取消|推迟|延期|调整|改|召回|下架|封|撤)|"
    r"(?:because|since|as|given that)\b[^,.;]{4,120}, (?:we|the company|our \w+|i) (?:have |has |had |are |is |will |now |also )*(?:re)?"
    r"(?:call|tak|stop|clos|withdr|pull|ask|advis|cancel|suspend|halt|paus|shut|offer|refund|check|test)",
    re.IGNORECASE,
)
# Why somebody is written to is no cause of the matter.
_WRITTEN_TO = lazy(
    r"(?:写(?:信|这封)|来信|致信|联系|打扰|通知|告知|打电话|致电)[^，。；]{0,12}(?:是因为|因为|原因是)"
    r"|\b(?:writing|contacting|calling|e-?mailing|texting|phoning|getting in touch|reaching out|receiving (?:this|it)|telling you)\b[^.;,]{0,24}\b(?:because|as|since|due to)\b",
    re.IGNORECASE,
)
# Payments and rivers recover too: only of people is it certainly a matter of health.
_RECOVERS = lazy(r"\brecover(?:s|ed|ing|y)?\b", re.IGNORECASE)
_PEOPLE = lazy(
    r"\b(?:he|she|they|who|both|all|one|two|three|four|five|six|everyone|everybody|nobody|someone|pe(?:ople|rsons?)|m[ae]n|wom[ae]n|child(?:ren)?|kids?"
    r"|boys?|girls?|bab(?:y|ies)|pupils?|guests?|staff|crew|victims?|adults?|famil(?:y|ies)|relatives?|colleagues?|injur\w+|hurt|wounded|ill|hospital"
    r"|(?![a-z]*ments?\b)[a-z]{2,}(?:ers?|ors?|ees?|ants?|ents?|ians?|ists?))\b",
    re.IGNORECASE,
)
_DANGER = lazy(
    r"危险|有害|不安全|风险|\b(?:dangerous|unsafe|harmful|hazardous|risky|toxic|not safe|at risk|serious)\b", re.IGNORECASE
)
# What goes on as before is open, not thereby safe.
_GOES_ON = lazy(r"照常|如常|照旧|\bas (?:usual|planned|scheduled|normal)\b", re.IGNORECASE)
_UNSETTLED = frozenset({Status.REPORTED, Status.DISPUTED, Status.UNKNOWN})


def evidence_of(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter], board: Board) -> Evidence:
    """What speaks against an assertion that nothing backs."""
    return Evidence.ABSENT if _is_sure(assertion, inside, matters, board) else Evidence.UNFOUND


def _is_sure(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter], board: Board) -> bool:
    """Whether an assertion that nothing backs can only be an invention."""
    if assertion.stance is not Stance.ASSERTED or (assertion.kind is AssertionKind.BLAME and not has(_BLAMES, inside)):
        # Who is to blame is said in words that tell of much else: "he walked out without help".
        return False
    # What is said in words the ledger's public side all knows may be one of its lines worded anew: for a person to judge.
    keys = frozenset(key for said in inside for key in said.keys)
    fresh = any(key[0] not in "=@" and not board.is_public(key) for key in keys)
    if assertion.kind is AssertionKind.HARM:
        return _is_other_harm(assertion, inside, board, fresh=fresh)
    if _claims_little(assertion, inside) or _answers_refuted(assertion, inside, matters):
        return False
    if assertion.negative or assertion.kind is AssertionKind.HISTORY:
        if any(said.sentence.marks & Mark.DENIED for said in inside):
            return False
        if assertion.kind is AssertionKind.DENIAL:
            return _leaves_open(matters)
        # What ought to be is no record, and what shares several words with a fact may go on to tell of it.
        plain = assertion.kind is not AssertionKind.HISTORY or has(_RECORD, inside)
        return plain and not (is_anchored(inside) or has(_OUGHT, inside) or is_beside_a_fact(inside))
    if _shares_values(inside) or _rewords(assertion, inside, matters) or not _is_of_the_event(assertion, inside, board):
        return False
    return fresh if assertion.kind is not AssertionKind.DENIAL else _leaves_open(matters)


def _shares_values(inside: Sequence[Said]) -> bool:
    """Whether two figures or times of one certain line stand in it: it is that line, however it words what came of it."""
    return any(
        match.item.is_certain and sum(key[0] == "=" for key in match.keys) > 1 for said in inside for match in said.matches
    )


def _is_of_the_event(assertion: Assertion, inside: Sequence[Said], board: Board) -> bool:
    """Whether a cause or blame is told of something the ledger knows: “这么晚发，是因为……不能等” gives the reason of the letter."""
    if assertion.kind is AssertionKind.TEST:
        return not _leads_in_a_fact(inside)
    if assertion.kind not in (AssertionKind.CAUSE, AssertionKind.BLAME):
        return True
    if has(_WRITTEN_TO, inside):
        return False
    told = {key for said in inside for clause in said.neighbours for key in clause.keys if key[0] not in "=@"}
    return any(board.is_public(key) for key in told) or (len(told) >= ENOUGH and has(_CAUSES, inside))


def _leads_in_a_fact(inside: Sequence[Said]) -> bool:
    """Whether the sentence goes on with two figures of one certain line: “日志显示，有3个地址下载过，涉及2846位老人” tells that line."""
    certain = {match.item.id for said in inside for clause in (said,) for match in clause.matches if match.item.is_certain}
    shared = (keys for said in inside for ident, keys in said.together.items() if not certain or ident in certain)
    return any(sum(key[0] == "=" for key in keys) > 1 or any(map(_TELLING_FIGURE.match, keys)) for keys in shared)


def _is_other_harm(assertion: Assertion, inside: Sequence[Said], board: Board, *, fresh: bool) -> bool:
    """Whether harm, or that there is none, is told of others than the ledger does, or a death it does not have.

    People known to be hurt may be spoken of in many ways, and so may how they are now.
    """
    if any(said.sentence.marks & Mark.DENIED for said in inside) or _claims_little(assertion, inside) or has(_FIGURATIVE, inside):
        return False
    if _is_new_condition(inside, board):
        return True
    certain = [item for item in board.items if item.is_certain]
    if assertion.negative:
        if has(_DEATH, inside) and any(item.status is Status.REFUTED and _DEATH.search(item.folded) for item in board.items):
            # "None of ours has died": what the ledger refutes is denied.
            return False
        # "The 172 who were not hurt" names some of a fact; "nobody was hurt" speaks of all.
        return not any(
            _COUNT.match(key) for said in inside for match in said.matches if match.item.is_certain for key in match.keys
        )
    if has(_FURTHER, inside) and not any(_FURTHER.search(item.folded) for item in certain):
        return fresh
    if has(_DEATH, inside) and not any(
        _DEATH.search(item.folded) for item in board.items if item.is_public and item.status is not Status.REFUTED
    ):
        return True
    known = any(other.kind is AssertionKind.HARM and not other.negative for item in certain for other in item.assertions)
    return fresh and not known and not is_anchored(inside) and not is_beside_a_fact(inside)


def _is_new_condition(inside: Sequence[Said], board: Board) -> bool:
    """Whether people are said to be in a condition of which no public line says anything."""
    if any((said.marks | said.clause.marks) & (HEDGES | Mark.CONDITION | Mark.REQUEST) for said in inside):
        return False
    told = (item.folded for item in board.items if item.is_public and item.status is not Status.REFUTED)
    return are_foreign(conditions_of(inside), told)


def conditions_of(inside: Sequence[Said]) -> frozenset[str]:
    """The kinds of condition that some clauses say people are in."""
    return conditions_in("，".join(said.folded[said.start : said.end] for said in inside))


def is_anchored(inside: Sequence[Said]) -> bool:
    """Whether a clause gives a number or name of a certain fact or a promise, or is much of one: it may tell that one."""
    held = (match for said in inside for match in said.matches if match.item.is_certain or match.item.kind is Kind.PROMISE)
    return any(
        not match.line.is_source and (match.of_text >= AGREE or any(_TELLING_VALUE.match(key) for key in match.keys))
        for match in held
    )


def is_beside_a_fact(inside: Sequence[Said]) -> bool:
    """Whether the whole sentence shares several words with one fact: what it goes on to tell is of the same people."""
    certain = {match.item.id for said in inside for match in said.matches if match.item.is_certain}
    together = (keys for said in inside for ident, keys in said.together.items() if ident in certain or not said.matches)
    return any(len(keys) >= _SEVERAL for keys in together)


def _claims_little(assertion: Assertion, inside: Sequence[Said]) -> bool:
    """Who warns of more than the ledger does gives no all-clear, nor does a word of comfort that a colon explains, nor who stays open.

    An authority that was told of something has done nothing yet; the reason of a measure is no cause of the incident.
    """
    if assertion.kind is AssertionKind.AUTHORITY:
        return has(_TOLD_TO, inside)
    if assertion.kind is AssertionKind.HARM:
        return has(_RECOVERS, inside) and not has(_PEOPLE, inside)
    if assertion.kind is AssertionKind.CAUSE:
        return any(_REASON.match(said.folded, said.start) for said in inside)
    warns = has(_DANGER, inside) and not any(said.clause.negators for said in inside)
    return assertion.kind is AssertionKind.SAFETY and (warns or _is_explained(inside) or has(_GOES_ON, inside))


def _denies_the_refuted(inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """“We never asked for that” may deny what the ledger refutes, and compares nothing with the past."""
    if not any(said.clause.negators or said.clause.swallows for said in inside):
        return False
    return any(m.item.status is Status.REFUTED and m.of_text >= AGREE and len(m.keys) >= ENOUGH for m in matters)


def _answers_refuted(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """Whether the past is only spoken of to deny what the ledger refutes, or a word of safety turns round such an alarm."""
    if assertion.kind is not AssertionKind.SAFETY:
        return assertion.kind is AssertionKind.HISTORY and _denies_the_refuted(inside, matters)
    alarms = (m for m in matters if m.item.status is Status.REFUTED and m.of_text >= AGREE)
    return any(not any(o.kind is AssertionKind.SAFETY and not o.negative for o in m.item.assertions) for m in alarms)


def _is_mostly(said: Said) -> bool:
    """Whether most of a clause is one certain fact: what follows from a fact is told more often than what caused it."""
    return any(m.item.is_certain and m.of_text >= AGREE and said.speaks_of(m) for m in said.matches)


def _rewords(assertion: Assertion, inside: Sequence[Said], matters: Sequence[Matter]) -> bool:
    """Whether the clauses may be a certain line or a promise in other words."""
    if any(_is_the_line(said, match) for said in inside for match in said.matches):
        return True
    if assertion.kind is AssertionKind.CAUSE and any(_is_mostly(said) for said in inside):
        return True
    known = (m for m in matters if m.of_text >= _REWORDED and (m.item.is_certain or m.item.kind is Kind.PROMISE))
    return any(agrees(inside, matter) for matter in known)


def _leaves_open(matters: Sequence[Matter]) -> bool:
    """A denial is wrong where the ledger leaves the matter open; elsewhere it may be a manner of speaking."""
    known = max((matter.of_text for matter in matters if matter.item.is_certain), default=0.0)
    return any(matter.of_text >= max(AGREE, known) and matter.item.status in _UNSETTLED for matter in matters)


def _is_explained(inside: Sequence[Said]) -> bool:
    """Whether a colon leads from a word of comfort to what is so: "Your wages are safe: they were paid on Friday."."""
    last = inside[-1]
    after = last.folded[last.end : last.end + 1]
    return after in (":", "：") and not last.is_label


def _is_the_line(said: Said, match: Match) -> bool:
    """Whether a clause is a certain line in other words, or gives a figure that only such a line can mean."""
    if not match.item.is_certain:
        return False
    return (match.of_line >= TELLING and said.speaks_of(match)) or any(_TELLING_FIGURE.match(key) for key in match.keys)


def agrees(inside: Sequence[Said], matter: Matter) -> bool:
    """Whether text and item negate the same of what they share."""
    clauses = [clause for sentence in matter.item.sentences for clause in sentence.clauses]
    shared = matter.keys & frozenset(key for clause in clauses for key in clause.keys)
    if len(shared) < ENOUGH:
        return True
    if any(clause.negators for clause in clauses) and any(said.clause.negators for said in inside):
        # "Found in two jars of L1 and in no jar of L2": what is negated goes with its number or name.
        values = {key for key in matter.item.keys if key[0] in "=@"}
        if any(said.keys & values for said in inside):
            return True
    negated = frozenset(key for said in inside for key in said.clause.negated)
    theirs = frozenset(key for clause in clauses for key in clause.negated)
    return abs(len(shared & negated) - len(shared & theirs)) / len(shared) <= AGREE


def has(pattern: re.Pattern[str], inside: Sequence[Said]) -> bool:
    """Whether a pattern holds in one of some clauses."""
    return any(pattern.search(said.folded, said.start, said.end) for said in inside)
