"""The shipped rules: read, identified, tested."""

from service.compliance.rulefiles import digest, load_folder, load_rules
from service.compliance.selftests import Failure, run_self_test, run_self_tests

__all__ = ["Failure", "digest", "load_folder", "load_rules", "run_self_test", "run_self_tests"]
