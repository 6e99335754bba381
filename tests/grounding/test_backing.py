"""What backs an assertion: certain lines of the same kind about the same things, and nothing else."""

import pytest

from service.grounding import Grounds
from service.grounding.assertions import find_assertions
from service.grounding.backing import Unbacked, unbacked
from service.grounding.checked import CheckedText
from service.grounding.evidence import Evidence
from service.language import text_language
from tests.grounding.ledgers import grounds

ZH = grounds(
    ("电池鼓包是因为充电器输出电压过高", "confirmed"),
    {"text": "抽检的20块电池全部合格", "attribution": "据市质检院5月5日报告"},
    ("消防部门已对事故现场进行勘查", "confirmed"),
    ("一名骑手面部烧伤，目前生命体征平稳", "confirmed"),
    ("没有收到起火的反馈", "confirmed"),
    ("网传电池由小作坊生产", "refuted"),
    ("经销商私自改装过电池", "disputed"),
    ("2024年10月发生过一次同类召回", "confirmed"),
    ("我们没有及时更换充电器，负有责任", "confirmed"),
    ("电压过高的原因", "unknown"),
)
EN = grounds(
    ("The batteries swelled because the charger ran at too high a voltage", "confirmed"),
    {"text": "All 20 batteries sampled passed", "attribution": "according to the Fire Research Centre's report of 5 May"},
    ("Fire officers have inspected the scene", "confirmed"),
    ("A courier suffered burns to the face and is in a stable condition", "confirmed"),
    ("No one has reported a fire", "confirmed"),
    ("The batteries were made in an unlicensed workshop", "refuted"),
    ("The dealer modified the batteries", "disputed"),
    ("A similar recall took place in October 2024", "confirmed"),
    ("We did not replace the chargers in time and that was our fault", "confirmed"),
    ("Why the voltage was too high", "unknown"),
)
# Little is known here, and nothing of it settled.
ZH_OPEN = grounds(("经销商私自改装过电池", "disputed"), ("电池鼓包", "confirmed"), ("是否有人受伤", "unknown"))
EN_OPEN = grounds(
    ("The dealer modified the batteries", "disputed"),
    ("The batteries swelled", "confirmed"),
    ("Whether anyone was hurt", "unknown"),
)


def found(text: str, under: Grounds, ceiling: str | None = "moral_responsibility") -> list[Unbacked]:
    read = CheckedText(text, under, None, text_language(text))
    return list(unbacked(find_assertions(read.reading.folded, read.sentences), read.said, under.board, ceiling))


def kinds(text: str, under: Grounds, ceiling: str | None = "moral_responsibility") -> set[str]:
    return {str(item.assertion.kind) for item in found(text, under, ceiling)}


class TestWhatTheLedgerHolds:
    @pytest.mark.parametrize(
        "text",
        [
            "电池鼓包，是充电器输出电压过高造成的。",
            "经查，鼓包的直接原因是充电器电压过高。",
            "抽检的20块电池均合格。",
            "质检院的报告显示，抽检电池合格。",
            "消防部门已到现场勘查。",
            "受伤骑手生命体征平稳。",
            "烧伤的骑手没有生命危险。",
            "目前没有接到起火的反馈。",
            "网传电池由小作坊生产，不属实。",
            "电池不是小作坊生产的。",
            "没有及时更换充电器，责任在我们。",
            "2024年10月我们有过一次同类召回。",
        ],
    )
    def test_is_backed_in_other_chinese_words(self, text: str) -> None:
        assert kinds(text, ZH) == set()

    @pytest.mark.parametrize(
        "text",
        [
            "The swelling was caused by a charger that ran at too high a voltage.",
            "Too high a charger voltage made the batteries swell.",
            "All 20 of the batteries sampled passed.",
            "According to the Fire Research Centre, the sampled batteries passed.",
            "Fire officers have been to inspect the scene.",
            "The injured courier is in a stable condition.",
            "We have had no reports of a fire.",
            "The batteries were not made in an unlicensed workshop.",
            "Claims that the batteries came from an unlicensed workshop are false.",
            "We failed to replace the chargers in time, and that is our fault.",
            "There was a similar recall in October 2024.",
        ],
    )
    def test_is_backed_in_other_english_words(self, text: str) -> None:
        assert kinds(text, EN) == set()


class TestWhatItDoesNotHold:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("鼓包系隔膜破损所致。", "cause"),
            ("电池鼓包是仓库受潮导致的。", "cause"),
            ("警方已对事故立案侦查。", "authority"),
            ("这是我们第一次发生此类事件。", "history"),
            ("公司成立以来从未召回过产品。", "history"),
            ("我们没有隐瞒任何信息。", "denial"),
            ("我们违反了法律。", "admission"),
        ],
    )
    def test_is_named_in_chinese(self, text: str, kind: str) -> None:
        assert kind in kinds(text, ZH)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("A torn separator led to the swelling.", "cause"),
            ("The police have opened a criminal investigation.", "authority"),
            ("This is the first time anything like this has happened.", "history"),
            ("The courier has recovered and gone home.", "harm"),
            ("We broke the law.", "admission"),
        ],
    )
    def test_is_named_in_english(self, text: str, kind: str) -> None:
        assert kind in kinds(text, EN)

    @pytest.mark.parametrize("text", ["责任在经销商。", "鼓包是经销商改装造成的。"])
    def test_what_is_disputed_settles_no_blame_in_chinese(self, text: str) -> None:
        assert kinds(text, ZH_OPEN) & {"blame", "cause"}

    def test_what_is_disputed_settles_no_blame_in_english(self) -> None:
        assert kinds("The batteries swelled because the dealer modified them.", EN_OPEN) & {"blame", "cause"}

    @pytest.mark.parametrize("text", ["鼓包的原因目前还不清楚。", "有用户说是经销商改装造成的，我们正在核实。"])
    def test_what_is_left_open_asserts_nothing_in_chinese(self, text: str) -> None:
        assert kinds(text, ZH_OPEN) == set()

    def test_what_is_left_open_asserts_nothing_in_english(self) -> None:
        assert kinds("We do not yet know the cause.", EN_OPEN) == set()


