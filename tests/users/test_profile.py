"""The real cost of a password: Argon2id by the recommended profile, in a process of its own, since these tests use a cheap one."""

import subprocess
import sys

from tests.samples import ROOT


def test_passwords_are_kept_as_argon2id_with_64_mib() -> None:
    code = "from service.users.passwords import hash_password; print(hash_password('correct horse battery'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
