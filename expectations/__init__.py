"""What good data look like, read a second time by Great Expectations: the verdict and the record.

Only ``expectations.runner`` imports great_expectations, and only when it validates: the import takes seconds.
"""
