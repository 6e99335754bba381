import re
from collections import Counter
from pathlib import Path

import pytest

from service.briefs import IncidentKind
from service.errors import DataFault
from service.retrieval.corpus import Document, corpus_digest, find_corpus_files, load_corpus
from tests.retrieval.conftest import WriteDocument, front_matter

BODY = "## 做法\n\n先道歉，再了解经过。\n"
INCIDENT_HEADINGS = {
    "zh": ("发生了什么", "何时说了什么", "结果", "教训", "不可模仿"),
    "en": ("What happened", "What was said when", "Outcome", "Lessons", "Do not imitate"),
}
FIRST_WORDS = {"zh": "III级4小时、II级2小时、I级1小时", "en": "III within 4 hours, II within 2, I within 1"}


@pytest.fixture(scope="module")
def shipped() -> tuple[Document, ...]:
    return load_corpus()


class TestShippedCorpus:
    def test_holds_enough_of_every_collection(self, shipped: tuple[Document, ...]) -> None:
        counts = Counter(document.front.collection for document in shipped)
        assert len(shipped) >= 16
        assert counts["playbooks"] >= 6
        assert counts["incidents"] >= 5
        assert counts["law"] >= 4
        assert counts["standards"] >= 2
        assert counts["brands"] >= 1

    def test_ids_are_unique_and_name_their_collection_or_brand(self, shipped: tuple[Document, ...]) -> None:
        assert len({document.id for document in shipped}) == len(shipped)
        for document in shipped:
            assert document.id.startswith((f"{document.front.collection}/", f"brands/{document.front.brand}/"))

    def test_every_incident_names_its_sources_and_says_what_never_to_copy(self, shipped: tuple[Document, ...]) -> None:
        for document in shipped:
            if document.front.collection == "incidents":
                assert document.front.source, document.id
                for heading in INCIDENT_HEADINGS[document.front.language]:
                    assert f"## {heading}\n" in document.body, document.id

    def test_every_statute_has_one_heading_per_article_and_a_day_it_took_effect(self, shipped: tuple[Document, ...]) -> None:
        for document in shipped:
            if document.front.collection == "law" and "/pointers-" not in document.id:
                headings = re.findall(r"^#+ (.+)$", document.body, re.MULTILINE)
                assert headings
                assert all(re.fullmatch(r"第[一二三四五六七八九十百千零]+条", name) for name in headings), document.id
                assert document.front.effective_from, document.id
                assert document.front.jurisdiction == "CN"

    def test_a_pointer_to_law_that_is_not_held_says_so_and_is_unverified(self, shipped: tuple[Document, ...]) -> None:
        pointers = [document for document in shipped if "/pointers-" in document.id]
        assert {document.front.jurisdiction for document in pointers} == {"CN", "HK", "US", "UK", "EU"}
        for document in pointers:
            assert not document.front.verified, document.id
            for section in document.body.split("\n## ")[1:]:
                assert "未收录" in section or "not held here" in section, section

    def test_every_playbook_says_who_by_when_and_when_it_is_done(self, shipped: tuple[Document, ...]) -> None:
        for document in shipped:
            if document.front.collection == "playbooks":
                owner, deadline, done = (
                    ("负责人：", "时限", "完成标志：")
                    if document.front.language == "zh"
                    else ("Owner:", "Deadline", "Done when:")
                )
                sections = document.body.split("\n## ")[2:]
                assert len(sections) == 5, document.id
                assert all(owner in section and done in section for section in sections), document.id
                assert deadline in document.body

    @pytest.mark.parametrize(("language", "suffix", "jurisdiction"), [("zh", "", "CN"), ("en", "-en", None)])
    def test_every_kind_has_one_playbook_in_each_language(
        self, shipped: tuple[Document, ...], language: str, suffix: str, jurisdiction: str | None
    ) -> None:
        playbooks = [d for d in shipped if d.front.collection == "playbooks" and d.front.language == language]
        assert sorted(document.front.kinds[0] for document in playbooks) == sorted(IncidentKind)
        for document in playbooks:
            assert document.id == f"playbooks/{document.front.kinds[0].replace('_', '-')}{suffix}"
            assert document.front.jurisdiction == jurisdiction, document.id

    def test_every_playbook_gives_the_first_words_of_each_level(self, shipped: tuple[Document, ...]) -> None:
        for document in shipped:
            if document.front.collection == "playbooks":
                assert FIRST_WORDS[document.front.language] in document.body, document.id

    def test_a_brand_s_guidelines_are_its_own(self, shipped: tuple[Document, ...]) -> None:
        (guidelines,) = [document for document in shipped if document.id == "brands/chenhe/guidelines"]
        assert guidelines.front.brand == "chenhe"
        assert all(document.front.brand is None for document in shipped if not document.id.startswith("brands/"))


