"""The compiled pack: every rule as the checker needs it, with the digest of the tested sources it was made from.

`firstword rules test` writes it when every self-test holds; a pack whose digest is not that of the rule files is refused, so that
no rule checks a text that has not been tested as it stands.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from service.compliance.cues import Ask, Plan, Ruleset, commonness, plan_of
from service.compliance.rulefiles import VOCABULARY, load_folder, rule_files
from service.compliance.schemas import Rule
from service.compliance.tables import SOURCES, ordinary_text, write_tables
from service.errors import DataFault
from service.i18n import Localized
from service.resources import knowledge_dir

PACK = "pack.json"
_RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
_OTHER_SOURCES = (VOCABULARY, *SOURCES, "likeness.npz", "likeness.en.npz")


@cache
def shipped() -> Ruleset:
    """Every shipped rule, by id, from the compiled pack.

    Raises:
        DataFault: there is no pack, or it was made from other rule files than those that lie there.
    """
    return read_pack(knowledge_dir() / "rules")


def read_pack(folder: Path) -> Ruleset:
    """The rules of the pack in a folder of rulesets.

    Raises:
        DataFault: as for `shipped`.
    """
    try:
        data = json.loads((folder / PACK).read_bytes())
        tested = str(data["digest"])
        if tested == digest(folder):
            rules = _RULES.validate_python(data["rules"], strict=False)
            return Ruleset(rules, _plan(data))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refused(
            folder, "没有编译好的规则包，或规则包已损坏", "there is no compiled rule pack, or it is damaged"
        ) from error
    raise _refused(folder, "规则文件与通过自测的版本不同", "the rule files differ from those that were tested")


def write_pack(folder: Path) -> Path:
    """Compile the rules of a folder; the caller has run their self-tests."""
    rules = tuple(Rule.model_validate(rule.model_dump(exclude={"tests"})) for rule in load_folder(folder, compile_all=True))
    plan = plan_of(rules, Plan(common=commonness(rules, ordinary_text())))
    used = {word: plan.common[word] for word in plan.words if word in plan.common}
    body = {
        "digest": digest(folder),
        "rules": _RULES.dump_python(rules, mode="json", exclude_defaults=True),
        "words": plan.words,
        "asks": [[sorted(ask.cues), [*map(sorted, ask.needs)], [*map(sorted, ask.wide)]] for ask in plan.asks],
        "common": used,
        "lexicon": " ".join(sorted(plan.lexicon)),
    }
    if all((folder / name).exists() for name in SOURCES):
        write_tables(folder)
    path = folder / PACK
    path.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return path


def _plan(data: dict[str, Any]) -> Plan:
    asks = tuple(
        Ask(frozenset(cues), tuple(map(frozenset, needs)), tuple(map(frozenset, wide))) for cues, needs, wide in data["asks"]
    )
    return Plan(tuple(data["words"]), asks, data["common"], frozenset(data["lexicon"].split()))


def digest(folder: Path | None = None) -> str:
    """SHA-256 over the names and bytes of all rule files, so that a finding can be traced to the rules that made it."""
    folder = knowledge_dir() / "rules" if folder is None else folder
    total = hashlib.sha256()
    for path in [*(folder / name for name in _OTHER_SOURCES if (folder / name).exists()), *rule_files(folder)]:
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{total.hexdigest()}"


def _refused(folder: Path, zh: str, en: str) -> DataFault:
    return DataFault(
        Localized(f"{folder / PACK}：{zh}；请运行 firstword rules test", f"{folder / PACK}: {en}; run `firstword rules test`")
    )
