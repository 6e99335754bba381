"""Every kind's playbook makes a checklist in its language."""

import pytest

from service.briefs import IncidentKind, Level
from service.cases.checklist import PAUSE_STEP, steps_for
from tests.samples import sample

ZH, EN = sample("05-hotpot-food-poisoning"), sample("16-uk-river-spill")


@pytest.mark.parametrize("kind", IncidentKind)
@pytest.mark.parametrize("brief", [ZH, EN], ids=["zh", "en"])
def test_a_playbook_gives_steps_with_owners_and_some_deadlines(kind: IncidentKind, brief: object) -> None:
    base = ZH if brief is ZH else EN
    changed = base.with_changes(incident=base.incident.model_copy(update={"kind": kind}))
    for level in Level:
        steps = steps_for(changed, level)
        assert (steps[0].step == PAUSE_STEP) is (level in {Level.I, Level.II})
        assert len(steps) > 15
        assert len({step.step for step in steps}) == len(steps)
        assert all(step.owner and step.title for step in steps)
        assert any(step.due_at is not None for step in steps)


def test_a_graver_level_has_less_time() -> None:
    for brief in (ZH, EN):
        dues = []
        for level in Level:
            due = next(step.due_at for step in steps_for(brief, level) if step.step.startswith("02."))
            assert due is not None
            dues.append(due - brief.incident.detected_at)
        assert dues == sorted(dues)
        assert len(set(dues)) == 4
