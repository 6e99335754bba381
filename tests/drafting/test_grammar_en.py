"""English grammar of facts and promises."""

from datetime import datetime

import pytest

from service.briefs import Audience, Commitment, Fact, Jurisdiction, Language
from service.drafting.composer import en
from service.drafting.composer.english import English
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line

NOW = datetime.fromisoformat("2026-03-02T10:40:00+00:00")
GB, US = Language.EN_GB, Language.EN_US


def _fact(text: str, **changes: object) -> Fact:
    return Fact.model_validate({"id": "F1", "text": text, "status": "confirmed", "disclosure": "public"} | changes)


def _promise(text: str, **changes: object) -> Commitment:
    return Commitment.model_validate({"id": "C1", "text": text, "approved": True} | changes)


@pytest.mark.parametrize(
    ("attribution", "said"),
    [
        (
            "the fire service's statement of 15 January",
            "One person was hurt, according to the fire service's statement of 15 January",
        ),
        ("According to the police", "One person was hurt, according to the police"),
        ("fire service", "One person was hurt, according to the fire service"),
        ("应急管理局通报", "One person was hurt"),
    ],
)
def test_an_attribution_follows_the_clause_and_never_in_another_language(attribution: str, said: str) -> None:
    assert en.statement_of(_fact("x", attribution=attribution), "One person was hurt", NOW, GB).text == said


def test_a_bare_count_gets_its_time() -> None:
    fact = _fact("we received six complaints", as_of="2026-03-02T09:00:00+00:00")
    assert en.statement_of(fact, fact.text, NOW, GB).text == "we received six complaints, as of 09:00 on 2 March"
    assert en.statement_of(fact, fact.text, NOW, US).text == "we received six complaints, as of 9:00 a.m. on March 2"


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("refund every bottle in full", "We will refund every bottle in full"),
        ("Customers will be refunded in full", "Customers will be refunded in full"),
        ("we will replace every unit", "We will replace every unit"),
        ("full refunds for all orders", "What we will do: full refunds for all orders"),
    ],
)
def test_a_promise_reads_as_one(promise: str, said: str) -> None:
    assert en.promise(_promise(promise), promise, NOW, GB, owner=False).text == said


def test_promises_that_are_nouns_share_their_opening() -> None:
    lines = [
        en.promise(_promise(text), text, NOW, GB, owner=False) for text in ("full refund", "free rebooking until 15 December")
    ]
    assert [line.text for line in en.promises(lines)] == ["What we will do: full refund; free rebooking until 15 December"]


def test_due_and_owner_are_added_where_the_text_lacks_them() -> None:
    item = _promise("refund every bottle", due="2026-03-05T18:00:00+00:00", owner="the customer care team")
    said = "We will refund every bottle by 18:00 on 5 March. Responsible: customer care team"
    assert en.promise(item, item.text, NOW, GB, owner=True).text == said


def test_unknowns_share_a_sentence_three_at_a_time() -> None:
    texts = ["the cause of the smell", "whether other batches are affected", "Number of bottles", "who sold them"]
    lines = en.unknowns([(_fact(text), text) for text in texts])
    assert lines[0].text == "we do not yet know the cause of the smell, whether other batches are affected or Number of bottles"
    assert lines[1].text == "nor do we know yet who sold them"


def test_a_noun_without_article_gets_one() -> None:
    assert (
        en.unknowns([(_fact("cause of the smell"), "cause of the smell")])[0].text == "we do not yet know the cause of the smell"
    )


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("most of the affected milk was produced on 27 February", True),
        ("the driver was drunk", False),
        ("a child fell ill after drinking it", False),
        ("forty bottles were affected", False),
    ],
)
def test_an_unproven_claim_stands_in_its_own_words_only_when_they_add_nothing(claim: str, quoted: bool) -> None:
    supported = "Milk produced on 27 February has been off sale\nmost shops sold affected milk"
    assert en.may_be_quoted(claim, supported) is quoted


def test_two_short_clauses_share_a_sentence_and_names_keep_their_capital() -> None:
    lines = [
        Line("The park was evacuated", ("F1",)),
        Line("The other park is closed", ("F2",)),
        Line("The ride stands still", ("F3",)),
        Line("Hollowmere police attended", ("F4",)),
    ]
    assert [line.text for line in en.merged(lines)] == [
        "The park was evacuated, and the other park is closed",
        "The ride stands still",
        "Hollowmere police attended",
    ]


@pytest.mark.parametrize(
    ("items", "said"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (["a, b", "c"], "a, b; and c"), ([], "")],
)
def test_lists_read_as_lists(items: list[str], said: str) -> None:
    assert en.listed(items) == said


class TestSentences:
    gb = English(language=GB, jurisdiction=Jurisdiction.UK)
    us = English(language=US, jurisdiction=Jurisdiction.US)

    def test_a_refuted_claim_is_quoted_and_corrected_in_one_sentence(self) -> None:
        item = Worded(_fact("posts claim the plant is closed"), "posts claim the plant is closed")
        assert self.gb.sentence(self.gb.refuted(item)).text == "It is not true that the plant is closed."

    @pytest.mark.parametrize(
        ("fact", "product"),
        [
            ("Milk produced on 27 February has been off sale since 10:00", "milk produced on 27 February"),
            ("a Q20 power bank caught fire", "a Q20 power bank"),
            ("No kits have shipped from the warehouse since 12:45 p.m.", None),
        ],
    )
    def test_the_product_is_named_as_the_ledger_names_it(self, fact: str, product: str | None) -> None:
        assert self.gb.product([fact]) == product

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            ("2026-03-02T14:00:00+00:00", "14:00 today"),
            ("2026-03-03T09:30:00+00:00", "09:30 tomorrow (3 March)"),
            ("2026-03-05T18:00:00+00:00", "18:00 on 5 March"),
        ],
    )
    def test_a_time_reads_as_a_person_writes_it(self, at: str, said: str) -> None:
        assert said in self.gb.when(datetime.fromisoformat(at), NOW)

    def test_american_use_differs_in_dates_hours_and_spelling(self) -> None:
        at = datetime.fromisoformat("2026-03-05T18:00:00+00:00")
        assert "6:00 p.m. on March 5" in self.us.when(at, NOW)
        lines = self.us.apology("Outage", Audience.CUSTOMERS)
        assert "apologize" in lines[1].text

    def test_a_spokesperson_is_named_only_from_the_issuer_or_an_english_role(self) -> None:
        assert self.gb.speaking("总经理", None, None).text == "One designated spokesperson speaks for the company on this."
        assert self.gb.speaking("Head of Quality", None, None).text == "Our Head of Quality speaks for the company on this."
        assert self.gb.speaking(None, "Rhona Pellew", "Managing Director").basis == ("issuer",)
