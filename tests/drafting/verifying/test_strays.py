"""Claims with no line of the ledger near, and words that only hidden lines have."""

import pytest

from service.drafting.assembly import assemble
from service.drafting.checking import ground_statement
from service.drafting.tasks import Task
from service.drafting.verifying.strays import strays
from service.llm.schemas import Composition, Sentence
from tests.drafting.verifying.test_loop import task


def found(text: str, about: Task | None = None) -> list[str]:
    about = about or task()
    assembled = assemble(Composition("说明", (Sentence(text, "known", (), "", "model"),)))
    grounded = ground_statement(assembled, about.request, about.grounds)
    return [text[start:end] for start, end in strays(about, assembled, grounded)]


@pytest.mark.parametrize(
    "text",
    [
        "夜班同事把两个阀门装反了。",
        "董事会昨晚召开了紧急会议。",
        "样品已送第三方检测机构，董事会昨晚召开了紧急会议。",
        "这与一辆冷链车的温控故障有关。",
        "这主要是因为顾客没有按说明饮用。",
        "没有任何人因此受伤。",
        "样品已送第三方检测机构，能想到的，我们都做了。",
        "目前事态已经平息。",
        "下周一之前会恢复正常。",
        "情况比外界想的要轻得多。",
        "我们第一时间启动了应急预案。",
    ],
)
def test_a_claim_about_nothing_the_ledger_speaks_of_is_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "截至3月2日10时，我们收到6起关于晨禾鲜奶有异味的反馈。",
        "2月27日的鲜奶从3月2日10时起不再出售，已经封存起来。",
        "喝了奶却要为它担心，我们对大家深感抱歉。",
        "对因此受到惊扰的家庭，我们致以歉意。",
        "请不要饮用，也不要转送他人。",
        "味道是怎么来的，目前还不清楚。",
        "是什么引起了异味，目前没有结论。",
        "有任何疑问，请拨打400-820-0000。",
        "您把信任交给我们，我们让您担心了。",
        "到底是怎么来的，现在还答不上来。",
        "晨禾乳业",
    ],
)
def test_what_rests_on_a_line_or_claims_nothing_is_left_alone(text: str) -> None:
    assert found(text) == []
