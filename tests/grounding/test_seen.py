"""What was seen of a sentence counts only where it stands alike: a text checked after edits is as one never seen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.assessment.assess import assess
from service.briefs import Channel, IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.drafting.assembly import assemble
from service.drafting.composer.compose import compose
from service.grounding import GroundingReport, check, grounds_of
from service.grounding.remembered import Remembered

BRIEFS = {"zh": "05-hotpot-food-poisoning.yml", "en": "18-uk-park-ride-death.yml"}
TAGS = {"zh": Language.ZH_CN, "en": Language.EN_GB}
# Each stands before, behind or within a sentence and changes what it says.
EDITS = {
    "zh": (
        "有人说：",
        "以下情况尚不清楚：",
        "问：",
        "这一说法不实。",
        "没有。",
        "不是。",
        "是的。",
        "我们将赔偿所有顾客。",
        "3月9日",
        "共40人，",
    ),
    "en": (
        "People say: ",
        "Not yet known: ",
        "Q: ",
        "This is not true. ",
        "No. ",
        "Yes. ",
        "We will refund everyone. ",
        "On 9 March ",
        "All 40 ",
    ),
}


def _brief(language: str) -> IncidentBrief:
    path = Path(__file__).parents[2] / "evals" / "briefs" / BRIEFS[language]
    return load_brief(path.read_bytes(), path.name)


def _statement(language: str) -> str:
    brief = _brief(language)
    request = StatementRequest(statement=StatementType.FAQ, language=TAGS[language], channel=Channel.WEB)
    return assemble(compose(brief, request, assess(brief, None), None)).text


def _checked_anew(text: str, language: str) -> GroundingReport:
    return check(text, grounds_of(_brief(language)), language=language)


class TestSeen:
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_an_edited_text_is_judged_as_one_never_seen(self, language: str) -> None:
        grounds = grounds_of(_brief(language))
        text = _statement(language)
        check(text, grounds, language=language)
        stops = [at + 1 for at, char in enumerate(text) if char in "。.\n"]
        for number, edit in enumerate(EDITS[language]):
            at = stops[(number * 5 + 2) % len(stops)]
            edited = f"{text[:at]}{edit}{text[at:]}"
            assert check(edited, grounds, language=language) == _checked_anew(edited, language)

    def test_threads_that_check_one_brief_find_the_same(self) -> None:
        grounds = grounds_of(_brief("zh"))
        text = _statement("zh")
        with ThreadPoolExecutor(4) as threads:
            reports = list(threads.map(lambda _: check(text, grounds, language="zh"), range(8)))
        assert all(report == reports[0] for report in reports)


class TestRemembered:
    def test_an_answer_is_made_once(self) -> None:
        made: list[int] = []
        memory: Remembered[str, int] = Remembered()

        def make() -> int:
            made.append(1)
            return 7

        assert [memory.get("a", make), memory.get("a", make)] == [7, 7]
        assert len(made) == 1

    def test_a_full_memory_begins_anew(self) -> None:
        memory: Remembered[int, int] = Remembered(2)
        for key in range(3):
            memory.get(key, lambda: 1)
        assert memory.get(0, lambda: 2) == 2

    def test_large_answers_fill_it_sooner(self) -> None:
        memory: Remembered[int, tuple[int, ...]] = Remembered(4)
        memory.get(0, lambda: (1, 2, 3, 4), len)
        memory.get(1, tuple, len)
        assert memory.get(0, lambda: (), len) == ()

    def test_nothing_is_an_answer_too(self) -> None:
        memory: Remembered[int, int | None] = Remembered()
        memory.get(0, lambda: None)
        assert memory.get(0, lambda: 1) is None
