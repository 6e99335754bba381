"""Rules about what a text must say once it announces something: a recall, a leak of personal data."""

from service.compliance.kinds.candidates import Candidate, compiled, trimmed
from service.compliance.reading import Reading
from service.compliance.schemas import CheckContext, Missing, Part, Words
from service.i18n import Localized
from service.language import TextLanguage

_ELSEWHERE = frozenset({"full", "link"})


def missing_parts(kind: Missing, reading: Reading, context: CheckContext) -> tuple[Part, ...]:
    """The parts the text lacks; empty when enough are there, or when the text or the context says that they stand elsewhere."""
    plan = context.recall_plan if kind.plan == "recall_plan" else context.notice_plan
    if plan in _ELSEWHERE or _says(kind.pointer, reading.low):
        return ()
    missing = tuple(part for part in kind.parts if not _says(part.present, reading.low))
    return missing if len(missing) >= kind.at_least else ()


def announcement(found: Candidate) -> Candidate:
    """The whole sentence that announces the event, without its full stop."""
    reading = found.reading
    start, end = trimmed(reading.text, reading.sentence(found.span))
    while end > start and reading.text[end - 1] in "。！？!?；;.”\"'\n ":
        end -= 1
    return Candidate(reading, (start, end), found.groups, found.ignores, found.severity)


def listed(parts: tuple[Part, ...], language: TextLanguage) -> str:
    """The parts in words, each with its article where the law has one for it: 可能造成的危害（《个人信息保护法》第五十七条）."""
    joint = Localized("、", ", ").in_(language)
    return joint.join(_named(part, language) for part in parts)


def _named(part: Part, language: TextLanguage) -> str:
    name = part.name.in_(language)
    if part.article is None:
        return name
    return Localized("{}（{}）", "{} ({})").in_(language).format(name, part.article.in_(language))


def _says(words: Words, text: str) -> bool:
    return any(regex is not None and compiled(regex).search(text) is not None for regex in (words.zh, words.en))
