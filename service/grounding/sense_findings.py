"""Findings on what clauses say: leaks, strength, assertions, acts and promises."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.findings import Finding
from service.grounding import messages
from service.grounding.alignment import Kind
from service.grounding.assertions import Assertion, AssertionKind, find_assertions
from service.grounding.authorities import foreign
from service.grounding.backing import Unbacked, unbacked
from service.grounding.checked import CheckedText
from service.grounding.coming import coming
from service.grounding.confirmation import affirmed, verified
from service.grounding.differences import differences
from service.grounding.evidence import Evidence
from service.grounding.folding import Sentences, Span
from service.grounding.incompatible import incompatible
from service.grounding.leaks import find_leaks, told_otherwise
from service.grounding.marks import Mark
from service.grounding.modality import ahead_of_time, with_its_time
from service.grounding.novelty import novel_statements, wider_promises
from service.grounding.plainness import withholds
from service.grounding.promise_matter import PromisedMatter
from service.grounding.promise_words import kinds_in, remedies, words
from service.grounding.promises import PLAIN_SPOKEN, Promise, classes_in, find_promises
from service.grounding.provenance import named_in
from service.grounding.roles import NO_ROLE
from service.grounding.said import MOST, Said, clauses_at, within
from service.grounding.scope import reporters
from service.grounding.settled import settled
from service.grounding.strength import mismatches
from service.grounding.suspicion import RULE, suspects
from service.grounding.swapped import swapped
from service.grounding.types import Claim, ClaimKind, Mention, Moment
from service.grounding.whole_lines import told_whole
from service.grounding.wishes import is_an_approved_one
from service.i18n import Localized
from service.language import text_language
from service.patterns import lazy

_NOT_KNOWN = lazy(
    r"[^，。；]{0,24}(?:尚|还|仍|目前|暂时?|现在|都)(?:不|未|没|没有|无法|不能)(?:得而?)?(?:知晓|知道|知|清楚|确定|明确|明了|明朗|掌握|有(?:结果|结论|定论|答案)|结论|定论)"
)
# How far behind a clause a time of its own may stand.
_AHEAD = 80
# Words of a sentence that make its promise part of a commitment.
_SEVERAL = 3
_IN_PASSING = frozenset({"reply", "touch", "follow", "improve", "investigate"})
_HELP = frozenset({"follow", "reply", "touch"})
_DATED = frozenset({ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME})
_TIMED = frozenset({ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME, ClaimKind.DURATION})
_COUNTED = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY, ClaimKind.MONEY, ClaimKind.PERCENT})


def leaks(checked: CheckedText, loose: list[Mention]) -> Iterator[Finding]:
    """Hidden facts that show."""
    by_words = list(find_leaks(checked.reading.folded, checked.sentences, loose, checked.grounds.secrets))
    found = {leak.fact: leak for leak in by_words}
    otherwise = (leak for leak in told_otherwise(checked.said, checked.grounds.board) if leak.fact not in found)
    for leak in (*by_words, *otherwise):
        message = Localized(
            f"这里透露了不公开的事实 {leak.fact}。", f"This tells of {leak.fact}, a fact that is not for publication."
        )
        advice = Localized("删去。", "Cut it.").in_(checked.language)
        evidence = Evidence.DIFFERENT if _is_only_asked(checked, leak.span, loose) else Evidence.FORBIDDEN
        yield checked.finding(
            "confidential-leak", leak.span, message.in_(checked.language), evidence, suggestion=advice, basis=leak.fact
        )


def _is_only_asked(checked: CheckedText, span: Span, loose: Sequence[Mention]) -> bool:
    """Whether a question shares no more than words with what is hidden: people ask what they have heard."""
    if any(mention.start < span.end and span.start < mention.end for mention in loose):
        return False
    return any(said.asked or said.sentence.marks & Mark.QUESTION for said in clauses_at(checked.said, span.start))


def departures(checked: CheckedText) -> Iterator[Finding]:
    """Clauses that say more, less or otherwise than their line of the ledger; each place once."""
    found = [mismatch for said in checked.said for mismatch in mismatches(said, checked.grounds.board)]
    found += [*verified(checked.said, checked.grounds.board), *affirmed(checked.said)]
    told_by_all = (reporters(said, checked.grounds.board) for said in checked.said)
    found += [mismatch for mismatch in told_by_all if mismatch is not None]
    now = _now(checked)
    moments = [mention for mention in checked.reading.mentions if isinstance(mention.value, Moment)]
    starts = [mention.start for mention in moments]
    early = (
        ahead_of_time(
            said,
            moments[bisect_left(starts, with_its_time(said)) : bisect_left(starts, min(said.sentence.end, said.end + _AHEAD))],
            now,
        )
        for said in checked.said
    )
    found += [mismatch for mismatch in early if mismatch is not None]
    places = sorted(mismatch.span.start for mismatch in found)
    for said in checked.said:
        if bisect_left(places, said.start) == bisect_left(places, said.end):
            found += differences(said, checked.grounds.board)
    places = sorted(mismatch.span.start for mismatch in found)
    found += [
        item
        for item in (*settled(checked.said, checked.grounds.board), *told_whole(checked.said, checked.grounds.board))
        if bisect_left(places, item.span.start) == bisect_left(places, item.span.end)
    ]
    found += swapped(checked.reading.folded, checked.reading.mentions, checked.grounds.board)
    found += incompatible(checked.reading.folded, checked.reading.mentions, checked.grounds.board)
    told: set[tuple[int, str]] = set()
    for mismatch in found:
        if (mismatch.span.start, mismatch.rule) in told:
            continue
        told.add((mismatch.span.start, mismatch.rule))
        yield checked.finding(
            mismatch.rule,
            mismatch.span,
            messages.mismatch_message(mismatch, checked.language),
            mismatch.evidence,
            suggestion=messages.mismatch_suggestion(mismatch, checked.text, checked.language),
            basis=mismatch.item.id if mismatch.item else None,
        )


def widenings(checked: CheckedText) -> Iterator[Finding]:
    """What approved promises are given beyond their words."""
    for item in wider_promises(checked.said, checked.grounds.board):
        held = item.nearest.id if item.nearest else ""
        told = Localized(f"这里比承诺 {held} 多许了一些内容。", f"This promises more than {held} does.")
        yield checked.finding(
            "promise-widened",
            Span(item.start, item.end),
            told.in_(checked.language),
            Evidence.UNFOUND,
            suggestion=messages.cut_or_add(checked.language),
            basis=held,
        )


def _now(checked: CheckedText) -> Moment:
    issued = checked.grounds.brief.issued_at
    return Moment(issued.year, issued.month, issued.day, issued.hour, issued.minute)


def assertions(checked: CheckedText) -> Iterator[Finding]:
    """Causes, results, official acts and the like that no line backs."""
    found = find_assertions(checked.reading.folded, checked.sentences)
    for item in unbacked(found, checked.said, checked.grounds.board, checked.grounds.ceiling):
        assertion = item.assertion
        if assertion.kind is AssertionKind.AUTHORITY and _is_issuer(checked, assertion):
            continue
        sentence = checked.sentences.at(assertion.start)
        inside = within(checked.said, sentence.start, sentence.end)
        # "Some of what has been said about the cause is not correct" denies what the ledger refutes, by its topic.
        if assertion.kind is AssertionKind.DENIAL and (
            named_in(inside, sentence, checked.grounds.topics) or _denies_nothing(checked, item, inside)
        ):
            continue
        yield checked.finding(
            messages.assertion_rule(assertion),
            Span(assertion.start, assertion.end),
            messages.assertion_message(item, checked.language),
            item.evidence,
            suggestion=messages.assertion_suggestion(item, checked.language),
            basis=item.nearest.id if item.nearest else None,
        )


def _denies_nothing(checked: CheckedText, item: Unbacked, inside: Sequence[Said]) -> bool:
    """Whether a negation that no line was found for denies nothing of the matter: “We neither confirm nor reject that”, "I just don't have that"."""
    if item.evidence is not Evidence.UNFOUND:
        return False
    sentence = checked.sentences.at(item.assertion.start)
    if withholds(checked.reading.folded, sentence):
        return True
    start, end = item.assertion.start, item.assertion.end
    return not any(key[0] not in "=@" for said in inside if said.start < end and start < said.end for key in said.keys)


def _is_issuer(checked: CheckedText, assertion: Assertion) -> bool:
    """Whether the only authority that an assertion names is the issuer, a hospital or a school, by one of its names."""
    words = checked.reading.folded[assertion.start : assertion.end]
    plain = words
    for name in checked.grounds.issuer:
        plain = plain.replace(name, _WE[checked.language])
    again = find_assertions(plain, Sentences(plain)) if plain != words else [assertion]
    return not any(other.kind is AssertionKind.AUTHORITY for other in again)


_WE = {"zh": "我们", "en": "we"}


def authorities(checked: CheckedText) -> Iterator[Finding]:
    """Authorities of a kind the ledger does not name."""
    acting: list[Span] | None = None
    for item in foreign(checked.said, checked.grounds.authorities, checked.grounds.ledger.acronyms):
        words = checked.text[item.span.start : item.span.end]
        told = Localized(
            f"台账的公开内容里没有“{words}”这类机构。", f"Nothing public in the ledger names an authority such as “{words}”."
        )
        advice = Localized("删去，或写台账里的机构。", "Cut it, or name the authority the ledger gives.").in_(checked.language)
        if acting is None:
            acting = _acting(checked)
        # A court may be a tennis court: only who is said to have done something, or is named in full, took part in this.
        acts = any(other.start < item.span.end and item.span.start < other.end for other in acting)
        evidence = Evidence.ABSENT if acts else Evidence.UNFOUND
        yield checked.finding("ungrounded-authority", item.span, told.in_(checked.language), evidence, suggestion=advice)


def _acting(checked: CheckedText) -> list[Span]:
    """The places of names, and of what authorities are said to have found or done."""
    named = [Span(m.start, m.end) for m in checked.reading.mentions if m.kind is ClaimKind.NAME and not m.unsure]
    asserted = find_assertions(checked.reading.folded, checked.sentences)
    return named + [Span(item.start, item.end) for item in asserted if item.kind is AssertionKind.AUTHORITY]


def novelties(checked: CheckedText, findings: Sequence[Finding]) -> Iterator[Finding]:
    """New matter in clauses that no other finding names."""
    for item in novel_statements(checked.said, checked.grounds.board):
        if any(finding.start < item.end and item.start < finding.end for finding in findings):
            continue
        yield checked.finding(
            "ungrounded-act" if item.is_act else "ungrounded-statement",
            Span(item.start, item.end),
            messages.novel_message(item, checked.language),
            item.evidence,
            suggestion=messages.cut_or_add(checked.language),
            basis=item.nearest.id if item.nearest else None,
        )


def suspicions(
    checked: CheckedText, findings: Sequence[Finding], routine: Sequence[Span], claims: Sequence[Claim]
) -> Iterator[Finding]:
    """Sentences that are more like inventions than like the ledger told anew, where no other finding is and no `routine` promise."""
    told = Localized("台账里找不到与这句话相当的内容，请核对。", "No line of the ledger seems to say this. Please check it.").in_(
        checked.language
    )
    places = sorted([*(finding.start for finding in findings), *(place.start for place in routine)])
    ends = sorted([*(finding.end for finding in findings), *(place.end for place in routine)])
    counted = [claim for claim in claims if claim.kind in _COUNTED and claim.supported_by]
    for item in suspects(checked.said, checked.grounds.board):
        # As many findings begin before its end as end before its start: none meets it.
        if bisect_left(places, item.end) != bisect_left(ends, item.start + 1):
            continue
        # “共有5名顾客就诊”: a figure that the ledger yields is nearly all of it.
        if item.is_short and any(item.start <= claim.start < item.end for claim in counted):
            continue
        yield checked.finding(
            RULE,
            Span(item.start, item.end),
            told,
            Evidence.UNFOUND,
            suggestion=messages.cut_or_add(checked.language),
            basis=item.nearest.id if item.nearest else None,
        )


def promises(checked: CheckedText) -> list[Promise]:
    """The promises of the text."""
    timed = [Span(m.start, m.end) for m in checked.reading.mentions if m.kind in _TIMED]
    matter = PromisedMatter(checked.grounds.board, checked.said)
    found = find_promises(checked.reading.folded, checked.sentences, checked.grounds.commitments, timed, matter)
    told = [
        promise
        for promise in found
        if promise.unapproved or not (_says_what_is_open(checked, promise) or _is_of_a_fact(checked, promise))
    ]
    return [replace(promise, routine=True) if _is_help(checked, promise) else _at_its_time(checked, promise) for promise in told]


def _is_of_a_fact(checked: CheckedText, promise: Promise) -> bool:
    """“报告预计8月14日出具”, word for word a certain fact: what is expected of others the ledger itself says."""
    sentence = checked.sentences.at(promise.span.start)
    inside = within(checked.said, sentence.start, sentence.end)
    return not promise.supported_by and any(
        match.item.kind is Kind.FACT and match.item.is_certain and match.of_text >= MOST and any(k[0] == "=" for k in match.keys)
        for said in inside
        if said.start < promise.span.end and promise.span.start < said.end
        for match in said.matches
    )


def _at_its_time(checked: CheckedText, promise: Promise) -> Promise:
    """A promise no words of a commitment hold, for the very day or hour of one: it may be that one in plain words."""
    if promise.supported_by or promise.unapproved or promise.unsure:
        return promise
    approved = {item.id for item in checked.grounds.commitments.approved}
    ledger = checked.grounds.ledger
    for mention in checked.reading.mentions:
        if mention.kind in _DATED and promise.span.start <= mention.start < promise.span.end:
            ids = ledger.support(mention, checked.roles.get(mention.start, NO_ROLE))
            if "next_update_at" in ids and not remedies() & classes_in(_words(checked, promise.span)):
                # "I will revert at 5 p.m.": to be heard of again at that time, by whatever verb.
                return replace(promise, supported_by=("next_update_at",), routine=True)
            if approved & set(ids):
                return replace(promise, unsure=True)
    doubted = _is_beside_a_commitment(checked, promise) or _is_denied(checked, promise) or not _is_unmistakable(checked, promise)
    return replace(promise, unsure=True) if doubted else promise


def _is_unmistakable(checked: CheckedText, promise: Promise) -> bool:
    """Whether it gives, pays, does or guarantees something; that somebody will write, look or get better is said in passing too."""
    said = _words(checked, promise.span)
    language = text_language(said)
    return bool(classes_in(said) - _IN_PASSING or kinds_in(said)) or words(language).strong.search(said) is not None


def _is_denied(checked: CheckedText, promise: Promise) -> bool:
    """Whether it is denied, not promised: "there is no truth to talk that the centre will close"."""
    sentence = checked.sentences.at(promise.span.start)
    inside = within(checked.said, sentence.start, sentence.end)
    here = [said for said in inside if said.start < promise.span.end and promise.span.start < said.end]
    # "The refund isn't for all flights" promises nothing; "we will not charge you" does.
    negated = bool(here) and all(said.clause.negators and not said.clause.marks & Mark.FUTURE for said in here)
    return negated or any(said.sentence.marks & Mark.DENIED for said in inside)


def _words(checked: CheckedText, span: Span) -> str:
    return checked.reading.folded[span.start : span.end].lower()


def _is_beside_a_commitment(checked: CheckedText, promise: Promise) -> bool:
    """Whether the sentence shares so much with an approved commitment that its promise may be part of it in other words.

    What is given on top is not: nobody words a refund so that it cannot be told from a compensation.
    """
    sentence = checked.sentences.at(promise.span.start)
    plain = classes_in(_words(checked, promise.span)) & PLAIN_SPOKEN
    for said in within(checked.said, sentence.start, sentence.end):
        for item in checked.grounds.commitments.approved:
            keys = said.together.get(item.id, frozenset())
            values = sum(key[0] == "=" for key in keys)
            if plain - item.classes and not (plain == {"gift"} and values > 1):
                continue
            if len(keys) >= _SEVERAL or (len(keys) > 1 and values):
                return True
    return False


def _says_what_is_open(checked: CheckedText, promise: Promise) -> bool:
    """“目前董事会的决定尚不知晓”: behind a promise, a clause that only says what nobody knows yet promises nothing."""
    words = checked.reading.folded[promise.span.start : promise.span.end]
    return not promise.supported_by and _NOT_KNOWN.fullmatch(words.strip("，。；")) is not None


def _is_help(checked: CheckedText, promise: Promise) -> bool:
    """Help for whoever turns to us is part of telling readers what to do: “如果您感到不适，请先就医，并拨打……，我们来跟进”."""
    if promise.unapproved or not classes_in(checked.reading.folded[promise.span.start : promise.span.end]) <= _HELP:
        return False
    sentence = checked.sentences.at(promise.span.start)
    before = [said for said in within(checked.said, sentence.start, promise.span.start) if said.end <= promise.span.start]
    marks = [said.clause.marks for said in before]
    return any(mark & Mark.CONDITION for mark in marks) and any(mark & Mark.REQUEST for mark in marks)


def comings(checked: CheckedText) -> Iterator[Finding]:
    """Results and services that are said to be there at a time of which no public line knows."""
    ledger = checked.grounds.ledger
    update = [
        Span(mention.start, mention.end)
        for mention in checked.reading.mentions
        if isinstance(mention.value, Moment)
        and mention.value.hour is not None
        and "next_update_at" in ledger.support(mention, checked.roles.get(mention.start, NO_ROLE))
    ]
    for item in coming(checked.said, checked.grounds.board, update):
        told = Localized("台账的公开内容没有说这件事何时会有结果。", "Nothing public in the ledger says when this will be so.")
        advice = Localized("删去，或先把时间写入台账。", "Cut it, or put the time into the ledger first.")
        yield checked.finding(
            "ungrounded-promise",
            item.span,
            told.in_(checked.language),
            item.evidence,
            suggestion=advice.in_(checked.language),
            basis=item.nearest.id if item.nearest else None,
        )


def promise_finding(checked: CheckedText, promise: Promise) -> Finding:
    """The finding on a promise no approved commitment holds."""
    doubted = promise.unapproved is not None and is_an_approved_one(checked, promise)
    return checked.finding(
        "unapproved-promise" if promise.unapproved else "ungrounded-promise",
        promise.span,
        messages.promise_message(promise, checked.language),
        Evidence.UNFOUND if doubted else promise.evidence,
        suggestion=messages.promise_suggestion(promise, checked.language),
        basis=promise.unapproved or promise.nearest,
    )
