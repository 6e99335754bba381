"""A draft beside its counterpart in the other language: paired, held against each other, drafted where there is none."""

import re

import pytest

from service.briefs import StatementRequest
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.users import EVERY_BRAND, Role
from tests.samples import FOLDER
from tests.web.offices import Office, Seat, words

BRIEF = FOLDER / "19-bilingual-power-bank-fire.yml"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def here(office: Office) -> Office:
    """A case whose ledger is in both languages, with a Chinese draft."""
    writer, database = office.sit("writer").person, office.installation.database()
    with database.unit_of_work() as session:
        office.case_id = open_case(session, writer, load_brief(BRIEF.read_bytes(), "b.yml")).id
    request = StatementRequest.model_validate({"statement": "holding_statement", "language": "zh-CN"})
    settings = Settings(model="", data_dir=office.installation.settings.data_dir)
    office.draft_id = create_draft(
        database, writer, office.case_id, request, settings=settings, options=DraftOptions(offline=True)
    ).id
    return office


def hidden(page: str) -> dict[str, str]:
    """What the form that drafts the counterpart sends by itself."""
    form = page.partition('id="counterpart"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("form_token")
    return fields


def drafted(office: Office, language: str = "en-GB") -> str:
    """The counterpart's page, drafted by the form of the draft's page."""
    writer = office.sit("writer")
    fields = hidden(writer.see(office.draft_path))
    answer = writer.send(f"/cases/{office.case_id}/statements", **fields, language=language)
    assert answer.status_code == 303, words(answer.text)[-800:]
    return str(answer.headers["location"]).partition("?")[0]


def languages(page: str) -> str:
    return page.partition('id="languages"')[2].partition("</section>")[0]


def change(seat: Seat, path: str, old: str, new: str) -> None:
    page = seat.see(path)
    version = re.search(r'name="version" value="(\d+)"', page)
    text = re.search(r'<textarea id="draft-text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert version is not None
    assert text is not None
    assert old in text.group(1)
    seat.done(path, version=version.group(1), title="Title", text=text.group(1).replace(old, new, 1))


def test_where_there_is_none_a_form_drafts_it_and_both_show_each_other(here: Office) -> None:
    writer = here.sit("writer")
    page = writer.see(here.draft_path)
    assert 'action="/cases/' in languages(page)
    assert re.findall(r'<option value="([\w-]+)"', languages(page)) == ["en-GB", "en-US"]
    there = drafted(here)
    for path, other in ((there, here.draft_path), (here.draft_path, there)):
        shown = languages(writer.see(path))
        assert "In both languages" in shown
        assert "agree." in shown
        assert f'href="{other}"' in shown
        assert "counterpart-language" not in shown
    beside = re.search(r"<tr>\s*<td data-label=\"Chinese[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>", shown, re.DOTALL)
    assert beside is not None
    assert "9月2日10时05分" in words(beside.group(1))
    assert "At 10:05 on 2 September" in words(beside.group(2))


def test_it_is_drafted_for_the_same_moment(here: Office) -> None:
    assert hidden(here.sit("writer").see(here.draft_path))["issued_at"] == "2026-09-02T22:20"
    assert "2 September 2026, 22:20" in here.sit("writer").see(drafted(here))


def test_where_they_disagree_is_marked_and_listed(here: Office) -> None:
    there, writer = drafted(here), here.sit("writer")
    change(writer, there, "12:00", "18:00")
    for path in (there, here.draft_path):
        shown = languages(writer.see(path))
        assert re.search(r"The two disagree in \d place", shown)
        assert re.search(r'<mark class="warning">[^<]*18:00', shown)
        assert 'href="#differs-1"' in shown
        assert 'id="differs-1"' in shown
    assert "两份有" in languages(writer.see(f"{there}?lang=zh"))
    assert "不一致：一处是" in languages(writer.see(f"{there}?lang=zh"))


def test_a_paragraph_without_its_like_stands_alone(here: Office) -> None:
    there, writer = drafted(here), here.sit("writer")
    change(writer, there, "\n\nWe will publish the next update on this page by 09:00 tomorrow (3 September), China time.", "")
    assert "nothing like it there" in languages(writer.see(here.draft_path))
    assert "nothing like it here" in languages(writer.see(there))


def test_markup_in_either_is_shown_and_never_run(here: Office) -> None:
    there, writer = drafted(here), here.sit("writer")
    change(writer, there, "Yaohua Electronics", NASTY)
    shown = languages(writer.see(here.draft_path))
    assert NASTY not in shown
    assert "&lt;script&gt;" in shown


def test_a_withdrawn_counterpart_makes_room_for_another(here: Office) -> None:
    there, writer = drafted(here), here.sit("writer")
    writer.done(f"{there}/withdraw", version="1")
    assert "counterpart-language" in writer.see(here.draft_path)
    assert drafted(here, "en-US") != there


def test_a_reader_sees_both_and_no_form(here: Office) -> None:
    reader = here.sit("reader", (EVERY_BRAND, Role.AUDITOR))
    assert 'id="languages"' not in reader.see(here.draft_path)
    drafted(here)
    assert "In both languages" in reader.see(here.draft_path)


class TestOfOneThatFollowsAnother:
    def test_the_counterpart_follows_the_same_words(self, here: Office) -> None:
        writer = here.sit("writer")
        typed = {
            "statement": "update",
            "audience": "public",
            "channel": "web",
            "language": "zh-CN",
            "writer": "offline",
            "issued_at": "2026-09-02T23:00",
            "previous_text": "9月2日，我们接到一起移动电源冒烟起火的反映。",
            "previous_issued_at": "2026-09-02T12:00",
        }
        answer = writer.send(f"/cases/{here.case_id}/statements", **typed)
        assert answer.status_code == 303
        here.draft_id = str(answer.headers["location"]).rpartition("/")[2].partition("?")[0]
        fields = hidden(writer.see(here.draft_path))
        assert fields["previous_text"] == typed["previous_text"]
        assert fields["previous_issued_at"] == typed["previous_issued_at"]
        assert "In both languages" in writer.see(drafted(here))
