"""Clauses that word their line of the ledger anew: no error, though they negate, promise, report or assert; and their neighbours that do err."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

TRAM = grounds(
    ("The Harbour tram was empty by 17:20 on 4 May", "confirmed"),
    ("The heating on board was off for two hours", "confirmed"),
    ("Scratches were found on two windows of car 81 and on no window of car 82", "confirmed"),
    ("The engineer's office reported the reading at 09:15 on 4 May and the depot gate was locked at 09:40", "confirmed"),
    ("A brake block had come loose before the stop", "disputed"),
    ("A dog ran in front of the tram", "reported"),
    ("The tram derailed", "refuted"),
    ("why the current failed", "unknown"),
    ("whether the rail was cracked", "unknown"),
    ("Riders were not charged for the trip", "confirmed"),
    ("Twelve riders were treated at Selby Hospital", "confirmed"),
    ("The Rail Safety Board was told at 18:05 on 4 May", "confirmed"),
    ("Some riders waited on the platform for an hour", "confirmed"),
    brand="Harbour Trams",
    issued_at="2026-05-04T20:00:00+01:00",
    issuer={"organisation": "Harbour Trams"},
    incident={
        "title": "Harbour tram halted",
        "kind": "safety_accident",
        "jurisdiction": "UK",
        "detected_at": "2026-05-04T16:50:00+01:00",
    },
    commitments=[
        {
            "id": "C1",
            "text": "season tickets bought for the Harbour line will be refunded in full by 20 May",
            "approved": True,
            "due": "2026-05-20T18:00:00+01:00",
        },
        {"id": "C2", "text": "we will pay the medical bills of the twelve riders", "approved": True},
        {"id": "C3", "text": "umbrellas left on the tram will be returned to their owners by post", "approved": True},
        {"id": "C4", "text": "a free day pass for every rider", "approved": False},
    ],
    contacts=[{"label": "Riders' line", "value": "0800 555 0144"}],
)


def found(text: str, severity: Severity = Severity.ERROR) -> list[str]:
    return [item.rule for item in check(text, TRAM, language="en-GB").findings if item.severity is severity]


class TestNegations:
    @pytest.mark.parametrize(
        "text",
        [
            "By 17:20 there was nobody left on the Harbour tram.",
            "Riders were without heating on board for two hours.",
            "On car 82 no scratches were found.",
            "You will not have to pay the medical bills of the twelve riders.",
            "It is not so that the tram derailed.",
        ],
    )
    def test_one_that_says_the_same_is_no_error(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "The depot gate was not locked at 09:40.",
            "The Harbour tram was not empty by 17:20.",
            "Riders were charged for the trip.",
        ],
    )
    def test_one_that_turns_it_is_told(self, text: str) -> None:
        assert {"polarity-turned", "ungrounded-denial"} & {*found(text), *found(text, Severity.WARNING)}


class TestHedges:
    @pytest.mark.parametrize(
        "text",
        [
            "Folks are saying a dog ran in front of the tram.",
            "A rider writes that a dog ran in front of the tram.",
            "A first look suggests a dog may have run in front of the tram.",
            "Still open: whether the rail was cracked, or not.",
            "Q. I heard that the tram derailed.\nA. That's not what happened.",
            "People say it went wrong because the tram derailed. That is false.",
        ],
    )
    def test_what_others_say_is_no_error(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize("text", ["A dog ran in front of the tram.", "The tram derailed."])
    def test_what_is_said_plainly_is_one(self, text: str) -> None:
        assert found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "A rider says a dog ran in front of the tram. We have confirmed this.",
            "Riders say a dog ran out. That has been confirmed.",
        ],
    )
    def test_others_word_is_not_confirmed(self, text: str) -> None:
        assert "status-overstated" in found(text)

    @pytest.mark.parametrize("answer", ["No, it is true.", "It is so.", "That is right.", "This did happen."])
    def test_what_is_refuted_is_not_affirmed(self, answer: str) -> None:
        assert "refuted-repeated" in found(f"Is it true that the tram derailed?\n{answer}")


class TestPromises:
    @pytest.mark.parametrize(
        "text",
        [
            "Umbrellas that were left on the tram will be posted back to whoever owns them.",
            "And the medical bills? We are paying those.",
            "What you can get: season tickets refunded in full by 20 May.",
            "You may have read that the line will be closed for good; it is not so.",
            "The medical bills from 4 May of the twelve riders will be paid by us.",
        ],
    )
    def test_one_in_other_words_is_no_error(self, text: str) -> None:
        assert [rule for rule in found(text) if "promise" in rule or rule == "modality-changed"] == []

    @pytest.mark.parametrize(
        "text",
        [
            "We will pay the medical bills and lost earnings of the twelve riders.",
            "The medical bills and lost wages of the twelve riders will be paid by us, from 4 May.",
        ],
    )
    def test_one_that_pays_for_more_is_told(self, text: str) -> None:
        assert {"ungrounded-promise", "unapproved-promise"} & {*found(text), *found(text, Severity.WARNING)}

    def test_one_told_as_kept_is_told(self) -> None:
        assert "modality-changed" in found("Season tickets for the Harbour line were refunded in full by 20 May.")


class TestAssertions:
    @pytest.mark.parametrize(
        "text",
        [
            "The engineer's office gave us the reading at 09:15 on 4 May.",
            "The RSB was told at 18:05.",
            "Rail Safety Board told on 4 May, 18:05.",
            "Loose rails can be dangerous for riders.",
        ],
    )
    def test_a_line_in_other_words_is_no_error(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "The current failed because a mouse had chewed through the main cable.",
            "Another rider was treated for a broken wrist.",
            "Nothing else we run is affected.",
            "Nothing like this has ever happened before.",
        ],
    )
    def test_what_no_line_holds_is_told(self, text: str) -> None:
        assert [*found(text), *found(text, Severity.WARNING)]


class TestAll:
    def test_an_idiom_claims_nothing(self) -> None:
        assert "scope-widened" not in [
            *found("Most of all we feel for the riders."),
            *found("After all, riders waited.", Severity.WARNING),
        ]

    def test_all_of_what_some_did_is_told(self) -> None:
        text = "All riders wrote to us about the same thing."
        assert "scope-widened" in [*found(text), *found(text, Severity.WARNING)]


class TestNames:
    def test_a_capital_in_mid_sentence_is_a_name(self) -> None:
        assert "ungrounded-name" in found("The tram was towed to Ottermouth that night.", Severity.WARNING) + found(
            "The tram was towed to Ottermouth that night."
        )

    @pytest.mark.parametrize(
        "text", ["2/ Posts say a dog ran out.", "The price was 40 Hong Kong dollars.", "We write again at noon, Pacific."]
    )
    def test_not_every_capital_is_one(self, text: str) -> None:
        assert "ungrounded-name" not in [*found(text), *found(text, Severity.WARNING)]

    def test_who_signs_is_held_too(self) -> None:
        assert "ungrounded-name" in found("We are sorry.\n\nDora Finch\nChief Engineer, Larkvale", Severity.WARNING)
