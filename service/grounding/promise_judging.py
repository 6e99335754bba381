"""A promising clause judged: held by a commitment or a fact, anyone's to make, widened, unapproved, or an invention."""

import re

from service.grounding import lexicon
from service.grounding.folding import Span
from service.grounding.overlap import Gram, grams, share, telling_of
from service.grounding.promise_clause import Promise, PromisingClause, narrowed
from service.grounding.promise_holders import Commitments, Holder
from service.grounding.promise_width import is_wider
from service.grounding.promise_words import is_vague, kinds_in, names_next_update, objects_of, remedies
from service.patterns import lazy

# A promise whose action needs an object shares at least this much of its content with the commitment.
_OBJECT_SHARE = 0.2
# What is brought, sent or paid was named in the sentence before.
_ITS_OBJECT = lazy(
    r"\b(?:bring|bringing|send|sending|deliver|delivering|pay|paying|cover|covering|return|returning|replace|replacing|give|giving|get|getting|hand|handing|post|posting|refund|refunding|put|putting|settle|settling|meet|meeting) (?:you |them )?(?:it|them|those|these|that|this)\b"
)
# “补偿的事”, “退款事宜请拨打……”: what a clause only names, or tells whom to ask about.
_NAMES_ONLY = lazy(
    r"^[^，。；]{0,12}(?:的事|事宜|一事|的问题)$|(?:事宜|事项|的事|一事|的问题)[^，。；]{0,6}(?:请|可)[^，。；]{0,4}(?:到|拨|联系|咨询|找|打|致电|问)"
    r"|(?:请勿|不要|不得|切勿|严禁|不准|不许)[^，。；]{0,10}(?:许诺|承诺|答应|表态)"
)
# A clause that repeats this much of a public confirmed fact states the fact.
_FACT_SHARE = 0.75
# What one may feel or ask is nothing one is given.
_MAY_FEEL = lazy(
    r"有(?:权利?|理由)(?:要求|期待|期望|生气|知道|不满|追问|质疑|失望)|\b(?:entitled|right) to (?:expect|ask|know|feel|be|think|wonder|demand|hear|complain|question|an (?:answer|explanation|apology))\b",
    re.IGNORECASE,
)
_UNAPPROVED_SHARE = 0.5
_TOUCH_SHARE = 0.34
_TOUCH_GRAMS = 3
_OWN_SHARE = 0.3
# A free promise ("we will build a garden") is an invention when most of what it says is nowhere in the ledger.
_NEW_SHARE = 0.5
_NEW_GRAMS = {"zh": 4, "en": 2}
_REFUND_LIKE = frozenset({"costs", "free", "refund"})


def judge(said: PromisingClause, span: Span, held: Commitments) -> Promise | None:
    """What comes of a promising clause under these commitments; None where it promises nothing that binds."""
    stated = _routine(said, span, held)
    if stated is not None:
        return stated
    content = frozenset(grams(said.text))
    fact = next((it.id for it in held.facts if share(content, it.content) >= _FACT_SHARE and said.classes <= it.classes), None)
    if fact is not None:
        return Promise(span, supported_by=(fact,))
    classes = _counted(said)
    if (not classes and _MAY_FEEL.search(said.text)) or _NAMES_ONLY.search(said.text):
        return None
    if not classes:
        return _judge_free(said, span, content, held)
    return _judge_classes(said, span, classes, content, held)


def _counted(said: PromisingClause) -> frozenset[str]:
    """The classes a promise must be held for: being given something is no class of its own beside what is given."""
    classes = said.classes
    if said.words.restraint.search(said.text) or said.words.cooperate.search(said.text):
        classes -= {"investigate"}
    if "entitle" in classes and _MAY_FEEL.search(said.text):
        classes -= {"entitle"}
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
