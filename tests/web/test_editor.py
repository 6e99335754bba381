"""What the editor asks while one types, and that its bundle is what its sources say."""

import hashlib
import re
from pathlib import Path

import pytest

from service.users import EVERY_BRAND, Role
from tests.web.sites import Filed

WEB = Path(__file__).resolve().parents[2] / "service" / "web"


def test_the_bundle_was_built_from_these_sources() -> None:
    folder = WEB / "editor"
    names = ["package.json", "package-lock.json", *sorted(f"src/{file.name}" for file in (folder / "src").iterdir())]
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\n".encode() + (folder / name).read_bytes())
    assert f"sources sha256:{digest.hexdigest()} " in (WEB / "static" / "editor.js").read_text(encoding="utf-8")[:300]


def test_the_lock_names_no_address() -> None:
    lock = (WEB / "editor" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert not re.search(r'"resolved"|https?://registry', lock)


def test_a_typed_text_is_checked_against_its_brief_and_stored_nowhere(filed: Filed) -> None:
    pr, draft = filed.site.act("pr"), filed.ids["draft_id"]
    before = pr.get(f"/api/v1/works/{draft}").json()
    answer = pr.post(f"/drafts/{draft}/check", json={"title": before["title"], "text": before["text"]})
    assert answer.status_code == 200
    found = answer.json()
    assert any(item["rule"] == "ungrounded-number" and item["text"] == "19位" for item in found["findings"])
    assert found["blocked"] is True
    assert all(before["text"][item["start"] : item["end"]] for item in found["sentences"])
    assert any(item["basis"] for item in found["sentences"])
    assert pr.get(f"/api/v1/works/{draft}").json() == before


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_version_is_held_against_the_draft_s_own_moment_of_issue(filed: Filed, language: str) -> None:
    pr, case = filed.site.act("pr"), filed.ids["case_id"]
    asked = {"statement": "holding_statement", "language": language, "audience": "public", "channel": "press"}
    made = pr.post(f"/api/v1/cases/{case}/drafts?offline=true&issued_at=2026-07-19T02:47:00%2B08:00", json=asked)
    assert made.status_code == 201
    work = made.json()
    assert "2" in work["text"]
    assert "47" in work["text"]
    for _ in range(2):
        typed = {"title": work["title"], "text": work["text"] + "\n"}
        tried = pr.post(f"/drafts/{work['id']}/check", json=typed).json()
        assert [item for item in tried["findings"] if "47" in item["text"]] == []
        saved = pr.put(f"/api/v1/works/{work['id']}", json=typed, headers={"if-match": f'"{work["version"]}"'})
        assert saved.status_code == 200
        work = saved.json()
        assert [row["finding"] for row in work["findings"] if "47" in row["finding"]["text"]] == []


def test_fixes_are_changes_of_the_text_as_sent(filed: Filed) -> None:
    pr, draft = filed.site.act("pr"), filed.ids["draft_id"]
    work = pr.get(f"/api/v1/works/{draft}").json()
    fixes = pr.post(f"/drafts/{draft}/fixes", json={"title": work["title"], "text": work["text"]}).json()
    ledger = next(fix for fix in fixes if fix["kind"] == "ledger")
    mended = work["text"][: ledger["start"]] + ledger["replacement"] + work["text"][ledger["end"] :]
    assert "9位" in mended
    assert "19位" not in mended


@pytest.mark.parametrize("kind", ["check", "fixes"])
def test_who_may_not_write_is_refused(filed: Filed, kind: str) -> None:
    path, body = f"/drafts/{filed.ids['draft_id']}/{kind}", {"title": "x", "text": "y"}
    assert filed.site.client().post(path, json=body).status_code == 401
    assert filed.site.act("auditor", (EVERY_BRAND, Role.AUDITOR)).post(path, json=body).status_code == 403
    assert filed.site.act("other", ("chenhe", Role.PR)).post(path, json=body).status_code == 404


@pytest.mark.parametrize("body", [{"title": "x"}, {"title": "x", "text": ""}, {"title": "x", "text": "y", "z": 1}, [], "x" * 9])
def test_bad_input_is_named(filed: Filed, body: object) -> None:
    answer = filed.site.act("pr").post(f"/drafts/{filed.ids['draft_id']}/check", json=body)
    assert answer.status_code == 422
    assert answer.json()["problems"]
