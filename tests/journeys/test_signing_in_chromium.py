"""The whole way of one statement in a real Chromium, in both languages: from the first link to a bundle that verifies, and what breaks it."""

import html
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from docx import Document
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.journeys.people_in_chromium import browsing, office
from tests.journeys.walking import (
    add_boast,
    at_the_start,
    decide,
    draft_of,
    give_verdict,
    open_case,
    save,
    set_next_update,
    sign,
    submit,
)
from tests.samples import FOLDER, ROOT

pytestmark = pytest.mark.slow
BRIEFS = {"zh": "05-hotpot-food-poisoning", "en": "22-us-heater-recall"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
GAP = {"zh": "【待确认", "en": "[TO CONFIRM"}
REASON = {"zh": "检验报告今日送达，见附件", "en": "test report received today, see attachment"}
ROLES = ("pr", "legal", "business_owner", "executive")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as running:
        yield running


def _without_next_update(name: str) -> tuple[str, str]:
    """A sample whose next update is not promised yet, and when it was to be."""
    data = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    moment = str(data.pop("next_update_at", ""))
    data["level"], data["level_reason"] = "II", "test"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False), moment


def _fill_gap(page: Page, language: str) -> None:
    """The gap taken over from the ledger with one key."""
    page.locator(".editor .cm-gap").first.wait_for()
    before = page.input_value("#draft-text")
    assert GAP[language] in before
    page.locator(".editor .cm-gap").first.click()
    _apply(page, before)
    assert GAP[language] not in page.input_value("#draft-text")


def _apply(page: Page, before: str) -> None:
    """The first fix where the cursor is, once it was tried."""
    for _ in range(60):
        page.keyboard.press("Alt+Enter")
        if page.input_value("#draft-text") != before:
            return
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("#editor-state").inner_text())


def _verify(*arguments: str, data: Path) -> tuple[int, str]:
    call = [sys.executable, "-m", "service", "verify", *arguments]
    environment = {"FIRSTWORD_DATA_DIR": str(data), "FIRSTWORD_LANG": "en", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _export(page: Page, draft: str, folder: Path, label: str = "auto") -> Path:
    page.goto(f"{draft}/release")
    page.check(f"#export input[name=label][value={label}]")
    with page.expect_download() as started:
        page.locator("#export button.primary").click()
    folder.mkdir(exist_ok=True)
    packed = folder / "bundle.zip"
    started.value.save_as(packed)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "bundle")
    (bundle,) = (folder / "bundle").iterdir()
    return bundle


def _labels(bundle: Path) -> list[dict[str, str]]:
    """What the metadata of the Word, PDF and HTML files say of generated content."""
    (docx,), (pdf,), (page,) = bundle.glob("*.docx"), bundle.glob("*.pdf"), bundle.glob("*.html")
    with zipfile.ZipFile(docx) as archive:
        custom = archive.read("docProps/custom.xml").decode("utf-8")
    in_word = re.search(r'name="AIGC"[^>]*><vt:lpwstr>([^<]+)<', custom)
    in_page = re.search(r'<meta name="AIGC" content="([^"]+)"', page.read_text(encoding="utf-8"))
    metadata = PdfReader(pdf).metadata
    assert in_word is not None
    assert in_page is not None
    assert metadata is not None
    return [json.loads(html.unescape(found)) for found in (in_word.group(1), in_page.group(1), str(metadata["/AIGC"]))]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _read_back(bundle: Path, said: str) -> None:
    """The Word and PDF files hold the very text, the PDF with its fonts."""
    (docx,), (pdf,) = bundle.glob("*.docx"), bundle.glob("*.pdf")
    assert _plain(said) in _plain("\n".join(item.text for item in Document(str(docx)).paragraphs))
    reader = PdfReader(pdf)
    assert _plain(said)[:40] in _plain("".join(sheet.extract_text() for sheet in reader.pages))
    fonts = [font.get_object() for sheet in reader.pages for font in sheet["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def _each_changed_file_is_named(bundle: Path, data: Path) -> None:
    for file in sorted(bundle.iterdir()):
        content = file.read_bytes()
        if file.suffix == ".pem":
            continue
        at = len(content) // 2
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        code, told = _verify(str(bundle), data=data)
        assert code == 1, file.name
        assert file.name in told or file.suffix in {".json", ".sig"}, told
        file.write_bytes(content)
    assert _verify(str(bundle), data=data)[0] == 0


def _a_changed_row_is_named(data: Path) -> None:
    assert _verify("--audit", data=data)[0] == 0
    (database,) = data.glob("*.db")
    with sqlite3.connect(database) as raw:
        triggers = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_events'"
        ).fetchall()
        for name, _ in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        (number,) = raw.execute("SELECT number FROM audit_events WHERE action = 'statement.signed_off' LIMIT 1").fetchone()
        raw.execute("UPDATE audit_events SET actor_id = 'somebody' WHERE number = ?", (number,))
        for _, sql in triggers:
            raw.execute(sql)
    raw.close()
    code, told = _verify("--audit", data=data)
    assert code == 1
    assert str(number) in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_first_link_to_a_bundle_that_verifies(
    browser: Browser, own_data_dir: Path, tmp_path: Path, language: str
) -> None:
    brief, moment = _without_next_update(BRIEFS[language])
    with office(own_data_dir, browser, language) as here:
        admin = here.first()
        author = here.invite(admin, "author", "pr")
        people = {role: here.invite(admin, role.replace("_", ""), role) for role in ROLES}

        case = open_case(here, author, "", brief)
        draft = draft_of(author, case, LANGUAGES[language])
        set_next_update(author, case, moment[:19])
        author.goto(draft)
        _fill_gap(author, language)
        add_boast(author, language)
        save(author)
        submit(author)

        decide(people["legal"], draft, "unsupported-safety-absolute", "waived", REASON[language])
        assert REASON[language] in people["legal"].content()
        give_verdict(people["legal"], draft, "changes_requested", REASON[language])

        author.goto(draft)
        assert REASON[language] in author.content()
        at_the_start(author)
        author.locator(".editor .cm-lintRange-error").first.wait_for()
        _apply(author, author.input_value("#draft-text"))
        save(author)
        submit(author)

        give_verdict(people["legal"], draft, "approved")
        asked = people["pr"].request.get(f"{here.address}/api/v1/works/{draft.rsplit('/', 1)[-1]}").json()
        assert asked["blockers"] == []
        for role in asked["required"]:
            sign(people[role], draft, role)
        labelled = _export(author, draft, tmp_path / "labelled", "always")
        bundle = _export(author, draft, tmp_path)
        assert here.errors == []
    signed = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    assert len(signed["sign_offs"]) == len(asked["required"])
    _read_back(bundle, asked["text"])
    for told in _labels(labelled):
        assert told["Label"]
        assert told["ReservedCode1"] == signed["statement"]["digest"]
    assert _verify(str(labelled), data=own_data_dir)[0] == 0
    key = str(next(bundle.glob("*.pem")))
    assert _verify(str(bundle), "--key", key, data=own_data_dir)[0] == 0
    _each_changed_file_is_named(bundle, own_data_dir)
    _a_changed_row_is_named(own_data_dir)
