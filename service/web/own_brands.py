"""The brands somebody opens cases for, by name: offered where a brand is typed, and named where one was mistyped."""

from collections.abc import Mapping

from service.brands import find_brand, list_brands
from service.cases.commands import brand_key
from service.errors import InvalidInput, Problem
from service.i18n import Localized, UiLanguage
from service.users import EVERY_BRAND, Permission, Principal


def own_brands(principal: Principal, language: UiLanguage, named: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the brands the person opens cases for. `named`: how brands without a profile are written."""
    if principal.may(Permission.CASE_OPEN, EVERY_BRAND):
        return (*(brand.names.get(language, brand.key) for brand in list_brands()), *named.values())
    keys = sorted(key for key in principal.roles if key != EVERY_BRAND and principal.may(Permission.CASE_OPEN, key))
    return tuple(brand_name(key, language, named) for key in keys)


def only_brand(brands: tuple[str, ...]) -> str:
    """The one there is; empty where there are more, or none."""
    return brands[0] if len(brands) == 1 else ""


def require_own_brand(principal: Principal, brand: str, names: tuple[str, ...]) -> None:
    """Lets pass a brand the person opens cases for.

    Raises:
        InvalidInput: it is not, by its field and with the names of those that are. Whether others have cases is not said.
    """
    if principal.may(Permission.CASE_OPEN, brand_key(brand)):
        return
    message = Localized(
        zh=f"您不能为“{brand}”开案件。可以开案件的品牌：{'、'.join(names)}。名称要写得一致；缺少权限请找管理员",
        en=f"you open no cases for {brand!r}. Brands you open cases for: {', '.join(names)}. Check the spelling, or ask an administrator for the role",
    )
    raise InvalidInput([Problem(field="brand", code="not-your-brand", message=message)])


def brand_name(key: str, language: UiLanguage, named: Mapping[str, str]) -> str:
    """A brand's name as people write it."""
    profile = find_brand(key)
    return profile.names.get(language, profile.key) if profile is not None else named.get(key, key)
