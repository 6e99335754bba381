"""Whether a promise goes further than the commitments that hold it: 双倍 for 全额, all customers for those of a batch, no receipt, for life."""

from service.grounding.overlap import grams
from service.grounding.promise_holders import Holder
from service.grounding.promise_words import Words, kinds_in, multiples_in, proofs_in, words
from service.language import TextLanguage
from service.patterns import lazy

_DIGITS = lazy(r"\d")
_PROOF_SHOWN = lazy(r"凭|持|出示|带上|\bwith\b|\bshow|\bpresent|\bproduce\b")
# Widths that need a commitment of the same width; the others are weighed one by one.
_PLAIN_WIDTHS = ("lasting", "unconditional", "whole", "interest", "doorstep")
# How far after a universal its restriction may stand.
_NEAR = 30
_UNIVERSAL = lazy(
    r"(?:所有|任何一?|全部|凡是?)(?P<noun>[\u4e00-\u9fff]{2,6})|\b(?:all|any|every)(?: of)?(?: our)?(?P<noun_en> [a-z-]+)"
)
# When a promise begins or ends says nothing of whom it is for.
_WHEN = lazy(
    r"(?:从|自|由)?[\d年月日号时点分:：]{2,}(?:起|之?前|以前|之?内|开始)"
    r"|\b(?:from|starting|by|before|until|through|no later than) (?:\w+day,? )?(?:\d[\d:.]*(?: ?[ap]\.?m\.?)?(?: (?:et|ct|pt|bst|gmt))?(?: on)? ?)?(?:[a-z]{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [a-z]{3,9})?"
)
# A recipient may stand in the clause before the remedy, so far back at most.
_TOPIC = 60
_ANY_UNIVERSAL = lazy(r"所有|任何|全部|全体|凡|每|均|一律|各|\b(?:all|any|every|each|everyone|anyone|entire|whole)\b")
# A commitment that names hardly anything is limited to nothing.
_FEW = 1


def is_wider(text: str, before: str, holders: tuple[Holder, ...], classes: frozenset[str], language: TextLanguage) -> bool:
    """Whether a lower-cased promise goes beyond all commitments that hold its classes. `before`: the sentence up to it."""
    of = words(language)
    held = frozenset(name for item in holders for name in item.widths)
    if any(name not in held and of.widths[name].search(text) for name in _PLAIN_WIDTHS):
        return True
    if "advanced" in held and "outright" not in held and of.widths["outright"].search(text):
        return True
    if multiples_in(text) - {times for item in holders for times in item.multiples}:
        return True
    if "refund" in classes and _differs_in_part(text, holders, of):
        return True
    shown = proofs_in(text) if _PROOF_SHOWN.search(text) and not of.widths["unconditional"].search(text) else frozenset()
    proofs = frozenset(name for item in holders for name in item.proofs)
    if proofs and shown - proofs:
        return True
    if any(_reaches_all(name, text, before, holders, of) for name in ("people", "goods")):
        return True
    return _takes_all(text, before, holders, of)


def _takes_all(text: str, before: str, holders: tuple[Holder, ...], of: Words) -> bool:
    """所有餐椅, “every chair”: a universal right before what the commitments hold only in part."""
    match = _UNIVERSAL.search(text)
    if match is None or any(_ANY_UNIVERSAL.search(wording) for item in holders for wording in item.texts):
        return False
    before += text[: match.start()]
    noun = match.group("noun") or match.group("noun_en")
    if of.restrictors.search(before + text[match.end() : match.end() + _NEAR]) or _DIGITS.search(before + text[match.end() :]):
        return False
    said, near = frozenset(grams(before)), frozenset(grams(noun))
    return all(len(item.limits) > _FEW and near & item.limits and not said & item.limits for item in holders)


def widening_words(text: str, holders: tuple[Holder, ...], language: TextLanguage) -> bool:
    """Whether a clause beside a promise (无需小票, “no questions asked”) makes it wider."""
    of = words(language)
    held = frozenset(name for item in holders for name in item.widths)
    return any(name not in held and of.widths[name].search(text) for name in _PLAIN_WIDTHS)


def _differs_in_part(text: str, holders: tuple[Holder, ...], of: Words) -> bool:
    """全额 where a part is promised, or a part where all is. A fee named by its own is what the part may not be of."""
    if of.widths["partly"].search(text):
        return all(item.fraction is False and "entire" in item.widths for item in holders)
    if of.widths["entire"].search(text):
        return all(item.fraction and not kinds_in(text) & item.kinds for item in holders)
    return False


def _reaches_all(name: str, text: str, before: str, holders: tuple[Holder, ...], of: Words) -> bool:
    """所有用户, “every customer”, where the commitment is for some and nothing nearby says which."""
    match = of.widths[name].search(text)
    limited = [item for item in holders if item.limits and name not in item.widths]
    if limited and match is None and (topic := of.widths[name].search(before, max(0, len(before) - _TOPIC))):
        match, text, before = topic, before + text, ""
    if match is None or not limited:
        return False
    before += text[: match.start()]
    gap = match.groupdict().get("gap") or ""
    near = f"{gap} {text[match.end() : match.end() + _NEAR]}"
    if of.restrictors.search(near) or of.restrictors.search(before) or _DIGITS.search(_WHEN.sub(" ", before + near)):
        return False
    # Of goods the noun itself is what is limited; of people, what they have or where they were.
    said = frozenset(grams(f"{before} {gap} {text[match.end() :]}"))
    return name == "goods" or all(not said & item.limits for item in limited)
