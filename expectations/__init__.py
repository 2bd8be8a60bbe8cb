"""What good data look like, read a second time by Great Expectations: the verdict and the record.

Only ``expectations.validator`` imports great_expectations, and the runner imports it only when it validates: that takes
seconds.
"""
