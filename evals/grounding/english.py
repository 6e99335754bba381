"""The English grammar that a changed claim needs."""

import re

from evals.grounding.words import listed

_IRREGULAR = {
    "be": "been",
    "make": "made",
    "give": "given",
    "send": "sent",
    "write": "written",
    "keep": "kept",
    "tell": "told",
    "speak": "spoken",
    "pay": "paid",
    "set": "set",
    "put": "put",
    "take": "taken",
    "hold": "held",
    "meet": "met",
}
_REGULAR = frozenset(
    listed(
        "publish update contact refund provide share cover reverse notify offer complete check review answer remain stay continue cooperate "
        "work support issue post close reopen report return reimburse replace repay credit inform announce resume restore release assist help "
        "call email visit test inspect investigate process arrange ship remove collect"
    )
)
_DOUBLED = frozenset({"ship", "refer", "transfer"})
_BREAK = re.compile(r"\b(?:for|of|at|in|on|from|who|whose|that|which|with|to|about|until)\b")
_BOUND = re.compile(r"^(?:up to|at least|at most|more than|fewer than)\s", re.IGNORECASE)
_NOT_PLURAL = ("ss", "us", "is", "'s")


def participle(verb: str) -> str | None:
    """The past participle of a verb the generator knows."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb not in _REGULAR:
        return None
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def from_ing(word: str) -> str | None:
    """The past participle of an -ing form: investigating gives investigated."""
    stem = word.removesuffix("ing")
    return next((done for verb in (stem, stem + "e") if (done := participle(verb)) is not None), None)


def is_plural(subject: str) -> bool:
    """Whether "have" agrees with a subject, judged by its head noun."""
    words = _BREAK.split(_BOUND.sub("", subject.strip()), maxsplit=1)[0].split()
    if not words:
        return True
    if " and " in f" {' '.join(words)} ":
        return True
    head = words[-1].strip(",").lower()
    return head in {"we", "they", "you", "i", "people", "children", "staff", "police"} or (
        head.endswith("s") and not head.endswith(_NOT_PLURAL)
    )
