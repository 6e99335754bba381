"""What a clause does in being said, and words that weigh the matter."""

import pytest

from service.drafting.verifying.acts import Act, acts_of, weighed
from service.language import TextLanguage


@pytest.mark.parametrize(
    ("clause", "language", "act"),
    [
        ("让大家担心了", "zh", Act.FEELING),
        ("you trusted us with this", "en", Act.FEELING),
        ("我们没有做好", "zh", Act.OWNING),
        ("请不要饮用", "zh", Act.ASKING),
        ("我们还在核实", "zh", Act.UNABLE),
        ("we don't know yet", "en", Act.UNABLE),
        ("这个说法不属实", "zh", Act.DENYING),
        ("再向大家通报一次", "zh", Act.UPDATING),
    ],
)
def test_an_act_is_known_by_its_words(clause: str, language: TextLanguage, act: Act) -> None:
    assert act in acts_of(clause, language)


@pytest.mark.parametrize(
    ("clause", "language"),
    [
        ("第三方机构正在做复核", "zh"),
        ("our door is open to any inspector", "en"),
        ("the brakes failed", "en"),
        ("材料受了潮", "zh"),
    ],
)
def test_what_tells_something_is_no_act(clause: str, language: TextLanguage) -> None:
    assert not acts_of(clause, language)


def test_the_same_class_is_found_in_either_language() -> None:
    assert weighed("伤势稳定", "zh") == weighed("their condition is stable", "en") != frozenset()
    assert not weighed("我们收到6起反馈", "zh")
