"""Which articles a finding rests on: the rule's or its pattern's, of the law that applies, and of those only what the text is about."""

from functools import cache

from service.compliance.advertising import Passages
from service.compliance.kinds.candidates import compiled
from service.compliance.merging import Verdict
from service.compliance.reading import Reading, Span
from service.compliance.schemas import CheckContext, Reference
from service.i18n import Localized
from service.language import TextLanguage

_MAINLAND = {None, "CN"}
# How far around a match the text says what goods it is about.
_AROUND = 2_000


def basis_of(verdict: Verdict, plain: Reading, context: CheckContext, passages: Passages, language: TextLanguage) -> str:
    """The articles as shown: of the context's jurisdiction where the rule names it, else of mainland China."""
    rule, basis = verdict.rule, verdict.rule.basis
    local = next((found for where, found in basis.by_jurisdiction.items() if where == context.jurisdiction), None)
    if local is not None:
        return _shown(local, language)
    at = _place_in(plain, verdict)
    is_other = bool(basis.not_advertisement) and not passages.is_advertisement(at)
    own = verdict.candidate.own
    references = basis.not_advertisement if is_other else (own.basis if own is not None else ()) or basis.references
    about = plain.low[max(0, at[0] - _AROUND) : at[1] + _AROUND] + "\n" + (context.industry or "").lower()
    shown = _shown(fitting(references, about, language), language)
    if rule.jurisdictions or rule.group == "brand" or context.jurisdiction in _MAINLAND:
        return shown
    return shown + Localized(zh="（中国内地法，供参照）", en=" (law of mainland China, for reference)").in_(language)


def fitting(references: tuple[Reference, ...], about: str, language: TextLanguage) -> tuple[Reference, ...]:
    """The references but those on goods or business the text does not speak of; all of them where none would be left."""
    kept = tuple(reference for reference in references if _fits(reference, about, language))
    return kept or references


def _fits(reference: Reference, about: str, language: TextLanguage) -> bool:
    when = reference.when.zh if language == "zh" else reference.when.en
    return when is None or compiled(when).search(about) is not None


@cache
def _shown(references: tuple[Reference, ...], language: TextLanguage) -> str:
    return Localized(zh="；", en="; ").in_(language).join(reference.shown(language) for reference in references)


def _place_in(plain: Reading, verdict: Verdict) -> Span:
    """The verdict's place in the plain reading, near enough to say which passage it stands in."""
    start = verdict.span[0]
    if plain.starts is None:
        return verdict.span
    at = next((at for at, origin in enumerate(plain.starts) if origin >= start), len(plain.text))
    return at, at
