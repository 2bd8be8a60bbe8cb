"""How Great Expectations is imported: whole, but for what it would only use for statistics."""

import subprocess
import sys

_SCRIPT = """
import sys
import flows.quarterly
print("great_expectations" in sys.modules)
from expectations.imports import import_validator
import_validator()
has_run = lambda name: any(each.startswith(name + ".") for each in sys.modules)
print(has_run("great_expectations"), has_run("scipy.stats"), has_run("altair"))
print([each for each in sys.meta_path if "WhenUsed" in repr(each)])
from scipy import stats
print(stats.norm.cdf(0), has_run("scipy.stats"))
"""


def test_a_run_that_checks_nothing_imports_none_of_it_and_what_statistics_need_is_loaded_when_it_is_used() -> None:
    said = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["False", "True False False", "[]", "0.5 True"]
