"""A model reads a finished statement for what rules cannot see. It adds findings; it never changes, lowers or blocks anything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.briefs.orders import addresses_drafter
from service.config import Settings
from service.drafting.asking import ask_model
from service.drafting.assembly import Assembled
from service.drafting.reasons import named_reason, reasons
from service.drafting.tasks import Task
from service.findings import Finding, Layer, Severity
from service.grounding import check as check_grounds
from service.i18n import Localized
from service.llm.failures import ModelUnavailable
from service.llm.remarks import REMARKS, Remark
from service.llm.schemas import Exchange
from service.patterns import lazy
from service.privacy import Vault
from service.prompting.fence import new_fence
from service.prompting.inputs import ReadingInputs, ReasonInput
from service.prompting.library import find_prompt
from service.prompting.render import RenderedPrompt, render_prompt

MAX_FINDINGS = 6
# With less time than this a reader would hardly answer.
LEAST_SECONDS = 1.0
_LONGEST_COMMENT, _LONGEST_QUOTE = 160, 200
_SHORTEST_QUOTE = 2
# A reader's comment is read beside the text: it links nowhere and holds no markup.
_NO_COMMENT = lazy(r"https?://|www\.|<[a-z/!]|!?\[[^\]]*\]\(|```", re.IGNORECASE)
_SAID = Localized("模型读后认为", "a model read it as")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found, and what was asked and answered."""

    findings: tuple[Finding, ...] = ()
    exchanges: tuple[Exchange, ...] = ()


def second_reading(task: Task, assembled: Assembled, found: Sequence[Finding], settings: Settings, seconds: float) -> Reading:
    """What a model objects to in a finished text, within `seconds`; nothing where it is late or answers nothing of use.

    `found` are the findings of the checks: where one of them names the same rule at the same place, the reader's is left out.
    """
    prompt = _prompt(task, assembled) if seconds >= LEAST_SECONDS else None
    if prompt is None:
        return Reading()
    try:
        answer, vault = ask_model(
            task.brief, prompt, REMARKS, settings, language=task.language, timeout=seconds, purpose="review"
        )
    except ModelUnavailable as failure:
        return Reading(exchanges=failure.exchanges)
    return Reading(tuple(_findings(task, assembled.text, answer.value, vault, found)), answer.exchanges)


def _prompt(task: Task, assembled: Assembled) -> RenderedPrompt | None:
    template = find_prompt(f"review/second_reader.{task.language}")
    if template is None or not assembled.segments:
        return None
    text, incident = assembled.text, task.brief.incident
    inputs = ReadingInputs(
        statement=str(task.request.statement),
        audience=str(task.request.audience),
        channel=str(task.request.channel),
        incident_title=incident.wording(task.language) or incident.title,
        title=assembled.title,
        sentences=tuple(text[segment.start : segment.end] for segment in assembled.segments),
        reasons=tuple(
            ReasonInput(id=reason.id, name=reason.name.told.in_(task.language), what=reason.what.told.in_(task.language))
            for reason in reasons()
        ),
        fence=new_fence(),
    )
    return render_prompt(template, inputs.to_mapping())


def _findings(task: Task, text: str, remarks: Sequence[Remark], vault: Vault, found: Sequence[Finding]) -> Iterator[Finding]:
    """The remarks that quote the text exactly and name a known reason; one for a place, the first counts."""
    taken: list[tuple[int, int]] = []
    for remark in remarks:
        reason = named_reason(remark.reason)
        place = _place(text, vault.restore(remark.quote), taken) if vault.holds(remark.quote) else None
        if reason is None or place is None:
            continue
        rule, severity, name = reason
        start, end = place
        if any(item.rule == rule and item.start < end and start < item.end for item in found):
            continue
        taken.append(place)
        yield Finding(
            rule=rule,
            severity=severity,
            start=start,
            end=end,
            text=text[start:end],
            message=_message(task, name, remark, vault),
            suggestion=_rewrite(task, remark, vault),
            layer=Layer.MODEL,
        )
        if len(taken) >= MAX_FINDINGS:
            return


def _place(text: str, quote: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the quotation stands, letter by letter, outside what is marked already."""
    if not _SHORTEST_QUOTE <= len(quote) <= _LONGEST_QUOTE:
        return None
    at = text.find(quote)
    while at >= 0:
        if not any(at < end and start < at + len(quote) for start, end in taken):
            return at, at + len(quote)
        at = text.find(quote, at + 1)
    return None


def _message(task: Task, name: Localized, remark: Remark, vault: Vault) -> str:
    comment = vault.restore(remark.comment)[:_LONGEST_COMMENT] if vault.holds(remark.comment) else ""
    title = name.in_(task.language)
    if not comment or _NO_COMMENT.search(comment) or addresses_drafter(comment):
        return Localized(f"{_SAID.zh}：{title}。", f"{_SAID.en}: {title}.").in_(task.language)
    return Localized(f"{_SAID.zh}：{title}。{comment}", f"{_SAID.en}: {title}. {comment}").in_(task.language)


def _rewrite(task: Task, remark: Remark, vault: Vault) -> str | None:
    """The wording offered, if the ledger supports it: a suggestion is a sentence somebody may paste."""
    text = vault.restore(remark.rewrite)
    if not text or not vault.holds(remark.rewrite) or len(text) > 2 * _LONGEST_QUOTE or _NO_COMMENT.search(text):
        return None
    grounded = check_grounds(text, task.grounds, language=str(task.request.language))
    return text if not any(finding.severity is Severity.ERROR for finding in grounded.findings) else None
