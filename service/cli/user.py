"""`firstword user`: accounts from the machine the service runs on. Whoever can run it holds the database; no sign-in is asked."""

from collections.abc import Sequence
from typing import Annotated

import typer

from service.cli import console
from service.cli.installation import open_current
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.users import Role
from service.users.commands import SYSTEM, change_roles, deactivate, erase, first_admin_link, invite, new_link
from service.users.queries import find_user, list_people

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    help=console.say("管理人员：邀请、角色、停用、删除。", "Manage people: invite, roles, deactivate, erase."),
)

_Login = Annotated[str, typer.Argument(help=console.say("登录名", "login"))]
_Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        help=console.say(
            f"角色，可多次给出：品牌:角色，品牌为 * 时是全部品牌；角色有 {', '.join(Role)}",
            f"a role, may be repeated: BRAND:ROLE, with * for every brand; roles are {', '.join(Role)}",
        ),
    ),
]


@app.command(name="list", help=console.say("列出所有人。", "List everybody."))
def list_all() -> None:
    """One line a person."""
    database = open_current()
    with database.reading() as session:
        for person in list_people(session):
            roles = ", ".join(f"{brand}:{role}" for brand, role in person.roles) or "-"
            state = "" if person.is_active else console.say("（已停用）", " (deactivated)")
            console.write(f"{person.login}\t{person.name}\t{roles}{state}")


@app.command(name="admin", help=console.say("打印第一位管理员的一次性链接。", "Print the first administrator's one-time link."))
def admin() -> None:
    """Only while nobody was let in."""
    with open_current().unit_of_work() as session:
        secret = first_admin_link(session)
    if secret is None:
        raise _refused(
            "login", "已经有人登录过；请让管理员邀请", "somebody was let in already; ask an administrator to invite you"
        )
    _show_link(secret)


@app.command(name="invite", help=console.say("邀请一个人，打印一次性链接。", "Invite a person and print a one-time link."))
def add(
    login: _Login,
    name: Annotated[str, typer.Option("--name", help=console.say("别人看到的名字", "the name others see"))],
    role: _Roles,
) -> None:
    """The link lets the person choose a password."""
    with open_current().unit_of_work() as session:
        _, secret = invite(session, actor_id=SYSTEM, login=login, name=name, roles=_roles(role))
    _show_link(secret)


@app.command(
    name="link", help=console.say("给已有的人一个新的设密码链接。", "Give a known person a new link to choose a password.")
)
def again(login: _Login) -> None:
    """Open sessions end when it is used."""
    with open_current().unit_of_work() as session:
        user = find_user(session, login)
        secret = new_link(session, actor_id=SYSTEM, user_id=user.id if user else "")
    _show_link(secret)


@app.command(name="roles", help=console.say("改一个人的角色（整组替换）。", "Set a person's roles (replaces all)."))
def set_roles(login: _Login, role: _Roles) -> None:
    """Counts from the person's next request."""
    with open_current().unit_of_work() as session:
        user = find_user(session, login)
        change_roles(session, actor_id=SYSTEM, user_id=user.id if user else "", roles=_roles(role))


@app.command(
    name="deactivate",
    help=console.say("停用一个人：会话和令牌立即失效。", "Deactivate a person: sessions and tokens end at once."),
)
def remove(login: _Login) -> None:
    """What the person did stays."""
    with open_current().unit_of_work() as session:
        user = find_user(session, login)
        deactivate(session, actor_id=SYSTEM, user_id=user.id if user else "")


@app.command(
    name="erase", help=console.say("停用并依法删除姓名和登录名。", "Deactivate, and erase name and login as the law asks.")
)
def forget(login: _Login) -> None:
    """The audit chain keeps salted digests and still verifies."""
    with open_current().unit_of_work() as session:
        user = find_user(session, login)
        erase(session, actor_id=SYSTEM, user_id=user.id if user else "")


def _roles(given: Sequence[str]) -> list[tuple[str, Role]]:
    found = []
    for item in given:
        brand, _, name = item.rpartition(":")
        if not brand or name not in set(Role):
            raise _refused("--role", f"“{item}”应为 品牌:角色", f"'{item}' should be BRAND:ROLE")
        found.append((brand, Role(name)))
    return found


def _show_link(secret: str) -> None:
    console.write(f"/join/{secret}")


def _refused(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code="user", message=Localized(zh=zh, en=en))])
