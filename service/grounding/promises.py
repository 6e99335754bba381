"""Promises: clauses in which the company commits itself, held against the commitments of the brief."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.promise_clause import Promise, PromisingClause, without_leads
from service.grounding.promise_holders import Commitments, Holder, commitments_of
from service.grounding.promise_intent import Intent, intent_of
from service.grounding.promise_judging import judge
from service.grounding.promise_matter import PromisedMatter
from service.grounding.promise_width import is_wider, widening_words
from service.grounding.promise_words import (
    classes_in,
    kinds_in,
    lower,
    may_carry_on,
    may_widen,
    named,
    places_to_read,
    remedies,
    words,
)
from service.language import TextLanguage, text_language
from service.patterns import lazy

__all__ = ["PLAIN_SPOKEN", "Commitments", "Promise", "classes_in", "commitments_of", "find_promises"]

_HEADING = lazy(r"[\s\W]*(?:what|how|who|when|where|why|which)\b[^,;.:]{0,60}:")
# Nobody gives these away in other words than their own.
PLAIN_SPOKEN = frozenset({"compensate", "discount", "gift", "monitoring", "nature", "prevent", "support", "warranty"})


def find_promises(
    folded: str, sentences: Sentences, held: Commitments, timed: list[Span], matter: PromisedMatter | None = None
) -> Iterator[Promise]:
    """Every promise of a folded text. `timed`: places of dates, times and durations, for updates promised at a time.

    `matter`: what its clauses speak of, so that a commitment in quite other words still holds its promise.
    """
    lowered = lower(folded)
    places = places_to_read(lowered)
    times = sorted(timed, key=lambda span: span.start)
    starts = [span.start for span in times]
    before: tuple[Holder, ...] = ()
    for sentence in sentences.spans:
        text = lowered[sentence.start : sentence.end]
        here = bisect_left(places, sentence.start) < bisect_left(places, sentence.end)
        if not here and not (before and may_widen(text)):
            before = ()
            continue
        if text.rstrip("”’」』\"' \n").endswith(("？", "?")):
            continue
        inside = times[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        reader = _Reader(lowered, held, tuple(lowered[span.start : span.end] for span in inside), before, places)
        found, before = _read(reader, sentence, sentences, matter)
        yield from found


def _read(
    reader: "_Reader", sentence: Span, sentences: Sentences, matter: PromisedMatter | None
) -> tuple[Sequence[Promise], tuple[Holder, ...]]:
    """The promises of a sentence and the commitments it told of, read once for all texts in which it stands like this."""
    seen = matter.seen(sentence) if matter is not None else None
    if matter is None or seen is None:
        return reader.weighed(sentence, sentences, matter)
    given = reader.times, tuple(item.id for item in reader.remedied)
    promises, remedied = seen.once(
        "promises", given, lambda: _placed(*reader.weighed(sentence, sentences, matter), -sentence.start)
    )
    return _placed(promises, remedied, sentence.start)


def _placed(promises: Sequence[Promise], remedied: tuple[Holder, ...], by: int) -> tuple[tuple[Promise, ...], tuple[Holder, ...]]:
    return tuple(replace(promise, span=Span(promise.span.start + by, promise.span.end + by)) for promise in promises), remedied


class _Reader:
    """Reads one sentence, clause by clause."""

    def __init__(
        self, lowered: str, held: Commitments, times: tuple[str, ...], before: tuple[Holder, ...], places: list[int]
    ) -> None:
        self._places = places
        self._text = lowered
        self._held = held
        self.times = times
        # Commitments whose remedies this or the last sentence told of: words beside them may widen them.
        self.remedied = before
        self._last: frozenset[str] = frozenset()

    def weighed(
        self, sentence: Span, sentences: Sentences, matter: PromisedMatter | None
    ) -> tuple[tuple[Promise, ...], tuple[Holder, ...]]:
        """The promises of a sentence, held against its matter too, and the commitments of which it told."""
        found = self.read(sentence, sentences.clauses(sentence))
        if matter is not None:
            found = (_weighed(promise, self._text, sentence, matter, self._held) for promise in found)
        return tuple(found), self.remedied

    def read(self, sentence: Span, clauses: list[Span]) -> Iterator[Promise]:
        language = text_language(self._text[sentence.start : sentence.end])
        carried = False
        led: Intent | None = None
        beside: list[Span] = []
        for clause in clauses:
            text, before = self._text[clause.start : clause.end], self._text[sentence.start : clause.start]
            if led is None and not self._is_worth_reading(clause, text, language, carried=carried):
                beside.append(clause)
                continue
            if _HEADING.match(text):
                # "What you can get:" promises nothing yet.
                continue
            intent = intent_of(text, before, language, self._held.names)
            classes = named(text[intent.start :], language)
            if intent.is_lead_in or (intent.opens and not classes):
                led = intent
                continue
            intent, led = _led(intent, led, before, classes, language), None
            own = intent.future or intent.strong
            # 我们将…，…并…: what a promise's first clause says carries on, unless the clause turns to what is done.
            carried = own or (carried and not intent.done and not intent.others)
            if carried and not classes and not intent.future and self._adds_cost(text, intent):
                yield Promise(trimmed(self._text, clause), nearest=self.remedied[0].id)
                continue
            if not intent.commits(classes, carried=carried):
                beside.append(clause)
                continue
            carried = True
            start = clause.start + intent.start
            said = PromisingClause(
                text[intent.start :], before + text[: intent.start], start, intent, classes, language, self.times
            )
            span = without_leads(self._text, trimmed(self._text, Span(start, clause.end)), said.words)
            promise = judge(said, span, self._held)
            if promise is not None:
                if promise.unsure and classes <= {"touch"} and self.remedied:
                    continue
                yield promise
                self._remember(promise, classes)
        yield from self._widened(beside, language)

    def _is_worth_reading(self, clause: Span, text: str, language: TextLanguage, *, carried: bool) -> bool:
        if carried:
            return may_carry_on(text) or self._has_place(clause) or ("costs" in self._last and bool(kinds_in(text)))
        if not self._has_place(clause):
            return False
        if not remedies().isdisjoint(named(text, language)):
            return True
        of = words(language)
        return of.future.search(text) is not None or of.strong.search(text) is not None

    def _adds_cost(self, text: str, intent: Intent) -> bool:
        """Whether a list goes on from costs a commitment holds to one that none does: “, and the wages you've lost”."""
        if not self.remedied or intent.open or intent.others or intent.request or intent.mentioned or intent.done:
            return False
        kinds = kinds_in(text)
        return bool(kinds) and "costs" in self._last and not kinds & {kind for item in self.remedied for kind in item.kinds}

    def _has_place(self, clause: Span) -> bool:
        return bisect_left(self._places, clause.start) < bisect_left(self._places, clause.end)

    def _widened(self, beside: list[Span], language: TextLanguage) -> Iterator[Promise]:
        """Clauses next to a remedy that make it wider: 无需小票, no questions asked."""
        for clause in beside if self.remedied else ():
            if widening_words(self._text[clause.start : clause.end], self.remedied, language):
                span = without_leads(self._text, trimmed(self._text, clause), words(language))
                yield Promise(span, nearest=self.remedied[0].id)

    def _remember(self, promise: Promise, classes: frozenset[str]) -> None:
        if not remedies().isdisjoint(classes):
            self.remedied = tuple(item for item in self._held.approved if item.id in promise.supported_by)
            self._last = classes


