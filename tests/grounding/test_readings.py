"""Values in a dress that more than one reading fits: what is held in any of them is held, what is in none is not."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

FERRY = grounds(
    ("The ferry Merlin left Port Ellery at 18:25 on 11 June with 312 passengers and 14 crew aboard", "confirmed"),
    ("Its bow door jammed at 19:05 and it was back at the quay at 20:20", "confirmed"),
    ("Ten passengers and one deckhand were treated on the quay; 4 of them were taken to Ellery Infirmary", "confirmed"),
    ("Of the 312 passengers, 205 were rebooked on sailing EL 7214 and 61 took a refund by 21:30 on 11 June", "confirmed"),
    ("Decks C1 to C4 are closed from 9 to 27 June, as they were in April", "confirmed"),
    ("The Coastguard and Harbours Authority was informed at 19:40 on 11 June", "confirmed"),
    ("Two of the 30 door bolts were worn", "confirmed"),
    ("2,340 tonnes of freight are on board, 1,520 of them timber", "confirmed"),
    issued_at="2026-06-11T22:45:00+01:00",
    contacts=[{"label": "Passenger line (every day, 7 a.m. to 10 p.m.)", "value": "1800 300 4417"}],
    incident={
        "title": "Ferry Merlin turned back",
        "kind": "service_outage",
        "jurisdiction": "UK",
        "detected_at": "2026-06-11T19:05:00+01:00",
    },
)


def rules(text: str, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    found = check(text, FERRY, language="en-GB").findings
    return [(item.rule, item.text) for item in found if item.severity is severity]


class TestClocks:
    @pytest.mark.parametrize(
        "text",
        [
            "Door jammed 1905, back at the quay 2020.",
            "The crew told the Authority at 1940.",
            "The line is open 7 to 10.",
            "The line is open seven till ten.",
            "Refunds were counted at half nine.",
            "She was back alongside at twenty past eight.",
            "She left at twenty-five past six.",
            "Counted until 9.30.",
            "The door jammed at five past seven in the evening.",
            "Next to Ellery she was by 20.20 o'clock.",
        ],
    )
    def test_a_time_is_held_however_it_is_written(self, text: str) -> None:
        assert rules(text) == []

    @pytest.mark.parametrize(
        "text", ["Door jammed 1915.", "The line is open six till eleven.", "She was back alongside at twenty past nine."]
    )
    def test_another_time_is_not(self, text: str) -> None:
        assert rules(text)


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "The decks are closed from the ninth of June to the twenty-seventh.",
            "Closed 9/6 to 27/6.",
            "They were closed back in April.",
            "The decks stay shut until Saturday 27.",
        ],
    )
    def test_a_day_is_held_however_it_is_written(self, text: str) -> None:
        assert rules(text) == []

    def test_another_day_is_not(self) -> None:
        assert rules("The decks are closed to the twenty-fifth of June.")


class TestCodes:
    @pytest.mark.parametrize(
        "text",
        [
            "Passengers of sailing 7214 may board.",
            "Decks C1-C4 stay shut.",
            "Decks C1, C2, C3 and C4 stay shut.",
            "The CHA was informed at 19:40.",
            "Call 1800 300 44 17.",
        ],
    )
    def test_a_part_or_another_form_of_one_is_held(self, text: str) -> None:
        assert rules(text) == []

    @pytest.mark.parametrize("text", ["Passengers of sailing 7124 may board.", "Call 1800 300 4471."])
    def test_another_one_is_not(self, text: str) -> None:
        assert rules(text)


class TestShortCodes:
    @pytest.mark.parametrize("text", ["Deck C3 stays shut.", "C4: shut until the 27th.", "Row A1 is open.", "A4 paper will do."])
    def test_one_of_the_ledgers_or_of_another_letter_is_fine(self, text: str) -> None:
        assert "ungrounded-identifier" not in [rule for rule, _ in rules(text, Severity.WARNING)]

    @pytest.mark.parametrize("text", ["C7: shut until the 27th.", "Deck C5 stays shut."])
    def test_another_of_its_letter_is_told(self, text: str) -> None:
        assert rules(text, Severity.WARNING)


class TestWhatIsWorkedOut:
    @pytest.mark.parametrize(
        "text",
        [
            "The door jammed at 19:05, roughly forty minutes after she had left.",
            "It was three quarters of an hour from 18:25 until the crew gave up on the door, and 75 minutes later, at 20:20, she was back.",
            "A hundred and seven passengers chose neither the later sailing nor to wait.",
            "205 passengers were rebooked and 61 refunded; the remaining 46 are being looked after.",
            "Eleven people were treated on the quay.",
            "About one in fifteen bolts was worn.",
            "Of every fifteen bolts, one was worn.",
            "About two thirds of the freight is timber.",
            "About 93 per cent of the bolts were sound, the rest worn.",
            "There are 312 minus 205, that is 107, passengers to rebook.",
        ],
    )
    def test_it_is_held(self, text: str) -> None:
        assert [item for item in rules(text) if item[0] in ("ungrounded-number", "ungrounded-time")] == []

    @pytest.mark.parametrize(
        "text",
        [
            "205 passengers were rebooked and 61 refunded; the remaining 52 are being looked after.",
            "Thirteen people were treated on the quay.",
            "About one in six bolts was worn.",
            "More than 205 passengers were rebooked.",
            "Fewer than 61 passengers took a refund.",
        ],
    )
    def test_what_does_not_add_up_is_not(self, text: str) -> None:
        assert rules(text)


class TestFiguresThatTellNothing:
    @pytest.mark.parametrize(
        "text", ["[1] Who may board?", "#2 Who pays?", "3 - Where do I go?", "Could I ring at three in the morning?"]
    )
    def test_they_are_no_error(self, text: str) -> None:
        assert rules(text) == []

    def test_a_lone_span_of_time_is_for_a_person(self) -> None:
        assert rules("Right then, listen up, two minutes.") == []

    def test_days_and_nights_are_not_added(self) -> None:
        held = grounds(("The four-day, three-night tour of the islands was called off", "confirmed"))
        assert not check("The tour of four days and three nights was called off.", held, language="en-GB").findings
