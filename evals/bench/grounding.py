"""What grounding costs: a statement checked again, one never seen, and growing texts and ledgers."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import Channel, Fact, IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.drafting.assembly import assemble
from service.drafting.composer.compose import compose
from service.drafting.grounds import grounds_for
from service.grounding import Grounds, check

BRIEFS = Path(__file__).parents[1] / "briefs"
SAMPLES = {"zh": BRIEFS / "05-hotpot-food-poisoning.yml", "en": BRIEFS / "18-uk-park-ride-death.yml"}
_STATEMENT = 1_000
_WORDS = {"zh": "第{n}号货架的{n}箱样品已于当天{hour}时入库", "en": "{n} sample boxes were put on shelf number {n} at {hour}:00"}


def _brief(language: str, facts: int) -> IncidentBrief:
    """A sample brief with `facts` facts in all."""
    brief = load_brief(SAMPLES[language].read_bytes(), SAMPLES[language].name)
    more = facts - len(brief.facts)
    made = [
        Fact.model_validate(
            {
                "id": f"X{n}",
                "text": _WORDS[language].format(n=100 + n, hour=n % 24),
                "status": "confirmed",
                "disclosure": "public",
            }
        )
        for n in range(more)
    ]
    return brief.with_changes(facts=(*brief.facts, *made))


def statements(language: str, size: int) -> str:
    """Composed statements of the sample brief, `size` characters of them."""
    brief = load_brief(SAMPLES[language].read_bytes(), SAMPLES[language].name)
    brand = find_brand(brief.brand)
    tag = Language.ZH_CN if language == "zh" else Language.EN_GB
    kinds = (StatementType.HOLDING_STATEMENT, StatementType.APOLOGY, StatementType.FAQ)
    requests = [StatementRequest(statement=kind, language=tag, channel=Channel.WEB) for kind in kinds]
    whole = "\n\n".join(assemble(compose(brief, request, assess(brief, brand), brand)).text for request in requests)
    return (whole * (size // len(whole) + 1))[:size]


def _unseen(text: str, grounds: Grounds, language: str) -> Callable[[], object]:
    """The check of a text none of whose sentences was checked before: each ends in a mark of its own."""
    numbers = count()

    def run() -> object:
        mark = f"·{next(numbers)}"
        return check(text.replace("。", f"{mark}。").replace(". ", f"{mark}. "), grounds, language=language)

    return run


def _edited(text: str, grounds: Grounds, language: str) -> Callable[[], object]:
    """The check of a text of which one sentence was changed since the last check, as an editor asks for it."""
    numbers = count()
    stop = "。" if language == "zh" else ". "
    middle = text.index(stop, len(text) // 2)

    def run() -> object:
        return check(f"{text[:middle]}·{next(numbers)}{text[middle:]}", grounds, language=language)

    return run


def _rebuilt(brief: IncidentBrief) -> Callable[[], object]:
    """The grounds of a brief of which one fact was changed since they were built last."""
    numbers = count()

    def run() -> object:
        last = brief.facts[-1]
        changed = last.model_copy(update={"text": f"{last.text}，编号{next(numbers)}"})
        return grounds_for(brief.with_changes(facts=(*brief.facts[:-1], changed)), None)

    return run


def works() -> Iterator[tuple[str, Callable[[], object], int, str]]:
    """What is measured: name, work, rounds, target in milliseconds."""
    for language in ("zh", "en"):
        text = statements(language, _STATEMENT)
        few, many = (grounds_for(_brief(language, facts), None) for facts in (20, 200))
        name = f"grounding {language}, 1,000 characters"
        yield f"{name}, 20 facts, again", partial(check, text, few, language=language), 200, "5"
        yield f"{name}, 20 facts, one sentence changed", _edited(text, few, language), 100, ""
        yield f"{name}, 20 facts, unseen", _unseen(text, few, language), 60, ""
        yield f"{name}, 200 facts, again", partial(check, text, many, language=language), 60, "20"
    grounds = grounds_for(_brief("zh", 20), None)
    for size in (10_000, 100_000):
        yield f"grounding zh, {size:,} characters, again", partial(check, statements("zh", size), grounds, language="zh"), 5, ""
    for facts in (20, 200, 2_000):
        yield f"grounds of {facts:,} facts, one changed", _rebuilt(_brief("zh", facts)), 5, ""
