"""The rules: read, identified, tested, compiled."""

from service.compliance.cues import Ruleset
from service.compliance.pack import digest, read_pack, shipped, write_pack
from service.compliance.rulefiles import load_folder
from service.compliance.selftests import Failure, run_self_test, run_self_tests

__all__ = ["Failure", "Ruleset", "digest", "load_folder", "read_pack", "run_self_test", "run_self_tests", "shipped", "write_pack"]
