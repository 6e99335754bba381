"""`firstword user`: accounts from the machine the service runs on. Whoever can run it holds the database; no sign-in is asked."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from service.cli import console
from service.config import load_settings
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.installation import Installation
from service.users import Permission, Role
from service.users.commands import SYSTEM, change_roles, deactivate, erase, first_admin_link, invite, new_link
from service.users.own import held_permissions, make_token
from service.users.queries import find_user, get_user, list_people, principal_of

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
    database = Installation(load_settings()).database()
    with database.reading() as session:
        for person in list_people(session):
            roles = ", ".join(f"{brand}:{role}" for brand, role in person.roles) or "-"
            state = "" if person.is_active else console.say("（已停用）", " (deactivated)")
            console.write(f"{person.login}\t{person.name}\t{roles}{state}")


@app.command(name="admin", help=console.say("打印第一位管理员的一次性链接。", "Print the first administrator's one-time link."))
def admin() -> None:
    """Only while nobody was let in."""
    with Installation(load_settings()).database().unit_of_work() as session:
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
    with Installation(load_settings()).database().unit_of_work() as session:
        _, secret = invite(session, actor_id=SYSTEM, login=login, name=name, roles=_roles(role))
    _show_link(secret)


@app.command(
    name="link", help=console.say("给已有的人一个新的设密码链接。", "Give a known person a new link to choose a password.")
)
def again(login: _Login) -> None:
    """Open sessions end when it is used."""
    with Installation(load_settings()).database().unit_of_work() as session:
        secret = new_link(session, actor_id=SYSTEM, user_id=_id_of(session, login))
    _show_link(secret)


@app.command(name="roles", help=console.say("改一个人的角色（整组替换）。", "Set a person's roles (replaces all)."))
def set_roles(login: _Login, role: _Roles) -> None:
    """Counts from the person's next request."""
    with Installation(load_settings()).database().unit_of_work() as session:
        change_roles(session, actor_id=SYSTEM, user_id=_id_of(session, login), roles=_roles(role))


@app.command(name="token", help=console.say("给一个人发接口令牌，只显示一次。", "Make a token for programs; it is shown once."))
def token(
    login: _Login,
    name: Annotated[str, typer.Option("--name", help=console.say("令牌的用途", "what the token is for"))],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            help=console.say("权限，可多次给出；不给即此人的全部权限", "a permission, may be repeated; none: all the person has"),
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help=console.say("有效天数", "days until it ends"))] = 90,
) -> None:
    """The token goes to stdout alone, so that it can be piped into a secret store."""
    with Installation(load_settings()).database().unit_of_work() as session:
        owner = principal_of(session, get_user(session, _id_of(session, login)))
        wanted = [_permission(item) for item in scope or []] or held_permissions(owner)
        _, secret = make_token(session, owner=owner, name=name, scopes=wanted, life=timedelta(days=days))
    console.write(secret)


@app.command(
    name="deactivate",
    help=console.say("停用一个人：会话和令牌立即失效。", "Deactivate a person: sessions and tokens end at once."),
)
def remove(login: _Login) -> None:
    """What the person did stays."""
    with Installation(load_settings()).database().unit_of_work() as session:
        deactivate(session, actor_id=SYSTEM, user_id=_id_of(session, login))


@app.command(
    name="erase", help=console.say("停用并依法删除姓名和登录名。", "Deactivate, and erase name and login as the law asks.")
)
def forget(login: _Login) -> None:
    """The audit chain keeps salted digests and still verifies."""
    with Installation(load_settings()).database().unit_of_work() as session:
        erase(session, actor_id=SYSTEM, user_id=_id_of(session, login))


def _roles(given: Sequence[str]) -> list[tuple[str, Role]]:
    found = []
    for item in given:
        brand, _, name = item.rpartition(":")
        if not brand or name not in set(Role):
            raise _refused("--role", f"“{item}”应为 品牌:角色", f"'{item}' should be BRAND:ROLE")
        found.append((brand, Role(name)))
    return found


def _permission(name: str) -> Permission:
    if name not in set(Permission):
        raise _refused(
            "--scope",
            f"没有权限“{name}”，有 {', '.join(Permission)}",
            f"no permission '{name}'; there are {', '.join(Permission)}",
        )
    return Permission(name)


def _id_of(session: Session, login: str) -> str:
    user = find_user(session, login)
    if user is None:
        raise _refused("LOGIN", f"没有登录名“{login}”", f"no login '{login}'")
    return user.id


def _show_link(secret: str) -> None:
    console.write(f"/join/{secret}")


def _refused(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code="user", message=Localized(zh=zh, en=en))])
