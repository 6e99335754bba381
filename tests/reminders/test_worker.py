"""What was written arrives: at a real mail server and a real webhook, also after they were down; nothing lost, nothing doubled."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from service import clock
from service.models import Delivery, DeliveryState
from service.notices.addresses import house_addresses
from service.notices.commands import set_addresses
from service.notices.delivering import GIVEN_UP_AFTER, LEASE, LONGEST_WAIT, attempt, claim, settle, spread, wait_after
from service.notices.sending import send
from service.reminders.worker import Tick
from service.users import Role
from service.users.commands import change_roles, erase
from tests.reminders.making import Post
from tests.samples import ROOT

SENT, PENDING, DROPPED, FAILED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.DROPPED, DeliveryState.FAILED


class TestArriving:
    def test_at_a_mail_server_and_a_webhook_each_in_the_person_s_language(self, post: Post) -> None:
        post.more["public_url"] = "https://desk.example.com"
        post.subscribe(post.desk.legal, "legal@example.com", language="zh")
        post.subscribe(post.desk.owner, post.hook.url, language="en")
        post.desk.submit()
        assert post.run() == Tick(0, 2, 0)
        (mail,) = post.mailbox.mails
        assert mail["X-Recipients"] == "legal@example.com"
        assert mail["Subject"] == "[先声] 有文稿待审核 · II 级 · 炙椒巷火锅"
        body = mail.get_content()
        assert f"https://desk.example.com/drafts/{post.desk.draft_id}/review" in body
        (told,) = post.hook.posts
        assert told["title"] == "[Firstword] Review wanted · level II · 炙椒巷火锅"
        assert post.run() == Tick()

    def test_at_the_installation_s_own_addresses(self, post: Post) -> None:
        post.more["notice_urls"] = SecretStr(f"{post.mailbox.server}&to=desk@example.com {post.hook.url}")
        post.desk.submit()
        assert post.run() == Tick(0, 2, 0)
        assert (len(post.mailbox.mails), len(post.hook.posts)) == (1, 1)

    def test_without_addresses_nothing_is_sent_and_nothing_waits(self, post: Post) -> None:
        post.desk.submit()
        assert post.run() == Tick()
        assert post.states() == []

    def test_no_word_of_the_case_leaves_unless_the_setting_says_so(self, post: Post) -> None:
        post.subscribe(post.desk.legal, post.hook.url)
        post.desk.submit()
        post.run()
        (told,) = post.hook.posts
        version = post.desk.version()
        kept = (version.title or "", post.desk.case.title, "9位", "云浦店", "Name of", "writer", "legal")
        assert not [word for word in kept if word in str(told)]
        post.more["notice_titles"] = True
        post.subscribe(post.desk.pr, post.hook.url)
        post.desk.edit("9位", "9位")
        post.desk.submit()
        post.run()
        assert any(post.desk.case.title in told["message"] for told in post.hook.posts[1:])


class TestDownForAWhile:
    def test_it_arrives_once_both_are_back(self, post: Post) -> None:
        post.subscribe(post.desk.legal, "legal@example.com", post.hook.url)
        post.mailbox.down()
        post.hook.down()
        post.desk.submit()
        start = clock.now()
        assert post.run(start) == Tick(0, 0, 2)
        assert post.run(start + timedelta(seconds=10)) == Tick()
        assert post.run(start + timedelta(seconds=31)) == Tick(0, 0, 2)
        post.mailbox.up()
        post.hook.up()
        assert post.run(start + timedelta(minutes=5)) == Tick(0, 2, 0)
        assert post.run(start + timedelta(hours=5)) == Tick()
        assert (len(post.mailbox.mails), len(post.hook.posts)) == (1, 1)
        assert post.states() == [(SENT, 3, None), (SENT, 3, None)]

    def test_one_that_is_down_does_not_hold_up_the_other(self, post: Post) -> None:
        post.subscribe(post.desk.legal, "legal@example.com", post.hook.url)
        post.hook.down()
        post.desk.submit()
        assert post.run() == Tick(0, 1, 1)

    def test_a_server_that_is_busy_and_a_hook_that_answers_500_are_tried_again(self, post: Post) -> None:
        post.subscribe(post.desk.legal, "legal@example.com", post.hook.url)
        post.mailbox.refusing, post.hook.status = True, 500
        post.desk.submit()
        start = clock.now()
        assert post.run(start) == Tick(0, 0, 2)
        assert {error for _, _, error in post.states()} == {"refused"}
        post.mailbox.refusing, post.hook.status = False, 200
        assert post.run(start + timedelta(minutes=1)) == Tick(0, 2, 0)

    def test_a_redirect_is_not_followed(self, post: Post) -> None:
        post.subscribe(post.desk.legal, post.hook.url)
        post.hook.status, post.hook.location = 307, f"http://127.0.0.1:{post.hook.port}/elsewhere"
        post.desk.submit()
        assert post.run() == Tick(0, 0, 1)
        assert post.hook.posts == []

    def test_waits_double_up_to_an_hour_and_end_after_three_days(self, post: Post) -> None:
        waits = [wait_after(number) for number in range(1, 12)]
        assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
        assert waits[-1] == LONGEST_WAIT == wait_after(10_000)
        post.subscribe(post.desk.legal, post.hook.url)
        post.hook.down()
        post.desk.submit()
        post.run()
        assert post.run(clock.now() + GIVEN_UP_AFTER) == Tick(0, 0, 1)
        assert post.states() == [(FAILED, 2, "refused")]


class TestSeveralMachines:
    def test_none_sends_what_another_has_claimed(self, post: Post) -> None:
        for person in (post.desk.legal, post.desk.pr, post.desk.owner):
            post.subscribe(person, post.hook.url, f"{post.hook.url}/second")
        post.desk.submit()
        workers = [post.worker() for _ in range(4)]
        threads = [threading.Thread(target=post.run, kwargs={"worker": worker}) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for worker in workers:
            worker.installation.close()
        assert [state for state, _, _ in post.states()] == [SENT] * 6
        assert len(post.hook.posts) == 6
        references = [told["message"].splitlines()[-1] for told in post.hook.posts]
        assert sorted(references.count(reference) for reference in set(references)) == [2, 2, 2]

    def test_who_dies_between_sending_and_writing_it_down_leaves_one_copy_more_at_most(self, post: Post) -> None:
        post.subscribe(post.desk.legal, post.hook.url)
        post.desk.submit()
        now, settings, database = clock.now(), post.settings(), post.desk.database
        spread(database, house_addresses(settings), now)
        (taken,) = claim(database, settings, {}, now)
        assert attempt(taken, send) is None
        assert post.run(now + LEASE - timedelta(seconds=1)) == Tick()
        assert post.run(now + LEASE) == Tick(0, 1, 0)
        assert post.run(now + 10 * LEASE) == Tick()
        first, second = (told["message"].splitlines()[-1] for told in post.hook.posts)
        assert first == second

    def test_who_comes_back_late_does_not_undo_what_another_wrote(self, post: Post) -> None:
        post.subscribe(post.desk.legal, post.hook.url)
        post.desk.submit()
        now, settings, database = clock.now(), post.settings(), post.desk.database
        spread(database, {}, now)
        (late,) = claim(database, settings, {}, now)
        (early,) = claim(database, settings, {}, now + LEASE)
        settle(database, early, None, now + LEASE)
        settle(database, late, "refused", now + LEASE)
        assert post.states() == [(SENT, 2, None)]


class TestWhoIsGone:
    def test_a_removed_address_a_lost_brand_and_an_erased_person_get_nothing(self, post: Post) -> None:
        desk, admin = post.desk, post.desk.house.admin.user_id
        for person in (desk.legal, desk.pr, desk.owner):
            post.subscribe(person, f"{post.hook.url}/{person.user_id}")
        desk.submit()
        spread(desk.database, {}, clock.now())
        with desk.database.unit_of_work() as session:
            set_addresses(session, desk.legal, keep=(), add=(), language=None, settings=post.settings())
            change_roles(session, actor_id=admin, user_id=desk.pr.user_id, roles=[("chenhe", Role.PR)])
            erase(session, actor_id=admin, user_id=desk.owner.user_id)
        assert post.run() == Tick()
        assert [state for state, _, _ in post.states()] == [DROPPED] * 3
        assert post.hook.posts == []


@pytest.mark.slow
def test_a_worker_killed_while_it_sends_loses_nothing(post: Post) -> None:
    post.subscribe(post.desk.legal, post.hook.url)
    post.desk.submit()
    environment = {
        **os.environ,
        "FIRSTWORD_DATABASE_URL": post.address,
        "FIRSTWORD_NOTICE_HOSTS": "127.0.0.1",
        "FIRSTWORD_LANG": "en",
    }
    call = [sys.executable, "-m", "service", "notices", "run", "--once"]
    post.hook.gate = threading.Event()
    first = subprocess.Popen(call, cwd=ROOT, env=environment)
    assert post.hook.asked.wait(60)
    first.kill()
    first.wait()
    post.hook.gate.set()
    assert post.states() == [(PENDING, 1, None)]
    with post.desk.database.unit_of_work() as session:
        # As if the time of the dead process's claim were over.
        session.execute(update(Delivery).values(next_attempt_at=clock.now()))
    second = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert second.stdout == "1 sent, 0 to be tried again\n"
    assert post.states() == [(SENT, 2, None)]
    assert len({told["message"] for told in post.hook.posts}) == 1
    assert len(post.hook.posts) == 2


def test_the_thread_sends_by_itself_and_ends_when_stopped(post: Post) -> None:
    post.subscribe(post.desk.legal, post.hook.url)
    post.desk.submit()
    worker = post.worker()
    worker.every = 0.01
    worker.start()
    assert post.hook.asked.wait(60)
    worker.stop()
    worker.installation.close()
    assert post.states() == [(SENT, 1, None)]
