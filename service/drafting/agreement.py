"""Whether statements agree: those of one result with each other, and a text with what was released before it."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from service.drafting.schemas import Inconsistency, Statement, TextPlace
from service.findings import Finding, Layer, Severity
from service.grounding import Conflict, Contradiction, Grounds, contradictions, read_statement
from service.i18n import Localized
from service.language import TextLanguage, base_language
from service.patterns import lazy

_KINDS = {
    Conflict.NUMBER: Localized("数字", "number"),
    Conflict.TIME: Localized("时间", "time"),
    Conflict.PROMISE: Localized("承诺的内容", "promise"),
    Conflict.CONTACT: Localized("联系方式", "contact"),
    Conflict.POLARITY: Localized("肯定与否定", "yes and no"),
    Conflict.NAME: Localized("名称", "name"),
}
# A text that says it corrects or counts anew may differ from what was said before.
_CHANGED = lazy(
    r"截至|更正|此前|先前|原先|上一次|已增至|已升至|增加到|更新|最新"
    r"|\b(?:as of|by|so far|correct\w*|earlier|previous\w*|now|updated|rose|risen|since then)\b",
    re.IGNORECASE,
)


def disagreements(statements: Sequence[Statement], grounds: Grounds) -> tuple[Inconsistency, ...]:
    """Every contradiction between two statements of one result."""
    read = [read_statement(statement.text, grounds) for statement in statements]
    found: list[Inconsistency] = []
    for first, second in combinations(range(len(read)), 2):
        for item in contradictions(read[first], read[second]):
            language = base_language(statements[first].language)
            found.append(
                Inconsistency(
                    kind=item.kind,
                    a=TextPlace(statement=first, start=item.a.start, end=item.a.end),
                    b=TextPlace(statement=second, start=item.b.start, end=item.b.end),
                    message=_message(item, read[first].text, read[second].text, language),
                )
            )
    return tuple(found)


def departures(text: str, previous: str, grounds: Grounds, language: str) -> Iterator[Finding]:
    """Where a text says otherwise than one released before it, and does not say that something changed."""
    spoken = base_language(language)
    now, before = read_statement(text, grounds), read_statement(previous, grounds)
    for item in contradictions(now, before):
        sentence = next((said.sentence for said in now.clauses if said.start <= item.a.start < said.end), None)
        if sentence is not None and _CHANGED.search(text, sentence.start, sentence.end):
            continue
        yield Finding(
            rule=f"differs-from-previous-{item.kind}",
            severity=Severity.WARNING,
            start=item.a.start,
            end=item.a.end,
            text=text[item.a.start : item.a.end],
            message=_message(item, text, previous, spoken),
            basis="previous",
            suggestion=Localized(
                "说明这里有变化，或改回此前的说法。", "Say that this has changed, or keep to what was said."
            ).in_(spoken),
            layer=Layer.CONSISTENCY,
        )


def _message(item: Contradiction, mine: str, theirs: str, language: TextLanguage) -> str:
    kind = _KINDS[item.kind].in_(language)
    a, b = mine[item.a.start : item.a.end], theirs[item.b.start : item.b.end]
    return Localized(f"{kind}不一致：一处是“{a}”，另一处是“{b}”。", f"The {kind} differs: “{a}” here, “{b}” there.").in_(language)
