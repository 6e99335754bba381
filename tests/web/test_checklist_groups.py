"""The checklist shows what comes first; a step that was due before there was a case is not late."""

import re

from tests.web.sites import Filed


def test_the_first_steps_stand_open_and_the_rest_is_folded(filed: Filed) -> None:
    pr, case = filed.site.browse_again("pr"), f"/cases/{filed.ids['case_id']}"
    page = pr.see(f"{case}/checklist?lang=en")
    open_rows, _, rest = page.partition("more step")
    assert len(re.findall(r'<tr id="step-', open_rows)) == 6
    assert len(re.findall(r'<tr id="step-', rest)) > 0
    step = re.search(r'<tr id="step-(\w+)"', open_rows)
    assert step is not None
    assert pr.send(f"{case}/steps/{step.group(1)}", was_done="0", done="1", answer="x").status_code == 303
    after = pr.see(f"{case}/checklist?lang=en")
    assert "1 step done" in after
    assert after.index("1 step done") < after.index(f'<tr id="step-{step.group(1)}"')


def test_what_was_due_before_the_case_was_opened_is_not_late(filed: Filed) -> None:
    # The sample's incident is long past: every hour of its playbook was before the case.
    pr, case = filed.site.browse_again("pr"), f"/cases/{filed.ids['case_id']}"
    page = pr.see(f"{case}/checklist?lang=en")
    assert "before the case was opened" in page
    head = page[page.index('class="tabs case-tabs"') : page.index("</nav>", page.index('class="tabs case-tabs"'))]
    assert "late" not in head
