import subprocess
import sys

import numpy as np
import pytest

from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.embedding import Vectors, blend

EMBEDDER = BuiltinEmbedder()


def near(one: str, other: str) -> float:
    first, second = EMBEDDER.embed([one, other])
    return float(first @ second)


class TestBuiltinEmbedder:
    def test_rows_have_length_one(self) -> None:
        rows = EMBEDDER.embed(["召回公告", "We are recalling one batch.", "召回 recall of a product"])
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)

    @pytest.mark.parametrize("text", ["", "……！", "2026-03-02"])
    def test_a_text_that_says_nothing_gives_zeros(self, text: str) -> None:
        assert not EMBEDDER.embed([text]).any()

    def test_no_texts_give_no_rows(self) -> None:
        assert EMBEDDER.embed([]).shape[0] == 0

    @pytest.mark.parametrize(
        ("query", "close", "far"),
        [
            ("鲜奶有异味要求退款", "部分批次鲜奶出现异味，可退款", "直播间主播夸大宣传"),
            ("泄露了会员个人信息", "个人信息泄露通知", "群管理员辱骂成员"),
            ("recalled products", "recall of a product", "livestream overselling"),
            ("hackers stole our customers' details", "notice of a personal data breach", "recall of a toy"),
            ("顾客吃了拉肚子", "食物中毒事件", "直播间超卖"),
            ("群主骂人", "管理员辱骂成员", "个人信息泄露"),
            ("機上乘客被拖走", "航班旅客被强行带离", "食品召回"),
        ],
    )
    def test_texts_of_one_meaning_are_near_with_few_words_shared(self, query: str, close: str, far: str) -> None:
        assert near(query, close) > near(query, far) + 0.1

    def test_width_and_capitals_do_not_matter(self) -> None:
        assert near("ＡＰＰ 故障", "app 故障") == pytest.approx(1, abs=1e-5)

    def test_other_processes_make_the_same_vectors(self) -> None:
        code = "from service.retrieval.builtin import BuiltinEmbedder as E; print(E().embed(['召回 recall'])[0].tobytes().hex())"
        seen = {
            subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
            for seed in ("1", "2")
        }
        assert seen == {EMBEDDER.embed(["召回 recall"])[0].tobytes().hex().encode() + b"\n"}


class TestBlend:
    def test_a_part_counts_by_its_weight_not_by_its_length(self) -> None:
        embedder = EMBEDDER
        body, title = "停售", "食品安全事件处置预案" * 20
        (blended,) = blend(embedder, [(1.0, [body]), (0.5, [title])])
        rows: Vectors = embedder.embed([body, title])
        assert float(blended @ rows[0]) > float(blended @ rows[1])

    def test_the_result_has_length_one(self) -> None:
        assert np.linalg.norm(blend(EMBEDDER, [(1.0, ["停售"]), (0.25, [""])])) == pytest.approx(1, abs=1e-5)
