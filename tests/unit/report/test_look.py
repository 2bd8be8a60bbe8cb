"""Printed copies can be read by everyone: by shape and word without colour, and with contrast where there is colour."""

from itertools import combinations

import pytest

from flows.report import look
from tests.unit.report.test_page import contrast

PAIRS = [
    ("ink", "paper"), ("ink", "wash"), ("ink", "mark"), ("quiet", "paper"), ("quiet", "wash"), ("brand", "paper"),
    ("link", "paper"), ("link", "wash"), ("paper", "brand"), ("paper", "ink"), ("ink", "watermark"),
    ("quiet", "watermark"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(word: str, ground: str) -> None:
    assert contrast(getattr(look, word.upper()), getattr(look, ground.upper())) >= 4.5


@pytest.mark.parametrize("progress", look.TAGS)
def test_a_rating_can_be_read_in_its_colours(progress: str) -> None:
    tag = look.TAGS[progress]
    assert contrast(tag.word, tag.ground) >= 7
    assert contrast(tag.edge, look.PAPER) >= 3


def test_no_two_ratings_have_one_shape() -> None:
    assert all(first.shape != second.shape for first, second in combinations(look.TAGS.values(), 2))


@pytest.mark.parametrize("word", look.TRAVELS)
def test_a_direction_can_be_read_in_its_colour(word: str) -> None:
    assert contrast(look.TRAVELS[word], look.PAPER) >= 7
