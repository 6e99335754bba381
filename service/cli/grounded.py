"""A text held against a brief, as a terminal shows it: every claim marked in place, then the findings, the facts and the count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.cli.rendering import BOLD, COLOURS, DIM, Page, render_findings
from service.cli.wrapping import Styled, cells, wrap
from service.drafting.claims import NAMED_IDS, GroundingResult, Support, telling, used_supports
from service.findings import Severity
from service.findings.pieces import Piece, cut
from service.grounding.types import Claim

# Before a finding's number: what colour tells, told without colour.
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.SUGGESTION: "~"}
_SUPPORTED = "32"
_OPEN, _CLOSE = "«", "»"
# Behind a claim that nothing supports and nobody complains about, such as the promise to tell more.
_NEEDLESS = "–"
# More ids than this behind one claim would bury it.
_MOST_IDS = 3


def render_grounded(text: str, result: GroundingResult, supports: Mapping[str, Support], page: Page) -> str:
    """The whole answer."""
    marks = _Marks(text, result)
    blocks = []
    if text.strip():
        blocks.append(wrap(marks.runs(page), page.width))
        blocks.append(_key(marks, supports, page))
    if result.findings:
        blocks.append(render_findings(result.findings, page, SIGNS))
    named = [*marks.ids(), *(finding.basis for finding in result.findings if finding.basis and finding.basis in supports)]
    if used := used_supports(supports, named):
        blocks.append(_legend(used, page))
    blocks.append(page.line(_count(result, page), BOLD))
    return "\n\n".join(block for block in blocks if block)


@dataclass(frozen=True, slots=True)
class _Place:
    """What ends at one place of the text: ids of support, numbers of findings, claims without either."""

    ids: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()
    needless: bool = False


class _Marks:
    """The text cut where claims, findings and sentences begin and end, and what is said at each end."""

    def __init__(self, text: str, result: GroundingResult) -> None:
        self._result = result
        claims, findings, sentences = result.claims, result.findings, result.sentences
        self._first_finding = len(claims)
        self._first_sentence = len(claims) + len(findings)
        spans = [
            *((claim.start, claim.end) for claim in claims),
            *((finding.start, finding.end) for finding in findings),
            *((sentence.start, sentence.end) for sentence in sentences),
        ]
        size = len(text.rstrip())
        self._pieces = cut(text[:size], [(start, min(end, size)) for start, end in spans])
        self._opening = {(finding.start, finding.end) for finding in findings if finding.end > finding.start}
        self._places = self._told()

    def runs(self, page: Page) -> list[Styled]:
        """The marked text."""
        runs: list[Styled] = []
        for piece, place in zip(self._pieces, self._places, strict=True):
            severity = self._gravest(self._findings(piece.covers))
            style = f"4;{COLOURS[severity]}" if severity is not None else _SUPPORTED if self._is_supported(piece) else ""
            if not page.styled:
                runs.append(Styled(_OPEN * sum(start == piece.start for start, _ in self._opening)))
            runs.append(Styled(piece.text, style if page.styled else ""))
            if not page.styled:
                end = piece.start + len(piece.text)
                runs.append(Styled(_CLOSE * sum(last == end for _, last in self._opening)))
            runs += self._behind(place, page)
        return runs

    def ids(self) -> list[str]:
        """Every id the marked text names, once."""
        return list(dict.fromkeys(ident for place in self._places for ident in place.ids))

    def numbers(self, findings: Sequence[int]) -> list[str]:
        """The signs and numbers of findings, of those that there are."""
        found = self._result.findings
        return [f"{SIGNS[found[index].severity]}{index + 1}" for index in findings if index < len(found)]

    @property
    def has_needless(self) -> bool:
        """Whether some claim has no support and needs none."""
        return any(place.needless for place in self._places)

    def _behind(self, place: _Place, page: Page) -> list[Styled]:
        shown = [*place.ids[:_MOST_IDS], *(["…"] if len(place.ids) > _MOST_IDS else []), *([_NEEDLESS] if place.needless else [])]
        runs = [Styled(f"[{','.join(shown)}]", DIM if page.styled else "")] if shown else []
        if place.findings:
            severity = self._gravest(place.findings)
            runs.append(
                Styled(
                    f"[{','.join(self.numbers(place.findings))}]",
                    f"1;{COLOURS[severity]}" if page.styled and severity is not None else "",
                )
            )
        return runs

    def _told(self) -> list[_Place]:
        """What to say behind each piece. A sentence says only what its claims have not said, and nothing where it has a finding."""
        places: list[_Place] = []
        said: set[str] = set()
        for piece in self._pieces:
            claims = [self._result.claims[index] for index in piece.ends if index < self._first_finding]
            basis = self._basis(piece)
            ids = list(dict.fromkeys(ident for claim in claims for ident in telling(claim.supported_by, basis)))
            said.update(ids)
            findings = self._findings(piece.ends)
            if any(index >= self._first_sentence for index in piece.ends):
                is_whole = all(index in piece.ends for index in piece.covers if index < self._first_finding)
                if is_whole and not findings:
                    ids += [ident for ident in basis if ident not in said and ident not in NAMED_IDS]
                said = set()
            needless = any(not claim.supported_by and not self._is_found(claim) for claim in claims)
            places.append(_Place(tuple(ids), findings, needless))
        return places

    def _basis(self, piece: Piece) -> tuple[str, ...]:
        sentence = next((index for index in piece.covers if index >= self._first_sentence), None)
        return self._result.sentences[sentence - self._first_sentence].ids if sentence is not None else ()

    def _findings(self, indices: Sequence[int]) -> tuple[int, ...]:
        return tuple(index - self._first_finding for index in indices if self._first_finding <= index < self._first_sentence)

    def _gravest(self, findings: Sequence[int]) -> Severity | None:
        return min((self._result.findings[index].severity for index in findings), key=list(COLOURS).index, default=None)

    def _is_supported(self, piece: Piece) -> bool:
        return any(index < self._first_finding and self._result.claims[index].supported_by for index in piece.covers)

    def _is_found(self, claim: Claim) -> bool:
        return any(finding.start < claim.end and claim.start < finding.end for finding in self._result.findings)


def _key(marks: _Marks, supports: Mapping[str, Support], page: Page) -> str:
    """What the marks mean, for those that can be met."""
    ids = sorted(marks.ids(), key=lambda ident: ident not in supports or supports[ident].status is None)
    parts = [page.say(f"[{ident}] 所据", f"[{ident}] what it rests on") for ident in ids[:1]]
    parts += [page.say(f"[{number}] 问题 1", f"[{number}] finding 1") for number in marks.numbers([0])]
    if marks.has_needless:
        parts.append(page.say(f"[{_NEEDLESS}] 无依据，也不需要", f"[{_NEEDLESS}] rests on nothing and needs nothing"))
    return page.line("  ".join(parts), DIM) if parts else ""


def _legend(used: Sequence[Support], page: Page) -> str:
    """Every id that was named, with its words."""
    width = max(cells(support.id) for support in used)
    indent = " " * (width + 4)
    lines = [page.line(page.say("所据事实", "What it rests on"), BOLD)]
    for support in used:
        told = support.told(page.language)
        words = told.removeprefix(support.id).lstrip() if support.text else told
        lines.append(f"  {_padded(support.id, width)}  " + page.line(words, indent=indent).removeprefix(indent))
    return "\n".join(lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _count(result: GroundingResult, page: Page) -> str:
    claims, supported, findings = len(result.claims), result.supported, len(result.findings)

    def plural(count: int, noun: str) -> str:
        return f"{count} {noun}{'' if count == 1 else 's'}"

    return page.say(
        f"{claims} 处说法，{supported} 处有依据，{findings} 个问题。",
        f"{plural(claims, 'claim')}, {supported} supported, {plural(findings, 'finding')}.",
    )
