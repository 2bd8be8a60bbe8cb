"""What several files of tests read, and none changes."""

from pathlib import Path

import pytest

from samples.synth.generate import generate


@pytest.fixture(scope="session")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council of 1,000 pupils with every fault. Takes seconds, so files that read it say ``OF_FAULTS``."""
    folder = tmp_path_factory.mktemp("damaged")
    generate(folder, 1000, seed=11, defects=True)
    return folder
