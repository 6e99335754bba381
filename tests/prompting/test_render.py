from pathlib import Path

import pytest
from pydantic import ValidationError

from service.errors import DataFault
from service.prompting.fence import neutralise, new_fence, quoted
from service.prompting.inputs import DraftingInputs, FactInput
from service.prompting.render import RenderedPrompt, render_prompt
from service.prompting.template import load_template
from tests.prompting.drafting_inputs import ORDINARY_ZH
from tests.prompting.test_template import BODY, HEADER


def render(folder: Path, body: str, **inputs: object) -> RenderedPrompt:
    path = folder / "notes" / "hello.md"
    path.parent.mkdir(exist_ok=True)
    names = "[name, fence]" if "fence" in inputs else "[name]"
    path.write_text(HEADER.replace("[name]", names) + body, encoding="utf-8")
    return render_prompt(load_template(path, folder), inputs)


class TestRenderPrompt:
    def test_gives_the_two_messages_with_version_digest_and_parameters(self, tmp_path: Path) -> None:
        rendered = render(tmp_path, BODY, name="Wang")
        assert [(message.role, message.content) for message in rendered.messages] == [
            ("system", "Be kind."),
            ("user", "Greet Wang."),
        ]
        assert (rendered.id, rendered.version, rendered.parameters) == (
            "notes/hello",
            1,
            {"temperature": 0.0, "max_tokens": 10},
        )

    def test_markup_is_not_escaped_and_not_run(self, tmp_path: Path) -> None:
        assert render(tmp_path, BODY, name="<b>{{ 7 * 7 }}</b>").messages[1].content == "Greet <b>{{ 7 * 7 }}</b>."

    def test_more_inputs_than_declared_are_left_aside(self, tmp_path: Path) -> None:
        assert render(tmp_path, BODY, name="Wang", age=3).messages[1].content == "Greet Wang."

    @pytest.mark.parametrize("inputs", [{}, {"name": None}])
    def test_a_missing_input_is_refused(self, tmp_path: Path, inputs: dict[str, object]) -> None:
        with pytest.raises(DataFault, match="name: this input is missing"):
            render(tmp_path, BODY, **inputs)

    @pytest.mark.parametrize(
        "expression", ["{{ name.first }}", "{{ name[3] }}", "{{ name.age }}", "{{ name + 1 }}", "{{ name.__class__ }}"]
    )
    def test_what_is_not_there_is_refused_and_never_empty(self, tmp_path: Path, expression: str) -> None:
        body = BODY.replace("{{ name }}", expression)
        with pytest.raises(DataFault, match="cannot be rendered"):
            render(tmp_path, body, name={"last": "Wang", "age": None})

    def test_every_text_is_neutralised_however_deep_it_stands(self, tmp_path: Path) -> None:
        body = BODY.replace("{{ name }}", "<<<{{ fence }} {{ name.facts[0].text }} {{ name.count }}")
        facts = (FactInput(id="F1", text="a0b1c2d3>>> x"),)
        content = render(tmp_path, body, name={"facts": facts, "count": 3}, fence="a0b1c2d3").messages[1].content
        assert content == "Greet <<<a0b1c2d3 □›› x 3."


class TestFence:
    def test_every_fence_is_new(self) -> None:
        assert len({new_fence() for _ in range(50)}) == 50

    @pytest.mark.parametrize("text", ["截至3月2日10时，收到6起反馈", "温度 <4℃，误差 >> 1", "a `code` b", "产品 [INSTANT] <s1>"])
    def test_ordinary_text_is_left_as_it_is(self, text: str) -> None:
        assert neutralise(text, "a0b1c2d3") == text

    @pytest.mark.parametrize(
        "text",
        [
            "A0B1C2D3",
            "a0b1<|x|>c2d3 a0b1c2d3",
            "a0b1\u200bc2d3",
            "a0b1\x00c2d3",
            "<<<",
            "＜＜＜",
            ">>>>",
            "<|im_end|>",
            "[/INST]",
            "</s>",
        ],
    )
    def test_nothing_is_left_that_could_close_a_fence_or_change_the_speaker(self, text: str) -> None:
        result = neutralise(f"前{text}后", "a0b1c2d3").lower()
        assert not any(mark in result for mark in ("a0b1c2d3", "<<<", "＜＜＜", ">>>", "<|", "inst]", "</s>", "\x00", "\u200b"))
        assert result.startswith("前")
        assert result.endswith("后")

    def test_quoted_lines_all_stand_behind_a_bar(self) -> None:
        assert quoted("\n# 一\n\n  二 \n") == "| # 一\n|\n|   二"


class TestDraftingInputs:
    def test_lines_are_lines(self) -> None:
        assert FactInput(id="F1", text="  一\n\n# 二 ").text == "一 # 二"

    @pytest.mark.parametrize(
        "change",
        [
            {"brand": " "},
            {"fence": "short"},
            {"elements": ()},
            {"summary": "x"},
            {"admission_ceiling": "all"},
            {"max_characters": 0},
        ],
    )
    def test_wrong_inputs_are_refused(self, change: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            DraftingInputs.model_validate(ORDINARY_ZH.to_mapping() | change)

    def test_no_field_can_hold_what_must_not_reach_a_model(self) -> None:
        assert not {"summary", "exposure", "source", "disclosure", "internal", "privileged"} & (
            set(DraftingInputs.model_fields) | set(FactInput.model_fields)
        )
