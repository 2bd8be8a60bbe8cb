"""Synthetic councils: a generator and one committed council, with answers that were computed without the pipeline."""
