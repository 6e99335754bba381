from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import DataFault
from service.prompting.template import load_template

HEADER = """---
id: notes/hello
version: 1
purpose: says hello
inputs: [name]
output: composition
parameters: {temperature: 0, max_tokens: 10}
---
"""
BODY = "=== system ===\nBe kind.\n=== user ===\nGreet {{ name }}.\n"

Written = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Written:
    def write_file(text: str, name: str = "notes/hello.md") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def refused(path: Path, root: Path) -> str:
    with pytest.raises(DataFault) as caught:
        load_template(path, root)
    return caught.value.message.en.removeprefix("bad data file: ").replace(str(root), "")


class TestLoading:
    def test_a_prompt_has_its_header_and_two_sections(self, write: Written, tmp_path: Path) -> None:
        template = load_template(write(HEADER + BODY), tmp_path)
        assert (template.id, template.header.version, template.header.parameters.max_tokens) == ("notes/hello", 1, 10)
        assert [name for name, _ in template.sections] == ["system", "user"]
        assert template.digest.startswith("sha256:")

    def test_a_loop_variable_and_a_macro_argument_are_no_inputs(self, write: Written, tmp_path: Path) -> None:
        body = "=== system ===\n{% macro big(word) %}{{ word | upper }}{% endmacro %}\n=== user ===\n{% for n in name %}{{ n }}{% endfor %}\n"
        assert load_template(write(HEADER + body), tmp_path).id == "notes/hello"

    def test_an_input_used_in_a_partial_is_used(self, write: Written, tmp_path: Path) -> None:
        write("Dear {{ name }}", "notes/_dear.md")
        body = '=== system ===\nBe kind.\n=== user ===\n{% include "notes/_dear.md" %}\n'
        assert load_template(write(HEADER + body), tmp_path).id == "notes/hello"


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "where", "what"),
        [
            (BODY, ":1:", "front matter"),
            (HEADER.replace("purpose", "aim: x\npurpose"), ":4: aim", "Extra inputs"),
            (HEADER.replace("version: 1", "version: one"), ":3: version", "valid integer"),
            (HEADER.replace("version: 1", "version: 1\nversion: 2"), ":4:", "duplicate key"),
            (HEADER.replace("[name]", "[name, name]"), ":5: name", "declared twice"),
            (HEADER.replace("[name]", "[name, age]"), ":5: age", "never used"),
            (HEADER.replace("[name]", "\n  - name\n  - age"), ":7: age", "never used"),
            (HEADER.replace("output: composition", "output: poem"), ":6: output", "composition"),
            (HEADER.replace("max_tokens: 10", "top_k: 3"), ":7:", "required"),
            (HEADER.replace("notes/hello", "notes/bye"), ":2: id", "the file's place"),
        ],
    )
    def test_a_wrong_header_is_refused_with_its_line(
        self, write: Written, tmp_path: Path, text: str, where: str, what: str
    ) -> None:
        message = refused(write(text if text is BODY else text + BODY), tmp_path)
        assert message.startswith(f"/notes/hello.md{where}")
        assert what in message

    @pytest.mark.parametrize(
        ("body", "where", "what"),
        [
            (BODY + "\n{{ age }}", ":14: age", "not declared"),
            ("=== system ===\n{{ name }}\n\n{{ age }}\n=== user ===\n", ":12: age", "not declared"),
            (BODY + "{% if name %}", ":13: body", "endif"),
            ("=== system ===\n{{ name | nonsense }}\n=== user ===\n", ":10: body", "nonsense"),
            ("=== user ===\n{{ name }}\n", ":9: body", "=== system ==="),
            ("=== user ===\n{{ name }}\n=== system ===\n", ":9: body", "in this order"),
            ("Hello.\n" + BODY, ":9: body", "exactly the sections"),
            (BODY + "{{ range(3) }}", ":13: range", "not declared"),
            (BODY + '{% include "notes/_gone.md" %}', ": include", "no partial"),
            (BODY + '{% include "notes/hello.md" %}', ": include", "no partial"),
            (BODY + '{% include "../_out.md" %}', ": include", "no partial"),
            (BODY + "{% include name %}", ": include", "plain string"),
        ],
    )
    def test_a_wrong_body_is_refused_with_its_line(
        self, write: Written, tmp_path: Path, body: str, where: str, what: str
    ) -> None:
        message = refused(write(HEADER + body), tmp_path)
        assert message.startswith(f"/notes/hello.md{where}")
        assert what in message

    def test_a_name_in_a_partial_is_refused_at_the_partial(self, write: Written, tmp_path: Path) -> None:
        write("one\n{{ age }}", "notes/_part.md")
        message = refused(write(HEADER + BODY + '{% include "notes/_part.md" %}'), tmp_path)
        assert message.startswith("/notes/_part.md:2: age")

    def test_a_file_that_is_not_text_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
        assert "cannot be read" in refused(tmp_path / "bad.md", tmp_path)
