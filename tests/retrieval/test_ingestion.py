"""A team's own files: read once, replaced when they change, gone when they go; a bad one harms only itself."""

import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from service.config import Settings
from service.errors import InvalidInput
from service.retrieval.index import open_index
from service.retrieval.ingestion import Shelving, ingest
from service.retrieval.keeping import PassageKeeper
from service.retrieval.retriever import find_passages
from service.retrieval.shelves import Shelf
from tests.retrieval.files import bad_files, good_files

SHELVING = Shelving(owner="客服部", today=date(2026, 3, 2))
LIBRARY = Shelf("library")


@pytest.fixture
def keeper(settings: Settings, knowledge: Path) -> Iterator[PassageKeeper]:
    with open_index(settings, knowledge=knowledge) as index:
        yield PassageKeeper(index)


def states(keeper: PassageKeeper, *paths: Path, shelving: Shelving = SHELVING) -> dict[str, str]:
    return {Path(outcome.path).name: outcome.state for outcome in ingest(paths, keeper, shelving)}


def texts(keeper: PassageKeeper) -> Counter[str]:
    return Counter(text for ident in keeper.holdings() for _, _, text in keeper.passages(ident))


class TestIngest:
    def test_every_kind_of_file_is_read_and_found(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        good_files(tmp_path / "in")
        assert set(states(keeper, tmp_path / "in").values()) == {"added"}
        for query, words in (
            ("投诉多久回电", "两小时内回电"),
            ("冷柜温度", "交班时核对"),
            ("供应商更换", "提前一周"),
            ("盘点 签字", "由两人签字"),
            ("duty manager", "before closing the store"),
        ):
            found = find_passages(query, index=keeper.index, k=3)
            assert any(words in passage.text for passage in found), query

    def test_headings_become_the_title_and_scripts_are_left_out(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        good_files(tmp_path / "in")
        states(keeper, tmp_path / "in")
        held = {Path(item.path).name: item for item in keeper.holdings().values()}
        assert (held["a.md"].title, held["b.html"].title, held["d.docx"].title) == ("投诉处理办法", "门店守则", "仓库手册")
        assert not any("alert" in text or "菜单" in text for text in texts(keeper))

    def test_a_second_run_changes_nothing(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        good_files(tmp_path / "in")
        states(keeper, tmp_path / "in")
        before = texts(keeper)
        assert set(states(keeper, tmp_path / "in").values()) == {"unchanged"}
        assert texts(keeper) == before

    def test_an_edit_replaces_only_its_own_passages_and_a_deletion_removes_them(
        self, keeper: PassageKeeper, tmp_path: Path
    ) -> None:
        good_files(tmp_path / "in")
        states(keeper, tmp_path / "in")
        (tmp_path / "in" / "c.txt").write_text("供应商更换须提前一个月通知。\n", encoding="utf-8")
        (tmp_path / "in" / "a.md").unlink()
        assert states(keeper, tmp_path / "in") == {
            "a.md": "removed", "b.html": "unchanged", "c.txt": "changed", "d.docx": "unchanged", "e.pdf": "unchanged",
        }  # fmt: skip
        left = texts(keeper)
        assert "供应商更换须提前一个月通知。" in left
        assert not any("提前一周" in text or "两小时" in text for text in left)

    def test_the_words_follow_an_edit(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("夜班钥匙放在保安室。\n", encoding="utf-8")
        states(keeper, path)
        path.write_text("夜班钥匙由店长保管。\n", encoding="utf-8")
        states(keeper, path)
        assert keeper.index.words("保安室", [LIBRARY], 5) == {}
        assert keeper.index.words("店长", [LIBRARY], 5)

    def test_a_path_that_does_not_exist_is_refused(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput):
            states(keeper, tmp_path / "nowhere")

    def test_a_brands_files_are_seen_by_that_brand_alone(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("晨禾的客服暗号是蓝色风铃。\n", encoding="utf-8")
        states(keeper, path, shelving=Shelving(brand="chenhe", today=SHELVING.today))
        assert find_passages("蓝色风铃 暗号", index=keeper.index, brand="晨禾乳业")
        for other in (None, "别的品牌"):
            assert not any("风铃" in item.text for item in find_passages("蓝色风铃 暗号", index=keeper.index, brand=other, k=50))

    def test_a_markdown_file_may_speak_for_itself(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        front = "title: 内部手册\ncollection: handbooks\nlanguage: zh\nkinds: []\nverified: false\nowner: 行政\nreview_due: 2026-01-01\n"
        path.write_text(f"---\n{front}---\n\n节假日值班表另发。\n", encoding="utf-8")
        states(keeper, path)
        (held,) = keeper.holdings().values()
        assert (held.title, held.shelf, held.review_due) == ("内部手册", Shelf("handbooks"), date(2026, 1, 1))

    def test_what_a_damaged_file_said_before_stays(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        path = tmp_path / "in" / "a.txt"
        path.parent.mkdir()
        path.write_text("停电时先关总闸。\n", encoding="utf-8")
        states(keeper, path.parent)
        path.write_bytes(b"\xff\xfe\xfa")
        assert states(keeper, path.parent) == {"a.txt": "refused"}
        assert "停电时先关总闸。" in texts(keeper)

    def test_removed_documents_are_gone_and_shipped_ones_stay(self, keeper: PassageKeeper, tmp_path: Path) -> None:
        good_files(tmp_path / "in")
        states(keeper, tmp_path / "in")
        ident = next(ident for ident, item in keeper.holdings().items() if item.path.endswith("c.txt"))
        assert [item.id for item in keeper.remove([ident, "law/advertising-law"])] == [ident]
        assert ident not in keeper.holdings()
        assert keeper.index.words("供应商更换", [LIBRARY], 5) == {}


class TestBadFiles:
    def test_a_hundred_are_each_reported_none_is_ingested_and_memory_stays_bounded(
        self, keeper: PassageKeeper, tmp_path: Path
    ) -> None:
        folder = tmp_path / "in"
        bad = bad_files(folder)
        good_files(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        outcomes = states(keeper, folder)
        assert [name for name, state in outcomes.items() if state == "refused"] == sorted(path.name for path in bad)
        assert {name for name, state in outcomes.items() if state == "added"} == {"a.md", "b.html", "c.txt", "d.docx", "e.pdf"}
        assert {Path(item.path).name for item in keeper.holdings().values()} == {"a.md", "b.html", "c.txt", "d.docx", "e.pdf"}
        assert "机密内容" not in texts(keeper)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000


@pytest.mark.slow
class TestKilled:
    def test_a_run_killed_at_any_moment_is_completed_by_the_next(
        self, settings: Settings, knowledge: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "in"
        folder.mkdir()
        for number in range(60):
            parts = "\n\n".join(f"第{number}号文件的第{part}段：{'内容' * 60}{number}-{part}。" for part in range(12))
            (folder / f"{number:02}.txt").write_text(parts, encoding="utf-8")
        program = (
            "import sys; from pathlib import Path; from service.config import Settings;"
            "from service.retrieval.index import open_index; from service.retrieval.ingestion import Shelving, ingest;"
            "from service.retrieval.keeping import PassageKeeper\n"
            "with open_index(Settings(data_dir=Path(sys.argv[1]), chroma_url=sys.argv[4]), knowledge=Path(sys.argv[2])) as index:\n"
            "    [None for _ in ingest([Path(sys.argv[3])], PassageKeeper(index), Shelving())]\n"
        )
        call = [sys.executable, "-c", program, str(settings.data_dir), str(knowledge), str(folder), settings.chroma_url]
        dice = random.Random(7)
        for _ in range(10):
            running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1.2 + dice.random() * 2.0)
            running.kill()
            running.wait()
        subprocess.run(call, check=True)
        with open_index(settings, knowledge=knowledge) as index:
            keeper = PassageKeeper(index)
            held = keeper.holdings()
            assert len(held) == 60
            assert all(item.is_whole for item in held.values())
            found = texts(keeper)
            assert max(found.values()) == 1
            whole = "".join("".join(found).split())
            for number in range(60):
                assert all(f"{number}-{part}。" in whole for part in range(12))
            assert len(index.words("第7号文件", [LIBRARY], 500)) >= 12
