"""How a clause speaks of what is to be done: as a promise, an offer, a wish, a request, or as what others do or have done."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from service.grounding import lexicon
from service.grounding.promise_words import Words, remedies, words
from service.language import TextLanguage
from service.patterns import lazy

_PASSIVE = lazy(
    r"\bwill (?:also |then |all |now )?be (?:\w+ly )?(?:\w+ed|built|put|made|given|sent|paid|cut|set|held|taken|brought)\b"
)
_AFTER = {
    "zh": lazy(r"(?:也|还|都|就|立即|马上|尽快|一定|同时|另外)*(?:[于在][^，。；]{1,16}?[前内日时里上中])?"),
    "en": lazy(r"\s*(?:(?:also|now|then|all|only|not|never|\w+ly) )*(?:be (?=\w+(?:ing|ed|built|made|given|sent|paid)\b))?"),
}
_NOTHING = lazy(
    r"(?:that)?(?: (?:to )?you)?(?: (?:is|are)(?: (?:only |just )?(?:this|these|simple|one thing))?)?[\s，,：:。.！!“”\"]*$"
)
_SAYS = lazy(r"(?:说|称|表示|said|says|claim\w*|that)[，,：:\s“\"]*$")


# "When you'll sleep in your own bed": who will is the reader.
_THEIRS = lazy(r"\b(?:you|they|he|she|who)(?: (?:all|both|still|also))? ?$")
_THEIRS_TAIL = 12
# “合规部会在1月30日18时之前，将……”: what is to be done follows.
_ONLY_WHEN = lazy(
    r"(?:[喺在于]|[\d一二三四五六七八九十两半年月日号时点分:：]|凌晨|傍晚|[早晚]上|[上下]午|中午|[今明听]天|听日|[之以]?[前内])*[\s，,、]*$"
)
# A saying verb stands at most this far before the clause it reports.
_TAIL = 16


@dataclass(frozen=True, slots=True)
class Intent:
    """The marks of one clause. `start`: where its main clause begins, after a condition. `mild`: its verb binds to nothing."""

    start: int = 0
    future: bool = False
    strong: bool = False
    done: bool = False
    open: bool = False
    others: bool = False
    request: bool = False
    wished: bool = False
    mentioned: bool = False
    offered: bool = False
    ours: bool = False
    mild: bool = False
    is_lead_in: bool = False
    updated: bool = False
    # Somebody else's future; and one whose act stands in the next clause.
    theirs: bool = False
    opens: bool = False

    def commits(self, classes: frozenset[str], *, carried: bool) -> bool:
        """Whether a clause that names these action classes is a promise of the company."""
        remedy = not remedies().isdisjoint(classes)
        if self.request and not (remedy and self.offered):
            return False
        if self.open and not any(lexicon.promises().actions[name].negated for name in classes):
            return False
        if self.others and not self.strong:
            return False
        if self.wished and not remedy:
            return False
        if self.future or self.strong:
            return bool(classes) or self.strong or self.updated or self.ours
        if carried and classes and not self.mentioned:
            return True
        return remedy and self.offered and not self.done and not self.mentioned


def intent_of(text: str, before: str, language: TextLanguage, names: tuple[str, ...]) -> Intent:
    """The marks of a lower-cased clause; `before` is its sentence up to it, `names` are those of the company."""
    found = _marks(text, language, names)
    if before and _SAYS.search(before[-_TAIL:]):
        return replace(found, others=True)
    return found


# An FAQ says one clause ten times.
@lru_cache(maxsize=8192)
def _marks(text: str, language: TextLanguage, names: tuple[str, ...]) -> Intent:
    of = words(language)
    start = 0
    request = of.requests.search(text) is not None
    if request and (main := of.mains.search(text)) and main.start() > 1:
        start, request = main.start(), False
        text = text[start:]
    strong = of.strong.search(text)
    future = of.future.search(text)
    marker = future or strong
    markers = list(of.future.finditer(text)) if future else []
    theirs = (
        bool(markers)
        and strong is None
        and all(_THEIRS.search(text, max(0, m.start() - _THEIRS_TAIL), m.start()) for m in markers)
    )
    # 以后门店都会…: who acts stands before the last of several marks.
    last = max((match.end() for match in markers), default=strong.end() if strong else len(text))
    ours = not theirs and (of.company.search(text, 0, last) is not None or any(name in text for name in names))
    offer = of.offers.search(text)
    done = of.done.search(text)
    return Intent(
        start=start,
        future=future is not None,
        strong=strong is not None,
        # 已购买的可全额退款: what is offered after it is not done.
        done=done is not None and not _is_after(done, offer, of, text, language),
        open=of.open.search(text) is not None,
        request=request,
        wished=of.aims.search(text) is not None,
        mentioned=of.mentioned.search(text) is not None,
        offered=offer is not None or start > 0,
        mild=future is not None and _is_mild(text, future.end(), language, of),
        is_lead_in=strong is not None and future is None and _NOTHING.match(text, strong.end()) is not None,
        updated=of.update.search(text) is not None,
        others=_is_others(text, marker, of, ours=ours),
        theirs=theirs,
        opens=bool(markers) and strong is None and _ONLY_WHEN.match(text, last) is not None,
        ours=ours or (language == "en" and _PASSIVE.search(text) is not None),
    )


def _is_after(done: re.Match[str], offer: re.Match[str] | None, of: Words, text: str, language: TextLanguage) -> bool:
    """Whether what is done only tells to whom an offer is made: 已购买的可全额退款, “free entry for all who were there”."""
    if offer is None or (offer.end() <= done.start() and not text[offer.end() : done.start()].strip()):
        # "Refunds were paid" is told as done.
        return False
    return of.offers.search(text, done.end()) is not None or (language == "en" and offer.start() < done.start())


def _is_mild(text: str, at: int, language: TextLanguage, of: Words) -> bool:
    """Whether the verb after "will" binds to nothing by itself."""
    skipped = _AFTER[language].match(text, at)
    return of.benign.match(text, skipped.end() if skipped else at) is not None


def _is_others(text: str, marker: re.Match[str] | None, of: Words, *, ours: bool) -> bool:
    """Whether somebody else than the company is to act, or is said to have said so."""
    if of.reported.search(text):
        return True
    end = marker.start() if marker else len(text)
    return not ours and of.others.search(text, 0, end) is not None and of.company.search(text) is None
