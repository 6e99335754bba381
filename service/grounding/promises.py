"""Promises: clauses in which the company commits itself, held against the commitments of the brief."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from service.grounding import lexicon
from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.overlap import Gram, grams, share
from service.grounding.promise_clause import Promise, PromisingClause, narrowed, without_leads
from service.grounding.promise_holders import Commitments, Holder, commitments_of
from service.grounding.promise_intent import Intent, intent_of
from service.grounding.promise_matter import PromisedMatter
from service.grounding.promise_width import is_wider, widening_words
from service.grounding.promise_words import (
    classes_in,
    is_vague,
    kinds_in,
    lower,
    may_carry_on,
    may_widen,
    named,
    names_next_update,
    objects_of,
    places_to_read,
    remedies,
    telling_of,
    words,
)
from service.language import TextLanguage, text_language
from service.patterns import lazy

__all__ = ["PLAIN_SPOKEN", "Commitments", "Promise", "classes_in", "commitments_of", "find_promises"]

# A promise whose action needs an object shares at least this much of its content with the commitment.
_OBJECT_SHARE = 0.2
# What is brought, sent or paid was named in the sentence before.
_ITS_OBJECT = lazy(
    r"\b(?:bring|bringing|send|sending|deliver|delivering|pay|paying|cover|covering|return|returning|replace|replacing|give|giving|get|getting|hand|handing|post|posting|refund|refunding|put|putting|settle|settling|meet|meeting) (?:you |them )?(?:it|them|those|these|that|this)\b"
)
_HEADING = lazy(r"[\s\W]*(?:what|how|who|when|where|why|which)\b[^,;.:]{0,60}:")
# A clause that repeats this much of a public confirmed fact states the fact.
_FACT_SHARE = 0.75
_UNAPPROVED_SHARE = 0.5
_TOUCH_SHARE = 0.34
_TOUCH_GRAMS = 3
_OWN_SHARE = 0.3
# A free promise ("we will build a garden") is an invention when most of what it says is nowhere in the ledger.
_NEW_SHARE = 0.5
_NEW_GRAMS = {"zh": 4, "en": 2}
# Nobody gives these away in other words than their own.
PLAIN_SPOKEN = frozenset({"compensate", "discount", "gift", "monitoring", "nature", "prevent", "support", "warranty"})
_REFUND_LIKE = frozenset({"costs", "free", "refund"})


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
        for promise in reader.read(sentence, sentences.clauses(sentence)):
            yield promise if matter is None else _weighed(promise, lowered, sentence, matter, held)
        before = reader.remedied


class _Reader:
    """Reads one sentence, clause by clause."""

    def __init__(
        self, lowered: str, held: Commitments, times: tuple[str, ...], before: tuple[Holder, ...], places: list[int]
    ) -> None:
        self._places = places
        self._text = lowered
        self._held = held
        self._times = times
        # Commitments whose remedies this or the last sentence told of: words beside them may widen them.
        self.remedied = before
        self._last: frozenset[str] = frozenset()

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
                text[intent.start :], before + text[: intent.start], start, intent, classes, language, self._times
            )
            span = without_leads(self._text, trimmed(self._text, Span(start, clause.end)), said.words)
            promise = _judge(said, span, self._held)
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


def _judge(said: PromisingClause, span: Span, held: Commitments) -> Promise | None:
    stated = _routine(said, span, held)
    if stated is not None:
        return stated
    content = frozenset(grams(said.text))
    fact = next((it.id for it in held.facts if share(content, it.content) >= _FACT_SHARE and said.classes <= it.classes), None)
    if fact is not None:
        return Promise(span, supported_by=(fact,))
    classes = _counted(said)
    if not classes:
        return _judge_free(said, span, content, held)
    return _judge_classes(said, span, classes, content, held)


def _counted(said: PromisingClause) -> frozenset[str]:
    """The classes a promise must be held for: being given something is no class of its own beside what is given."""
    classes = said.classes
    if said.words.restraint.search(said.text) or said.words.cooperate.search(said.text):
        classes -= {"investigate"}
    if "entitle" in classes and not remedies().isdisjoint(classes - {"entitle"}):
        classes -= {"entitle"}
    return classes


def _routine(said: PromisingClause, span: Span, held: Commitments) -> Promise | None:
    """Promises anyone may make: restraint, cooperation, the next update, results at the time of the next update."""
    of, text, classes = said.words, said.text, said.classes
    helping = of.restraint.search(text) or of.cooperate.search(text)
    if helping and not classes - {"investigate", "inspect", "touch", "publish"}:
        return Promise(span, routine=True)
    results = bool(of.results.search(text)) and "publish" in classes
    talk = not classes - {"publish", "reply", "touch", "improve", "investigate"}
    if results and talk and held.updates and not _split(said, classes, held)[0]:
        at_update = any(names_next_update(time, held.next_update) for time in said.times)
        if at_update or of.update.search(said.before + text):
            return Promise(span, supported_by=("next_update_at",), routine=True)
    if of.update.search(text) and not results and talk:
        if held.updates:
            return Promise(span, supported_by=("next_update_at",), routine=True)
        return Promise(span, routine=not said.times, nearest="next_update_at")
    if of.ordinary.search(text) and not classes - {"reply", "touch", "follow"}:
        return Promise(span, routine=held.contacts, unsure=True)
    return None


def _judge_free(said: PromisingClause, span: Span, content: frozenset[Gram], held: Commitments) -> Promise | None:
    """A promise of no known class: 我们保证…, “we will build a garden”."""
    said_of = telling_of(said.before + said.text)
    found = next((item for item in held.approved if _touches(said_of, item)), None)
    if found is not None:
        wider = is_wider(said.text, said.before, (found,), frozenset(), said.language)
        return Promise(span, nearest=found.id) if wider else Promise(span, supported_by=(found.id,))
    wished = next((item.id for item in held.unapproved if share(item.telling, said_of) >= _UNAPPROVED_SHARE), None)
    nearest = _nearest(content, held)
    if wished is not None:
        return Promise(span, unapproved=wished, nearest=nearest)
    principle = said.words.principle.search(said.text) is not None
    if said.intent.strong:
        return Promise(span, unsure=principle, nearest=nearest)
    if principle or said.intent.mild or said.language not in held.languages:
        return None
    new = content - held.known
    if len(new) >= _NEW_GRAMS[said.language] and share(content, new) >= _NEW_SHARE:
        return Promise(span, unsure=_points_back(said), nearest=nearest)
    return None


def _touches(said: frozenset[Gram], item: Holder) -> bool:
    return share(said, item.telling) >= _TOUCH_SHARE or len(said & item.telling) >= _TOUCH_GRAMS


def _nearest(content: frozenset[Gram], held: Commitments) -> str | None:
    best = max(held.approved, key=lambda item: share(content, item.content), default=None)
    return best.id if best else None


def _judge_classes(
    said: PromisingClause, span: Span, classes: frozenset[str], content: frozenset[Gram], held: Commitments
) -> Promise:
    holders, missing = _split(said, classes, held)
    nearest = holders[0].id if holders else _nearest(content, held)
    if missing:
        missing -= _told(said, missing, content, held)
    if not missing:
        if not holders:
            return Promise(span, routine=True)
        if not is_wider(said.text, said.before, holders, classes, said.language):
            return Promise(span, supported_by=tuple(dict.fromkeys(item.id for item in holders)))
        return Promise(span, unapproved=_unapproved(said, classes, held, wide=True), nearest=nearest)
    if holders:
        span = narrowed(said, span, missing)
    wished = _unapproved(said, missing, held)
    if wished is not None:
        return Promise(span, unapproved=wished, nearest=nearest)
    actions = lexicon.promises().actions
    if all(actions[name].ongoing for name in missing):
        return Promise(span, routine=held.checking or _is_checked(held), unsure=True, nearest=nearest)
    return Promise(span, unsure=_is_soft(said, missing) or _points_back(said), nearest=nearest)


def _points_back(said: PromisingClause) -> bool:
    """Whether what is promised was named before: "Medical bills? We are paying those."."""
    return _ITS_OBJECT.search(said.text) is not None


def _told(said: PromisingClause, missing: frozenset[str], content: frozenset[Gram], held: Commitments) -> frozenset[str]:
    """Classes that a confirmed fact tells of the same thing."""
    if said.words.widths["lasting"].search(said.text):
        return frozenset()
    return frozenset(
        name
        for name in missing
        if any(name in fact.classes and share(content, fact.content) >= _UNAPPROVED_SHARE for fact in held.facts)
    )


def _is_checked(held: Commitments) -> bool:
    return any("investigate" in fact.classes or "inspect" in fact.classes for fact in held.facts)


def _is_soft(said: PromisingClause, missing: frozenset[str]) -> bool:
    """Doubtful at most: being told, general responsibility, improvement of nothing in particular."""
    actions = lexicon.promises().actions
    if all(actions[name].soft or actions[name].ongoing for name in missing):
        return True
    if said.intent.strong:
        return False
    vague = missing <= {"improve"} and is_vague(said.text, said.language)
    return vague or (missing <= {"reply", "follow", "costs"} and said.words.principle.search(said.text) is not None)


def _split(said: PromisingClause, classes: frozenset[str], held: Commitments) -> tuple[tuple[Holder, ...], frozenset[str]]:
    """The commitments that hold the classes, and the classes none holds."""
    found: list[Holder] = []
    missing: set[str] = set()
    for name in sorted(classes):
        holder = _best(said, name, [item for item in held.approved if _holds(said, name, item)])
        if holder is not None:
            found.append(holder)
        else:
            missing.add(name)
    return tuple(dict.fromkeys(found)), frozenset(missing)


def _best(said: PromisingClause, name: str, holders: list[Holder]) -> Holder | None:
    content = telling_of(said.text)
    return max(holders, key=lambda item: (name in item.classes, share(content, item.telling)), default=None)


def _holds(said: PromisingClause, name: str, item: Holder) -> bool:
    action = lexicon.promises().actions[name]
    if name == "entitle":
        return _touches(telling_of(said.text), item) and not kinds_in(said.text) - item.kinds
    if not item.classes & {name, *action.like}:
        return False
    kinds = kinds_in(said.text) if name in _REFUND_LIKE else frozenset()
    if kinds - item.kinds:
        return False
    if name not in item.classes and not kinds and not _touches(telling_of(said.text), item):
        return False
    if not action.object or said.language not in item.languages:
        return True
    objects, its = objects_of(said.text, said.language), item.objects(said.language)
    return share(objects, its) >= _OBJECT_SHARE if objects else True


def _unapproved(said: PromisingClause, missing: frozenset[str], held: Commitments, *, wide: bool = False) -> str | None:
    """The commitment nobody has approved that the clause makes, by what it does and to what."""
    content = telling_of(said.text)
    actions = lexicon.promises().actions
    alike = missing | {other for name in missing for other in actions[name].like}
    best: tuple[float, str] | None = None
    for item in held.unapproved:
        shared, common = alike & item.classes, content & item.telling
        remedy = not wide and not remedies().isdisjoint(shared)
        foreign = said.language not in item.languages
        # What the public ledger speaks of too tells nothing of this one commitment.
        own = bool(common - held.known) and share(item.telling, content) >= _OWN_SHARE
        close = share(item.telling, content) >= _UNAPPROVED_SHARE
        new_fee = kinds_in(said.text) & item.kinds
        if remedy or close or own or new_fee or (shared and (common or foreign) and not wide):
            score = len(shared) + share(item.telling, content) + len(new_fee)
            best = max(best, (score, item.id)) if best else (score, item.id)
    return best[1] if best else None
