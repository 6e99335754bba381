import pytest

from service.compliance.mention import is_so_called, is_spoken_of, is_unsaid


@pytest.mark.parametrize(
    "before",
    [
        "什么叫“",
        "何谓",
        "我从来不讲这是全城",
        "不敢夸口说这是",
        "我们从未对外使用过“",
        "别写“",
        "至于是不是最快，我不好说它",
        "本店没有用过“",
    ],
)
def test_what_we_do_not_say(before: str) -> None:
    assert is_unsaid(before)


@pytest.mark.parametrize(
    "before",
    [
        "不用说也知道，这是",
        "谁不说俺家的煎饼是",
        "不说别的就是",
        "不用节食就是",
        "我们的价格没有中间商，",
        "不吹不黑就是",
        "不夸张",
    ],
)
def test_what_only_begins_so(before: str) -> None:
    assert not is_unsaid(before)


@pytest.mark.parametrize(
    "after",
    [
        "”都是骗子常用的话术，见到请拨96110",
        "“永远的神”的拼音首字母，语文老师请同学写全称",
        "”“内部消息”是诈骗的常见幌子",
        "”一词在申报书里只填评定机关批准的称号",
        '" is slang for greatest of all time',
    ],
)
def test_a_wording_spoken_of(after: str) -> None:
    assert is_spoken_of(after)


@pytest.mark.parametrize("after", ["”，这话我们敢写进合同", "的口碑来自街坊", "”两个字，我们担得起", " is our promise"])
def test_a_wording_used(after: str) -> None:
    assert not is_spoken_of(after)


def test_so_called_without_evidence() -> None:
    assert is_so_called("Advice: so-called detox juices have no evidence behind them.")
    assert not is_so_called("Our detox juice has no equal.")