class TestLoadCorpus:
    def test_reads_front_matter_and_body(self, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/complaints.md", BODY, kinds="[customer_complaint, negative_review]", effective_from="2026-01-01")
        (document,) = load_corpus(knowledge)
        assert document.id == "playbooks/complaints"
        assert document.front.kinds == (IncidentKind.CUSTOMER_COMPLAINT, IncidentKind.NEGATIVE_REVIEW)
        assert document.front.effective_from is not None
        assert document.body.strip() == BODY.strip()

    def test_one_source_may_be_given_without_a_list(self, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/a.md", BODY, source="{publisher: 协会, title: 指南, date: 2024-05}", verified="true")
        assert load_corpus(knowledge)[0].front.source[0].publisher == "协会"

    def test_windows_line_ends_are_read_alike(self, knowledge: Path, write: WriteDocument) -> None:
        path = write("corpus/playbooks/a.md", BODY)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert "\r" not in load_corpus(knowledge)[0].body

    def test_a_readme_is_no_document(self, knowledge: Path) -> None:
        folder = knowledge / "corpus" / "playbooks"
        folder.mkdir(parents=True)
        (folder / "README.md").write_text("How to write one.", encoding="utf-8")
        assert load_corpus(knowledge) == ()

    def test_an_unknown_key_is_refused_with_file_and_line(self, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/a.md", BODY, titel="x")
        with pytest.raises(DataFault, match=r"a\.md:9: titel"):
            load_corpus(knowledge)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"language": "fr"}, r"a\.md:4: language"),
            ({"kinds": "[food]"}, r"a\.md:5: kinds\[0\]"),
            ({"owner": ""}, "owner"),
            ({"verified": "true"}, "names its source"),
            ({"effective_from": "2026-02-01", "effective_to": "2026-01-01"}, "effective_to lies before"),
            ({"source": "{publisher: 协会, title: 指南, date: 去年}"}, "date"),
            ({"collection": "law"}, r"a\.md:3: collection: must be 'playbooks'"),
            ({"title": "{a: ["}, r"a\.md:\d"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_key(
        self, knowledge: Path, write: WriteDocument, changes: dict[str, str], message: str
    ) -> None:
        write("corpus/playbooks/a.md", BODY, **changes)
        with pytest.raises(DataFault, match=message):
            load_corpus(knowledge)

    def test_a_brand_s_document_names_the_brand_of_its_folder(self, knowledge: Path, write: WriteDocument) -> None:
        write("brands/beihe/guidelines.md", BODY, brand="chenhe", collection="brands")
        with pytest.raises(DataFault, match="brand: must be 'beihe'"):
            load_corpus(knowledge)

    @pytest.mark.parametrize(
        ("raw", "message"),
        [
            ("## 没有文件头\n", "starts with front matter"),
            (front_matter(), "body is empty"),
            ("---\ntitle: x\n", "starts with front matter"),
            (b"---\n\xff\n---\n", "UTF-8"),
            ("---\n" + "x" * (2 * 1024 * 1024), "over the limit"),
        ],
    )
    def test_a_file_that_is_no_document_is_refused(self, knowledge: Path, raw: str | bytes, message: str) -> None:
        path = knowledge / "corpus" / "playbooks" / "a.md"
        path.parent.mkdir(parents=True)
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        with pytest.raises(DataFault, match=message):
            load_corpus(knowledge)

    def test_a_file_name_that_makes_no_id_is_refused(self, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/食品.md", BODY)
        with pytest.raises(DataFault, match="lower-case ASCII"):
            load_corpus(knowledge)

    def test_a_file_that_cannot_be_read_is_named(self, knowledge: Path) -> None:
        (knowledge / "corpus" / "playbooks" / "a.md").mkdir(parents=True)
        with pytest.raises(DataFault, match=r"a\.md"):
            find_corpus_files(knowledge)


class TestCorpusDigest:
    def test_changes_with_any_file_and_only_then(self, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/a.md", BODY)
        before = corpus_digest(find_corpus_files(knowledge))
        assert corpus_digest(find_corpus_files(knowledge)) == before
        write("corpus/playbooks/a.md", BODY + "再补充一句。\n")
        assert corpus_digest(find_corpus_files(knowledge)) != before
