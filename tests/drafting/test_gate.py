"""The gate of a draft: names come back where they were, and a placeholder nobody sent takes its sentence with it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from service.briefs import IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.config import Settings
from service.drafting.gate import guarded, restored, restored_anew, shield_of
from service.drafting.pipeline import DraftOptions, draft
from service.llm.replacements import Replacement
from service.llm.schemas import Composition, Sentence
from service.privacy import Kind, Vault
from service.privacy.finding import find_personal
from service.prompting.render import Message
from tests.model_server import ModelServer, Reply
from tests.samples import MILK, NAMES, sample

# What the shield over each sample hides. Everything else in the samples is a brand, a post, an office, a place or a product.
HIDDEN_IN_SAMPLES = {
    "01-group-admin-insult": {"RY-0417"},
    "04-late-cake-delivery": {"沈一禾"},
    "05-hotpot-food-poisoning": {"罗既明"},
    "06-school-meal-children": {"钟岚"},
    "09-foundry-death": {"邵维川"},
    "14-us-dental-data-breach": {"Marian Oakes", "Oakes"},
    "15-uk-cafe-review": {"Tess Harrow", "Harrow"},
    "16-uk-river-spill": {"Rhona Pellew", "Pellew"},
    "18-uk-park-ride-death": {"Callum Estwick", "Estwick"},
    "24-uk-gym-breach": {"Anneka Holt", "Holt"},
    "26-bilingual-closing-heating": {"魏长林"},
    "27-us-closing-ferry": {"Robert Kessling", "Kessling"},
}


def _named(person: str = "钟岚") -> IncidentBrief:
    text = MILK.replace("{organisation: 晨禾乳业}", f"{{organisation: 晨禾乳业, person: {person}, title: 总经理}}")
    return load_brief(text.replace("收到6起关于晨禾鲜奶有异味的反馈", "顾客张伟等反映晨禾鲜奶有异味，共6起"), "milk.yml")


@pytest.mark.parametrize("name", NAMES)
def test_in_the_samples_only_what_is_personal_is_hidden(name: str) -> None:
    assert {words for words, _ in shield_of(sample(name)).known} == HIDDEN_IN_SAMPLES.get(name, set())


@pytest.mark.parametrize("path", sorted(Path("prompts/drafting").glob("*.md")), ids=lambda path: path.name)
def test_nothing_of_our_own_prompts_is_taken_for_personal(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [text[item.start : item.end] for item in find_personal(text)] == []


class TestGuarded:
    def test_the_person_who_signs_is_hidden_and_the_hotline_is_not(self) -> None:
        messages, vault = guarded(
            [Message("user", "署名：晨禾乳业 总经理 钟岚；客服热线：400-820-0000")], shield_of(_named()), "zh"
        )
        assert messages[0].content == "署名：晨禾乳业 总经理 〔人名1〕；客服热线：400-820-0000"
        assert vault.kept == {(Kind.PERSON, 1): "钟岚"}

    def test_a_private_mobile_among_the_contacts_is_hidden(self) -> None:
        brief = load_brief(MILK.replace("value: 400-820-0000", 'value: "13812345678"'), "milk.yml")
        messages, _ = guarded([Message("user", "- [contact:0] 客服热线：13812345678")], shield_of(brief), "zh")
        assert "13812345678" not in messages[0].content


class TestRestored:
    VAULT = Vault("zh", {(Kind.PERSON, 1): "张伟"})

    def _of(self, *texts: str, title: str = "说明") -> Composition:
        sentences = tuple(Sentence(text, "known", ("F1",), "\n\n" if n else "") for n, text in enumerate(texts))
        return restored(Composition(title, sentences), self.VAULT, "事件")

    def test_names_come_back_in_title_and_text(self) -> None:
        whole = self._of("〔 人名１ 〕先生已来电。", title="关于【人名1】来电的说明")
        assert (whole.title, whole.sentences[0].text) == ("关于张伟来电的说明", "张伟先生已来电。")

    def test_an_invented_placeholder_cuts_its_sentence_and_keeps_the_paragraph(self) -> None:
        whole = self._of("〔人名1〕已来电。", "〔人名2〕承认了。", "我们正在核实。")
        assert [(s.text, s.before) for s in whole.sentences] == [("张伟已来电。", ""), ("我们正在核实。", "\n\n")]

    def test_in_sentences_written_anew_names_come_back_and_an_invented_placeholder_is_no_answer(self) -> None:
        asked = (Replacement(1, "〔人名1〕已来电。", "known", ("F1",)), Replacement(2, "〔人名2〕承认了。", "known", ()))
        assert [(item.number, item.text) for item in restored_anew(asked, self.VAULT)] == [(1, "张伟已来电。")]

    def test_a_title_with_one_gives_way(self) -> None:
        assert self._of("〔人名1〕已来电。", title="〔人名9〕的说明").title == "事件"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([]) as running:
        yield running


def test_a_model_that_copies_the_placeholder_prints_the_name(data_dir: Path, server: ModelServer) -> None:
    rows = [
        ("截至3月2日10时，顾客［人名１］等反映晨禾鲜奶有异味，共6起。", "acknowledgement", ["F1"], 1),
        ("让大家为入口的牛奶担心，我们很抱歉。", "concern", [], 1),
        ("2月27日生产的鲜奶已于3月2日10时起从门店和线上下架、封存。", "known", ["F3"], 2),
        ("〔人名8〕已经承认了。", "known", ["F3"], 2),
        ("截至3月2日10时，没有收到饮用后身体不适的反馈。", "known", ["F4"], 2),
        ("异味的原因目前还不清楚，样品已送第三方检测机构。", "unknown", ["F5", "F6"], 3),
        ("如果您手里有2月27日生产的鲜奶，请先不要饮用。", "instruction", ["F3"], 4),
        ("2月27日生产的鲜奶凭实物或照片全额退款，3月5日18时前办结。", "remedy", ["C1"], 4),
        ("客服热线：400-820-0000。", "contact", ["contact:0"], 4),
        ("下一次说明不晚于今天14时在本账号发布。", "next_update", ["next_update_at"], 5),
        ("晨禾乳业总经理〔人名2〕，2026年3月2日10时40分。", "issuer", ["issuer", "issued_at"], 6),
    ]
    sentences = [{"text": t, "element": e, "basis": b, "paragraph": p} for t, e, b, p in rows]

    def answer(request: dict[str, object]) -> Reply:
        # The numbers follow the order of the prompt; the test reads them from it, as a model would.
        said = json.dumps(request, ensure_ascii=False)
        numbers = {"［人名１］": said.index("顾客〔人名") + 5, "总经理〔人名2〕": said.index("总经理 〔人名") + 7}
        text = json.dumps({"title": "关于部分晨禾鲜奶出现异味的情况说明", "sentences": sentences}, ensure_ascii=False)
        text = text.replace("［人名１］", f"［人名{said[numbers['［人名１］']]}］")
        return Reply(text.replace("总经理〔人名2〕", f"总经理〔人名{said[numbers['总经理〔人名2〕']]}〕"))

    server.replies.append(answer)
    request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=Language.ZH_CN)
    settings = Settings(model="openai/m", api_base=server.url, api_key=SecretStr("k"), data_dir=data_dir, draft_deadline=120)
    (item,) = draft(_named().with_changes(requests=(request,)), DraftOptions(), settings).statements
    assert item.generation.model == "openai/m", item.generation.reason
    assert "顾客张伟等反映晨禾鲜奶有异味" in item.text
    assert "总经理钟岚" in item.text
    assert "人名" not in item.text
    assert "承认" not in item.text
