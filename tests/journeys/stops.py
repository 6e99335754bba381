"""Every page a person can open, and what it is like after they did something there: the stops of a walk round a lived-in service."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from service.web.pages.guides import GUIDES
from tests.journeys.lived_in import Life
from tests.samples import FOLDER, sample

# GET addresses that show no page, and what they are instead.
NO_PAGES = {
    "/language/{tag}": "sends back where one came from",
    "/sign-in/oidc": "sends to the provider",
    "/sign-in/oidc/callback": "takes the provider's answer",
    "/audit/key.pem": "a file",
}
_PIECES = ("facts:F3", "facts:", "commitments:C1", "contacts:0", "exposure:", "incident:", "level:", "clock:")
_TYPED = {"zh": "我们是全国销量第一的奶粉品牌。", "en": "Our products are 100% safe."}
_CHAT = {
    "zh": "客服 09:12: 收到6起异味反馈\n门店 09:40: 一共8起反馈了，客服热线400-820-0000\n公关 09:50: 可以全额退款",
    "en": "Care 09:12: 6 reports of a smell\nShop 09:40: 8 reports now, hotline 800-555-0186\nPR 09:50: we can refund in full",
}
_SHORTER = {"zh": "更短", "en": "shorter"}
_INCOMPLETE = {"zh": "10-homestay-data-breach-incomplete", "en": "17-us-meal-kit-supplier-incomplete"}


@dataclass(frozen=True)
class Walk:
    """A window, whose language and life it shows."""

    page: Page
    language: str
    life: Life


Act = Callable[[Walk], None]


@dataclass(frozen=True)
class Stop:
    """A page: the application's own path, the address to open, and what is done there before one looks."""

    route: str
    path: str
    name: str = ""
    act: Act | None = None
    signed_in: bool = True
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path} {self.name}".strip()


def stops(life: Life) -> list[Stop]:
    """All of them; what changes something stands after what shows it unchanged."""
    return [*_before_signing_in(life), *_desk(), *_cases(life), *_drafts(life), *_people(life), *_free()]


def _before_signing_in(life: Life) -> list[Stop]:
    return [
        Stop("/sign-in", "/sign-in", signed_in=False),
        Stop("/sign-in", "/sign-in", "refused", _refused_sign_in, signed_in=False),
        Stop("/join/{secret}", f"/join/{life.invitation}", signed_in=False),
        Stop("/join/{secret}", "/join/nonsense", signed_in=False, status=404),
        Stop("/help", "/help", signed_in=False),
    ]


def _desk() -> list[Stop]:
    return [
        Stop("/welcome", "/welcome"),
        Stop("/desk", "/desk"),
        Stop("/desk", "/desk?text=nowhere"),
        Stop("/desk", "/desk?status=closed&sort=clock"),
        Stop("/desk/figures", "/desk/figures"),
        Stop("/notices", "/notices"),
        Stop("/reviews", "/reviews"),
        Stop("/reviews", "/reviews?who=mine"),
        Stop("/reviews/feedback", "/reviews/feedback"),
        Stop("/reviews/knowledge", "/reviews/knowledge"),
        Stop("/reviews/knowledge", "/reviews/knowledge", "refused", _sent_empty("main form:has(textarea)")),
    ]


def _cases(life: Life) -> list[Stop]:
    whole, case = "/cases/{case_id}", f"/cases/{life.case}"
    return [
        Stop("/cases/new", "/cases/new"),
        Stop("/cases/new", "/cases/new?mode=form"),
        Stop("/cases/new", "/cases/new", "refused", _broken_case),
        Stop(whole, case),
        *(Stop(f"{whole}/{tab}", f"{case}/{tab}") for tab in ("checklist", "passages", "notes", "history")),
        *(Stop(whole, f"{case}?edit={piece}") for piece in _PIECES),
        Stop(whole, f"{case}?edit=facts:F3", "met another's", _met_on_a_fact),
        Stop(whole, f"/cases/{life.closed}"),
        Stop(f"{whole}/erase", f"/cases/{life.closed}/erase"),
        Stop(whole, f"/cases/{life.erased}"),
    ]


def _drafts(life: Life) -> list[Stop]:
    whole, draft, signed = "/drafts/{draft_id}", f"/drafts/{life.draft}", f"/drafts/{life.signed}"
    return [
        Stop(whole, draft, "underlined", _underlined),
        Stop(whole, signed),
        Stop(f"{whole}/versions", f"{draft}/versions"),
        Stop(f"{whole}/revision", f"{draft}/revision"),
        Stop(f"{whole}/revision", f"{draft}/revision", "variants", _varied),
        Stop(f"{whole}/review", f"{draft}/review"),
        Stop(f"{whole}/review", f"{draft}/review", "all open", _unfolded),
        Stop(f"{whole}/review", f"{draft}/review", "refused", _no_note),
        Stop(f"{whole}/review", f"{signed}/review"),
        Stop(f"{whole}/release", f"{draft}/release"),
        Stop(f"{whole}/release", f"{signed}/release"),
        Stop(f"{whole}/release", f"{signed}/release", "refused", _sent_empty("form[action$='/releases']")),
        Stop(whole, draft, "met another's", _met_on_a_text),
    ]


def _people(life: Life) -> list[Stop]:
    return [
        Stop("/account", "/account"),
        Stop("/account", "/account", "token made", _token),
        Stop("/account", "/account", "address refused", _address),
        Stop("/people", "/people"),
        Stop("/people", "/people", "invited", _invited),
        Stop("/people/{user_id}", f"/people/{life.removed}"),
        Stop("/audit", "/audit"),
        Stop("/audit", "/audit?since=yesterday", status=422),
        Stop("/audit", "/audit", "verified", lambda walk: _pressed(walk, "form[action='/audit/verify'] button")),
    ]