class TestHarm:
    """The gravest claims there are; a line that tells of harm shares nearly all their words."""

    @pytest.mark.parametrize("text", ["没有人因此受伤。", "无人受伤。", "没有造成人员受伤。", "事故未造成人员伤亡。"])
    def test_a_line_of_harm_never_backs_that_nobody_was_hurt(self, text: str) -> None:
        assert "harm" in kinds(text, ZH)

    @pytest.mark.parametrize("text", ["Nobody was hurt.", "There were no injuries.", "No one was injured in the accident."])
    def test_nor_in_english(self, text: str) -> None:
        assert "harm" in kinds(text, EN)

    @pytest.mark.parametrize("text", ["受伤骑手不治身亡。", "骑手已经去世。", "受伤骑手已痊愈。", "受伤骑手已经康复出院。"])
    def test_nor_a_death_or_a_recovery(self, text: str) -> None:
        assert "harm" in kinds(text, ZH)

    @pytest.mark.parametrize("text", ["The injured courier has died.", "The burned courier has been discharged from hospital."])
    def test_nor_a_death_or_a_recovery_in_english(self, text: str) -> None:
        assert "harm" in kinds(text, EN)

    def test_a_death_the_ledger_holds_may_be_told(self) -> None:
        assert kinds("一名工人不幸遇难。", grounds(("事故造成一名工人死亡", "confirmed"))) == set()
        assert kinds("One worker lost his life.", grounds(("One worker died in the accident", "confirmed"))) == set()

    @pytest.mark.parametrize(
        ("text", "under"), [("没有人受伤。", ZH_OPEN), ("起火造成人员受伤。", ZH_OPEN), ("Nobody was hurt.", EN_OPEN)]
    )
    def test_what_is_unknown_backs_neither_yes_nor_no(self, text: str, under: Grounds) -> None:
        assert "harm" in kinds(text, under)

    @pytest.mark.parametrize(
        ("text", "under"),
        [
            ("是否有人受伤，目前还不清楚。", ZH_OPEN),
            ("有没有人受伤？", ZH_OPEN),
            ("We do not yet know whether anyone was hurt.", EN_OPEN),
            ("向受伤的骑手和家属表示歉意。", ZH),
            ("Our thoughts are with the courier who was hurt.", EN),
            ("如果您受伤，请先就医。", ZH),
        ],
    )
    def test_who_is_asked_for_or_pitied_is_not_reported(self, text: str, under: Grounds) -> None:
        assert kinds(text, under) == set()


class TestBareAnswers:
    def test_no_to_what_the_ledger_speaks_of_is_its_own(self) -> None:
        assert kinds("电池有没有起火？没有。", ZH) == set()
        assert kinds("Was there a fire? No.", EN) == set()

    def test_no_to_anything_else_is_doubted(self) -> None:
        for text, under in (("电池含有重金属吗？不含。", ZH), ("Do the batteries contain lead? No.", EN)):
            (item,) = found(text, under)
            assert (str(item.assertion.kind), item.evidence) == ("denial", Evidence.UNFOUND)


class TestAdmission:
    @pytest.mark.parametrize("text", ["我们违反了产品质量法。", "We broke the law.", "We were negligent."])
    def test_a_fault_above_the_ceiling_is_sure(self, text: str) -> None:
        items = [item for item in found(text, ZH_OPEN) if item.assertion.kind == "admission"]
        assert items
        assert all(item.evidence is Evidence.FORBIDDEN for item in items)

    @pytest.mark.parametrize("text", ["我们深表歉意。", "这件事我们做得不好，对不起。", "We are sorry.", "We let you down."])
    def test_regret_is_never_above_it(self, text: str) -> None:
        assert "admission" not in kinds(text, ZH_OPEN)

    def test_a_higher_ceiling_allows_more(self) -> None:
        assert "admission" in kinds("We broke the law.", EN_OPEN)
        assert "admission" not in kinds("We broke the law.", EN_OPEN, ceiling="legal_fault")

    def test_a_certain_fact_that_admits_as_much_backs_it(self) -> None:
        assert "admission" not in kinds("That was our fault.", EN)
        assert "admission" in kinds("That was our fault.", EN_OPEN)


class TestPromises:
    LEDGER = grounds(
        ("The fees were charged twice", "confirmed"),
        commitments=[{"id": "C1", "text": "late fees caused by a double payment will be refunded by 10 April", "approved": True}],
    )

    def test_a_promise_may_be_said_in_its_own_words(self) -> None:
        assert "cause" not in kinds("Late fees caused by a double payment will be refunded by 10 April.", self.LEDGER)

    def test_it_backs_no_other_cause(self) -> None:
        assert "cause" in kinds("The double payment was caused by a software update.", self.LEDGER)


class TestNearest:
    def test_the_line_that_comes_closest_is_named(self) -> None:
        (item,) = found("鼓包系隔膜破损所致。", ZH)
        assert item.nearest is not None
        assert item.nearest.id == "F1"

    def test_where_nothing_comes_close_there_is_none(self) -> None:
        (item,) = found("警方已对事故立案侦查。", grounds(("电池鼓包", "confirmed")))
        assert item.nearest is None

    def test_an_empty_ledger_backs_nothing(self) -> None:
        assert kinds("电池鼓包是因为受潮。", grounds()) == {"cause"}
        assert kinds("Nobody was hurt.", grounds()) == {"harm", "denial"}
