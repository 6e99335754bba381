"""Which addresses a person may give, what is shown of them, and what the installation's must be."""

import pytest
from pydantic import SecretStr

from service.config import Settings
from service.errors import InvalidInput
from service.notices.addresses import accepted, house_addresses, masked, require_usable, sendable

TOKEN = "abcdefgh-1234-1234-1234-abcdefabc0ff"
OPEN = Settings(
    notice_mail=SecretStr("mailto://u:secret@smtp.example.com?from=fw@example.com"), notice_hosts="hooks.example.com, 10.0.0.5"
)


@pytest.mark.parametrize(
    ("given", "scheme"),
    [
        ("lin@example.com", "lin@example.com"),
        (f"wecombot://{TOKEN}", "wecombot://"),
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", "wecombot://"),
        ("dingtalk://abcdef0123456789abcdef", "dingtalk://"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcdef0123456789abcdef", "dingtalk://"),
        (f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}", "feishu://"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "slack://"),
        ("jsons://hooks.example.com/desk", "jsons://hooks.example.com/"),
        (" json://10.0.0.5:8080/x ", "json://10.0.0.5:8080/"),
    ],
)
def test_mail_chats_and_allowed_webhooks(given: str, scheme: str) -> None:
    assert accepted(given, OPEN, "addresses[0]").startswith(scheme)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "not a usable address"),
        ("nonsense", "not a usable address"),
        ("https://evil.example/hook", "not a usable address"),
        ("file:///etc/passwd", "not a usable address"),
        ("dbus://", "not a usable address"),
        ("syslog://", "not a usable address"),
        ("mailto://u:p@10.0.0.5", "not a usable address"),
        ("jsons://hooks.example.com.evil.example/x", "sends nothing to that host"),
        ("json://169.254.169.254/latest", "sends nothing to that host"),
        ("json://hooks.example.com@127.0.0.1/x", "sends nothing to that host"),
        (f"slack://T1JJ3T3L2/A1BRTD4JD/{TOKEN}?template=/etc/passwd", "no further options"),
        ("json://hooks.example.com/?+host=evil.example", "no further options"),
        ("json://hooks.example.com/\nx", "not a usable address"),
        ("x" * 600, "not a usable address"),
        ("a@b@example.com", "not a usable address"),
        ("lin@example.com?bcc=x@evil.example", "no further options"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(given: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        accepted(given, OPEN, "addresses[3]")
    (problem,) = caught.value.problems
    assert problem.field == "addresses[3]"
    assert reason in problem.message.en


def test_without_settings_only_chats_are_left() -> None:
    for given in ("lin@example.com", "jsons://hooks.example.com/desk"):
        with pytest.raises(InvalidInput):
            accepted(given, Settings(), "addresses[0]")
    assert accepted(f"feishu://{TOKEN}", Settings(), "addresses[0]")


def test_nothing_shown_can_be_used() -> None:
    assert masked("lin@example.com") == "l…@example.com"
    assert masked("jsons://user:secret@hooks.example.com/desk/key?x=1") == "jsons://hooks.example.com/…"
    assert masked(accepted(f"wecombot://{TOKEN}", OPEN, "")) == "wecombot://…c0ff"
    slack = accepted("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", OPEN, "")
    assert masked(slack) == "slack://…i7FQ"


def test_an_e_mail_address_is_sent_through_the_installation_s_server() -> None:
    assert sendable("lin@example.com", OPEN) == "mailto://u:secret@smtp.example.com?from=fw@example.com&to=lin%40example.com"
    assert sendable("lin@example.com", Settings()) is None


def test_the_installation_s_addresses_are_refused_at_start_without_their_secrets() -> None:
    assert len(house_addresses(Settings(notice_urls=SecretStr(f"wecombot://{TOKEN} json://127.0.0.1/x")))) == 2
    house, mail = SecretStr(f"feishu://{TOKEN} nonsense://s3cret"), SecretStr("json://s3cret")
    for settings in (Settings(notice_urls=house), Settings(notice_mail=mail)):
        with pytest.raises(InvalidInput) as caught:
            require_usable(settings)
        assert "s3cret" not in caught.value.problems[0].describe("en")
    require_usable(OPEN)
