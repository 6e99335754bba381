"""What stands against a sign-off, and who may give it. Pure: page, API and command ask the same function."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.audit.canonical import sha256
from service.findings import Finding, Severity
from service.i18n import Localized
from service.models import DecisionKind, DraftStatus, Verdict
from service.users import Role
from service.vocabulary import name_of


@dataclass(frozen=True, slots=True)
class DecidedFinding:
    """A finding of a version with its key, and the decision that holds for it at this moment, if any."""

    key: str
    finding: Finding
    decision: DecisionKind | None = None
    reason: str = ""
    expires_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody decided it, or the decision does not hold: a finding that is still there was not fixed."""
        return self.decision not in {DecisionKind.WAIVED, DecisionKind.WRONG}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a finding, by its key, and by whom."""

    key: str
    kind: DecisionKind
    reason: str
    expires_at: datetime | None
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a sign-off depends on.

    Attributes:
        author_id: who wrote this version.
        required: the roles that have to sign, a role twice where two people of it have to.
        signed: role and person of each sign-off of this version.
        verdicts: of this version.
        stale: how many sentences rest on facts that changed.
    """

    status: DraftStatus
    author_id: str
    required: tuple[Role, ...]
    findings: tuple[DecidedFinding, ...] = ()
    gaps: int = 0
    stale: int = 0
    signed: tuple[tuple[Role, str], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    case_open: bool = True

    def missing_roles(self) -> tuple[Role, ...]:
        """The roles that have still to sign, in the order of the assessment."""
        have = Counter(role for role, _ in self.signed)
        missing = []
        for role in self.required:
            if have[role]:
                have[role] -= 1
            else:
                missing.append(role)
        return tuple(missing)


def blockers(situation: Situation) -> tuple[Localized, ...]:
    """Every reason why this text cannot be signed by anybody now; empty: it can."""
    reasons = []
    if not situation.case_open:
        reasons.append(Localized(zh="案件已结案", en="the case is closed"))
    if situation.status is not DraftStatus.IN_REVIEW:
        reasons.append(Localized(zh="这一版没有在审核中", en="this version is not under review"))
    opened = [row for row in situation.findings if row.finding.severity is Severity.ERROR and row.is_open]
    if opened:
        rules = "、".join(dict.fromkeys(row.finding.rule for row in opened))
        reasons.append(
            Localized(
                zh=f"还有 {len(opened)} 处错误没有处理（{rules}）",
                en=f"{len(opened)} error{'s are' if len(opened) > 1 else ' is'} open ({rules.replace('、', ', ')})",
            )
        )
    if situation.gaps:
        reasons.append(Localized(zh=f"还有 {situation.gaps} 处待确认", en=f"{situation.gaps} to be confirmed"))
    if situation.stale:
        reasons.append(
            Localized(
                zh=f"有 {situation.stale} 句所依据的事实已经变了，请按新的简报改写",
                en=f"{situation.stale} sentence{'s rest' if situation.stale > 1 else ' rests'} on facts that have changed; write them anew",
            )
        )
    if any(verdict is not Verdict.APPROVED for verdict in situation.verdicts):
        reasons.append(Localized(zh="审核人要求修改或否决了这一版", en="a reviewer asked for changes or rejected this version"))
    return tuple(reasons)


def signing_blockers(situation: Situation, user_id: str, role: Role, held: frozenset[Role]) -> tuple[Localized, ...]:
    """Every reason why this person cannot sign in this role now; includes those of the text."""
    reasons = list(blockers(situation))
    zh, en = name_of("role", role, "zh"), name_of("role", role, "en")
    if role not in held:
        reasons.append(Localized(zh=f"你没有“{zh}”这个角色", en=f"you do not hold the role {en}"))
    if role not in situation.required:
        reasons.append(Localized(zh=f"这一级别不需要{zh}签发", en=f"this level asks for no sign-off by {en}"))
    elif role not in situation.missing_roles():
        reasons.append(Localized(zh=f"{zh}已经签过了", en=f"{en} has signed already"))
    if user_id == situation.author_id:
        reasons.append(Localized(zh="执笔人不能签发自己的稿子", en="the author does not sign the text"))
    if any(user_id == signer for _, signer in situation.signed):
        reasons.append(Localized(zh="每人只签一次", en="each person signs once"))
    return tuple(reasons)


def keyed(findings: Sequence[Finding]) -> tuple[tuple[str, Finding], ...]:
    """The findings with keys that stay the same when the text around them changes: rule, quoted words, how many alike before."""
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for finding in findings:
        place = (finding.rule, finding.text)
        rows.append((sha256(f"{finding.rule}\n{finding.text}\n{seen[place]}")[:32], finding))
        seen[place] += 1
    return tuple(rows)


def decided(findings: Sequence[Finding], decisions: Sequence[Decision], now: datetime) -> tuple[DecidedFinding, ...]:
    """The findings, each with the newest decision of it that has not run out. `decisions` are oldest first."""
    newest: Mapping[str, Decision] = {d.key: d for d in decisions if d.expires_at is None or d.expires_at > now}
    rows = []
    for key, finding in keyed(findings):
        decision = newest.get(key)
        if decision is None:
            rows.append(DecidedFinding(key, finding))
        else:
            rows.append(DecidedFinding(key, finding, decision.kind, decision.reason, decision.expires_at))
    return tuple(rows)
