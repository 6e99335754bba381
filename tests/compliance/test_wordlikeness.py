"""What is like labelled English sentences, read by words."""

import numpy as np
import pytest

from evals.compliance.teaching import Lesson, teach
from service.compliance.checker import check
from service.compliance.likeness import Opinions
from service.compliance.pack import shipped
from service.compliance.reading import read
from service.compliance.schemas import CheckContext
from service.compliance.wordlikeness import WordLikeness, english_likeness, word_codes
from service.findings import Severity

BLAME = "the tenant left the stove on and should have known better"
NOTICE = "the next update is at noon on our website"


def taught() -> WordLikeness:
    bad = [Lesson(f"{start} {BLAME}", frozenset({"victim-blaming"})) for start in ("frankly,", "sadly,", "again,", "look,")]
    good = [Lesson(f"{start} {NOTICE}", frozenset()) for start in ("today,", "as before,", "please note:", "for now,")]
    model = teach([*bad, *good], [], word_codes)
    return WordLikeness(model.rules, model.weights, model.scale, model.rarity, model.bias, model.examples)


class TestWords:
    @pytest.mark.parametrize(("one", "other"), [("refunds", "refund"), ("recalled", "recalls"), ("12 cases", "7 cases")])
    def test_forms_of_a_word_and_figures_are_alike(self, one: str, other: str) -> None:
        assert word_codes(one).tolist() == word_codes(other).tolist()

    def test_short_words_keep_their_ends(self) -> None:
        assert word_codes("bed").tolist() != word_codes("b").tolist()

    def test_a_text_without_words_has_one_code(self) -> None:
        assert word_codes("  \n").tolist() == [0]


class TestTeaching:
    def test_a_taught_model_tells_what_it_was_taught_apart(self) -> None:
        lines = [f"well, {BLAME}.", f" this morning, {NOTICE}."]
        text = "".join(lines)
        marked = taught().of(text, [len(lines[0]), len(text)])[:, -1]
        assert marked[0] > marked[1]

    def test_parts_are_told_by_their_places_in_the_text(self) -> None:
        text = f"{BLAME}, {NOTICE}"
        whole, parts = taught().of_both(text, [len(text)], [len(BLAME) + 1, len(text)])
        assert whole.shape[0] == 1
        assert parts[0, -1] > parts[1, -1]

    def test_it_turns_on_a_pair_of_words(self) -> None:
        start, end = taught().turning(BLAME, 0)
        assert len(BLAME[start:end].split()) == 2


class TestShippedModel:
    def test_it_knows_no_rule_that_is_not_shipped(self) -> None:
        assert set(english_likeness().rules) <= {rule.id for rule in shipped().rules}

    def test_it_tells_a_taunt_from_a_notice(self) -> None:
        text = "Anyone who was upset by our advert could do with growing a thicker skin. The shop opens at nine on Monday."
        chances = Opinions(english_likeness(), read(text)).chances
        assert chances[0, -1] > chances[1, -1]

    @pytest.mark.parametrize("text", ["", ".", "\n\n", "a", "sorry " * 3_000, "well, " * 2_000, "-*-*-*-*-"])
    def test_any_text_has_an_opinion(self, text: str) -> None:
        assert np.isfinite(Opinions(english_likeness(), read(text)).chances).all()
        assert isinstance(check(text, CheckContext(language="en")), list)

    def test_what_is_only_likely_is_a_suggestion_and_names_its_nearest(self) -> None:
        texts = (
            "Folks who skipped the leaflet got what anybody would expect.",
            "Our flasks keep soup hotter than whatever else you own.",
            "Nobody outside this room needs to hear of the gauge readings.",
            "We will see our accusers weeping in a courtroom soon enough.",
        )
        found = [finding for text in texts for finding in check(text, CheckContext(language="en", statement="social_post"))]
        liked = [finding for finding in found if "No fixed wording matched" in finding.message]
        assert liked
        assert Severity.SUGGESTION in {finding.severity for finding in liked}
