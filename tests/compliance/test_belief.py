"""Where the words of a rule are believed."""

import numpy as np

from service.compliance.advertising import Passages
from service.compliance.belief import Belief, traits
from service.compliance.checker import check
from service.compliance.likeness import Opinions, likeness
from service.compliance.pack import shipped
from service.compliance.reading import read
from service.compliance.schemas import CheckContext

PLAIN = "目前原因仍在调查，结果以主管部门公布的为准。"


def belief(text: str, context: CheckContext) -> Belief:
    reading = read(text)
    active = np.ones(len(shipped().rules), dtype=np.bool_)
    return Belief(traits(shipped(), likeness()), active, Opinions(likeness(), reading), reading, Passages(reading, context))


def probes() -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.arange(len(shipped().cues.probes))


def test_what_is_doubted_is_not_tried() -> None:
    asked = belief(PLAIN, CheckContext(statement="holding_statement"))
    wanted = asked.wanted(probes(), np.zeros(len(probes()), dtype=np.intp))
    doubted = asked.opinions.doubted[0, asked.traits.columns]
    assert doubted.any()
    assert wanted.tolist() == (~doubted).tolist()


def test_what_advertising_law_forbids_is_believed_in_any_advertisement() -> None:
    asked = belief(PLAIN, CheckContext(advertisement=True))
    wanted = asked.wanted(probes(), np.zeros(len(probes()), dtype=np.intp))
    assert wanted[asked.traits.is_advertising].all()
    assert not wanted.all()


def test_a_rule_that_is_not_asked_is_not_tried() -> None:
    asked = belief(PLAIN, CheckContext())
    asked.active[:] = False
    assert not asked.wanted(probes(), np.zeros(len(probes()), dtype=np.intp)).any()


def test_a_sentence_without_end_is_tried_and_doubted_part_by_part() -> None:
    endless = "目前原因仍在调查，" * 60
    asked = belief(endless, CheckContext(statement="holding_statement"))
    assert asked.reading.has_endless
    assert asked.wanted(probes(), np.zeros(len(probes()), dtype=np.intp)).all()
    told = check(endless, CheckContext(statement="holding_statement", language="zh"))
    assert [finding.rule for finding in told] == []