def _led(intent: Intent, led: Intent | None, before: str, classes: frozenset[str], language: TextLanguage) -> Intent:
    """A clause with what the one that leads it in says of it: “我们承诺：……”, “合规部会在6时之前，……”."""
    if led is not None and led.opens:
        intent = replace(intent, future=True, ours=intent.ours or led.ours)
    strong = led is not None and led.is_lead_in
    if strong or (intent.future and not classes and not intent.ours and not intent.theirs):
        ours = intent.ours or words(language).company.search(before) is not None
        return replace(intent, strong=intent.strong or strong, ours=ours)
    return intent


def _weighed(promise: Promise, lowered: str, sentence: Span, matter: PromisedMatter, held: Commitments) -> Promise:
    """A promise no words of a commitment hold, unless one holds what it speaks of and it goes no further."""
    if promise.supported_by or promise.routine:
        return promise
    text = lowered[promise.span.start : promise.span.end]
    language = text_language(text)
    classes = named(text, language)
    before = lowered[sentence.start : promise.span.start]
    by_id = {item.id: item for item in held.approved}
    if promise.unapproved is None and not classes and (anchor := by_id.get(matter.anchor(promise.span) or "")):
        sure = words(language).strong.search(text) or is_wider(text, before, (anchor,), classes, language)
        return promise if sure else replace(promise, unsure=True)
    same = by_id.get(matter.same_values(promise.span) or "")
    if same is not None and not kinds_in(text) - same.kinds and not is_wider(text, before, (same,), classes, language):
        return Promise(promise.span, supported_by=(same.id,))
    if classes & PLAIN_SPOKEN:
        return promise
    holder = by_id.get(matter.holder(promise.span) or "")
    if holder is None and classes and promise.unapproved is None and matter.is_known(promise.span):
        # 按住建局的要求把账公示出来: what a fact says is asked for and a commitment does.
        holder = next((item for item in held.approved if classes <= item.classes), None)
    if holder is None or kinds_in(text) - holder.kinds:
        return promise
    if is_wider(text, before, (holder,), classes, language):
        return promise
    return Promise(promise.span, supported_by=(holder.id,))
