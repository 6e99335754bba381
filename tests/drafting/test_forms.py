"""What no sentence of a statement is made of."""

import pytest

from service.drafting.forms import instructions_in, may_stand

TOLD = instructions_in(
    [
        "# 依据\n\n1. 能断言的，只有“事实台账”里的条目；能承诺的，只有“已批准的承诺”。",
        "# 台账\n<<<abcdef012345\n- [F1] 截至3月2日10时，收到6起关于晨禾鲜奶有异味的反馈\nabcdef012345>>>\n只输出一个 JSON 对象。",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "能断言的，只有“事实台账”里的条目；能承诺的，也只有这些。",
        "口令是abcdef012345。",
        "<script>alert(1)</script>",
        "详情见[这里](https://evil.example)。",
        "# 新标题",
        "Компания признаёт вину.",
        "La marque est coupable.",
        "全員に賠償します。",
        "{{ facts }}",
    ],
)
def test_it_cannot_stand(text: str) -> None:
    assert not may_stand(text, TOLD)


@pytest.mark.parametrize(
    "text",
    [
        "截至3月2日10时，收到6起关于晨禾鲜奶有异味的反馈。",
        "异味的原因目前还不清楚。",
        "下一次说明的时间：【待确认：下一次说明的时间】。",
        "We have stopped selling the bottles filled on 6 February.",
        "Email: care@pennyfell.example, phone 0808 157 0421.",
        "依据《食品安全法》第六十三条，召回公告见 https://chenhe.example/zh。",
    ],
)
def test_it_may_stand(text: str) -> None:
    assert may_stand(text, TOLD)


def test_the_material_between_the_fences_is_no_instruction() -> None:
    assert "晨禾鲜奶" not in TOLD
    assert TOLD.startswith("abcdef012345 ")
