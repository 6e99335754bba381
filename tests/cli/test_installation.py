"""The commands of an installation: people, verification, backup, on a real database in a data folder."""

import json
from pathlib import Path

import pytest

from service import clock
from service.__main__ import main
from service.audit.keys import signing_key
from service.config import load_settings
from service.db import Database
from service.installation import Installation
from service.users import Permission
from service.users.commands import join
from service.users.queries import list_people, principal_of_token
from tests.databases import PASSWORD


def open_current() -> Database:
    return Installation(load_settings()).database()


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTWORD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FIRSTWORD_LANG", "en")


def _join(capsys: pytest.CaptureFixture[str], **more: str) -> None:
    secret = capsys.readouterr().out.strip().removeprefix("/join/")
    with open_current().unit_of_work() as session:
        join(session, secret=secret, password=PASSWORD, **more)


class TestUser:
    def test_the_first_administrator_then_a_guest_then_everybody_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["user", "admin"]) == 0
        _join(capsys, login="root", name="Root")
        assert main(["user", "admin"]) == 2
        assert "somebody was let in already" in capsys.readouterr().err
        assert main(["user", "invite", "lin", "--name", "Lin", "--role", "chenhe:pr", "--role", "*:auditor"]) == 0
        _join(capsys)
        assert main(["user", "list"]) == 0
        assert capsys.readouterr().out == "lin\tLin\t*:auditor, chenhe:pr\nroot\tRoot\t*:admin\n"

    def test_roles_are_replaced_and_people_leave(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["user", "admin"])
        _join(capsys, login="root", name="Root")
        main(["user", "invite", "lin", "--name", "Lin", "--role", "chenhe:pr"])
        assert main(["user", "roles", "lin", "--role", "chenhe:legal"]) == 0
        assert main(["user", "link", "lin"]) == 0
        assert main(["user", "deactivate", "lin"]) == 0
        capsys.readouterr()
        main(["user", "list"])
        assert "lin\tLin\tchenhe:legal (deactivated)" in capsys.readouterr().out
        assert main(["user", "erase", "lin"]) == 0
        with open_current().reading() as session:
            assert [person.name for person in list_people(session)] == ["", "Root"]

    def test_a_token_is_its_owner_s_and_shown_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["user", "admin"])
        _join(capsys, login="root", name="Root")
        assert main(["user", "token", "root", "--name", "cron", "--scope", "audit:read"]) == 0
        secret = capsys.readouterr().out.strip()
        with open_current().reading() as session:
            found = principal_of_token(session, secret, clock.now())
        assert found is not None
        assert found.scopes == frozenset({Permission.AUDIT_READ})
        assert main(["user", "token", "root", "--name", "all"]) == 0
        for wrong in (["--scope", "nothing"], ["--scope", "statement:sign"]):
            assert main(["user", "token", "root", "--name", "x", *wrong]) == 2

    @pytest.mark.parametrize(
        "arguments",
        [
            ["token", "nobody", "--name", "x"],
            ["invite", "lin", "--name", "Lin", "--role", "pr"],
            ["invite", "lin", "--name", "Lin", "--role", "chenhe:boss"],
            ["roles", "nobody", "--role", "chenhe:pr"],
            ["link", "nobody"],
            ["deactivate", "nobody"],
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["user", *arguments]) == 2
        assert capsys.readouterr().err
        with open_current().reading() as session:
            assert list_people(session) == []


class TestVerify:
    def test_the_chain_holds_and_its_end_can_be_kept_elsewhere(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        main(["user", "admin"])
        _join(capsys, login="root", name="Root")
        head = tmp_path / "head.json"
        assert main(["verify", "--audit", "--export-head", str(head)]) == 0
        assert json.loads(head.read_text())["number"] == 1
        assert main(["verify", "--audit", "--head", str(head)]) == 0
        assert "The audit chain holds." in capsys.readouterr().out

    def test_another_key_is_noticed(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        main(["user", "admin"])
        _join(capsys, login="root", name="Root")
        assert main(["verify", "--audit", "--export-head", str(tmp_path / "head.json")]) == 0
        foreign = tmp_path / "foreign.pem"
        foreign.write_text(signing_key(tmp_path / "foreign").public.pem)
        assert main(["verify", "--audit", "--key", str(foreign)]) == 1
        assert "event 1: the signature of this end of the chain does not hold" in capsys.readouterr().out

    @pytest.mark.parametrize("arguments", [[], ["--audit", "folder"], ["no-such-folder"], ["--audit", "--head", "no-such-file"]])
    def test_wrong_use_is_told(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["verify", *arguments]) == 2
        assert capsys.readouterr().err

    def test_a_file_that_is_no_end_of_a_chain_is_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "head.json"
        path.write_text("[]")
        assert main(["verify", "--audit", "--head", str(path)]) == 2
        assert "this is no end of a chain" in capsys.readouterr().err


def test_backup_and_restore(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["user", "admin"])
    _join(capsys, login="root", name="Root")
    archive = tmp_path / "backup.zip"
    assert main(["backup", str(archive)]) == 0
    assert main(["restore", str(archive)]) == 2
    monkeypatch.setenv("FIRSTWORD_DATA_DIR", str(tmp_path / "new"))
    assert main(["restore", str(archive)]) == 0
    capsys.readouterr()
    main(["user", "list"])
    assert capsys.readouterr().out.startswith("root\t")


def test_a_database_that_is_down_is_told_with_code_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FIRSTWORD_DATABASE_URL", "postgresql://u:very-secret@127.0.0.1:1/none")
    assert main(["user", "list"]) == 3
    told = capsys.readouterr().err
    assert "the database cannot be used now" in told
    assert "very-secret" not in told
