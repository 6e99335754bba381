import pytest

from service.grounding import ground
from tests.samples import milk


@pytest.mark.parametrize(
    "text", ["2026年13月，我们会再说明。", "我们在107月收到反馈。", "We knew of it in 2026-00.", "2026年0月。"]
)
def test_a_month_that_is_none_breaks_nothing(text: str) -> None:
    assert ground(text, milk()).sentences
