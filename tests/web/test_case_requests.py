"""What a brief asks for and says anew, on the pages of its case and of its drafts."""

import re

from service.users import EVERY_BRAND, Role
from tests.web.sites import BRIEF, Filed, Site


def test_what_the_brief_asks_for_is_offered_as_it_was_asked(site: Site) -> None:
    pr = site.browse("pr", (EVERY_BRAND, Role.PR))
    head, _, rest = BRIEF.partition("requests:")
    wanted = "- {statement: faq, audience: customers, channel: wechat, language: zh-CN}"
    brief = f"{head}requests:\n  {wanted}\n" if rest else f"{BRIEF}\nrequests:\n  {wanted}\n"
    case = pr.send("/cases/new", brief=brief).headers["location"]
    page = pr.see(f"{case}?lang=zh")
    assert "简报里要的文稿，还没有起草" in page
    offered = re.search(r'<form data-live method="post" action="[^"]*/statements#request">(.*?)</form>', page, re.DOTALL)
    assert offered is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', offered.group(1)))
    assert (fields["statement"], fields["audience"], fields["channel"]) == ("faq", "customers", "wechat")
    assert '<option value="wechat" selected>' in page
    fields.pop("form_token")
    assert pr.send(f"{case}/statements", **fields).status_code == 303
    assert "简报里要的文稿，还没有起草" not in pr.see(f"{case}?lang=zh")


def test_a_draft_says_that_its_brief_has_changed_since(filed: Filed) -> None:
    pr, case = filed.site.browse_again("pr"), f"/cases/{filed.ids['case_id']}"
    draft = f"/drafts/{filed.ids['draft_id']}?lang=en"
    assert "brief-since" not in pr.see(draft)
    form = pr.see(f"{case}?edit=facts:")
    fields = dict(re.findall(r'<input type="hidden" name="(section|key|number)" value="([^"]*)"', form))
    assert pr.send(f"{case}/brief", **fields, text="后厨今天重新开放", status="confirmed", disclosure="public").status_code == 303
    page = pr.see(draft)
    assert "The brief has changed 1 time since this version" in page
    assert "后厨今天重新开放" in page


def test_the_brand_is_offered_as_who_signs(site: Site) -> None:
    chenhe = site.browse("chenhe", ("chenhe", Role.PR))
    assert re.search(r'name="issuer.organisation"[^>]* value="晨禾乳业"', chenhe.see("/cases/new?mode=form&lang=zh"))
    filled = chenhe.send("/cases/new?lang=zh", mode="text", brief="brand: 晨禾", action="form").text
    assert re.search(r'name="issuer.organisation"[^>]* value="晨禾"', filled)