def _free() -> list[Stop]:
    return [
        Stop("/help", "/help"),
        *(Stop("/help/{name}", f"/help/{name}") for name in GUIDES),
        Stop("", "/nowhere", status=404),
        Stop("/", "/"),
        Stop("/", "/?mode=form"),
        Stop("/", "/", "drafted", _drafted),
        Stop("/", "/", "with gaps", _gaps),
        Stop("/", "/", "refused", _broken_brief),
        Stop("/ground", "/ground"),
        Stop("/ground", "/ground", "grounded", _grounded),
        Stop("/check", "/check"),
        Stop("/check", "/check", "checked", _checked),
        Stop("/intake", "/intake"),
        Stop("/intake", "/intake", "taken in", _taken_in),
        Stop("/revise", "/revise"),
        Stop("/revise", "/", "revised", _revised),
    ]


def _pressed(walk: Walk, button: str) -> None:
    """A button whose answer is a new page."""
    with walk.page.expect_navigation():
        walk.page.locator(button).first.click()


def _sent_empty(form: str) -> Act:
    """The form sent as it is, without the browser's own objections."""

    def act(walk: Walk) -> None:
        with walk.page.expect_navigation():
            walk.page.locator(form).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")

    return act


def _refused_sign_in(walk: Walk) -> None:
    walk.page.fill("#login", "nobody")
    walk.page.fill("#password", "nothing at all")
    _pressed(walk, "main button.primary")


def _broken_case(walk: Walk) -> None:
    walk.page.fill("textarea[name=brief]", "schema: firstword.brief/1\nbrand: 3\n")
    _pressed(walk, "#brief-form button.primary")


def _met_on_a_fact(walk: Walk) -> None:
    """As if the form had been opened before somebody else changed the brief."""
    walk.page.locator("#edit-form input[name=number]").evaluate("field => { field.value = 1 }")
    walk.page.fill("#edit-text", walk.life.tongue.reason)
    _pressed(walk, "#edit-form button.primary")


def _underlined(walk: Walk) -> None:
    walk.page.locator(".editor .cm-lintRange-error").first.wait_for()


def _varied(walk: Walk) -> None:
    walk.page.fill("#instruction", _SHORTER[walk.language])
    _pressed(walk, "#revision-form button")


def _met_on_a_text(walk: Walk) -> None:
    walk.page.locator(".editor .cm-content").wait_for()
    walk.page.locator("#draft-form input[name=version]").evaluate("field => { field.value = 1 }")
    _pressed(walk, "#draft-form button.primary")


def _unfolded(walk: Walk) -> None:
    walk.page.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true })")


def _no_note(walk: Walk) -> None:
    _pressed(walk, "#verdict button[value=rejected]")


def _token(walk: Walk) -> None:
    walk.page.locator("details:has(#token-name) summary").click()
    walk.page.fill("#token-name", "desk-wall")
    walk.page.locator(".scopes input").first.check()
    _pressed(walk, "form[action='/account/tokens'] button.primary")


def _address(walk: Walk) -> None:
    walk.page.fill("#address", "nowhere")
    _pressed(walk, "form[action='/account/addresses'] button")


def _invited(walk: Walk) -> None:
    walk.page.fill("#login", f"later.{walk.language}")
    walk.page.fill("#name", walk.life.tongue.lead)
    _pressed(walk, "form:has(#login) button.primary")


def _pasted(walk: Walk, name: str) -> None:
    walk.page.locator("textarea[name=brief]").fill((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def _drafted(walk: Walk) -> None:
    _pasted(walk, walk.life.tongue.brief)
    walk.page.locator("#brief-form button.primary").click()
    walk.page.wait_for_selector("article.statement")


def _gaps(walk: Walk) -> None:
    _pasted(walk, _INCOMPLETE[walk.language])
    walk.page.locator("#brief-form button.primary").click()
    walk.page.wait_for_selector("article.statement")


def _broken_brief(walk: Walk) -> None:
    walk.page.locator("textarea[name=brief]").fill("brand: 3\nlevel: IX\n")
    walk.page.locator("#brief-form button.primary").click()
    walk.page.wait_for_selector("#problems-heading")


def _grounded(walk: Walk) -> None:
    facts = "\n".join(fact.text for fact in sample(walk.life.tongue.brief).public_facts)
    walk.page.locator("textarea[name=text]").fill(f"{facts}\n{walk.life.tongue.boast}")
    _pasted(walk, walk.life.tongue.brief)
    _pressed(walk, "main button.primary")


def _checked(walk: Walk) -> None:
    walk.page.locator("textarea[name=text]").press_sequentially(_TYPED[walk.language])
    walk.page.wait_for_selector("ol.findings > li")


def _taken_in(walk: Walk) -> None:
    walk.page.locator("textarea[name=text]").fill(_CHAT[walk.language])
    _pressed(walk, "#intake-form button.primary")


def _revised(walk: Walk) -> None:
    _drafted(walk)
    walk.page.locator("details:has(form[action='/revise']) summary").first.click()
    walk.page.locator("form[action='/revise'] input[name=instruction]").first.fill(_SHORTER[walk.language])
    _pressed(walk, "form[action='/revise'] button")
    walk.page.wait_for_selector(".differences")
