"""What the symbols and words mean, and who the officers are."""

from collections.abc import Iterator, Mapping

from flows.report.content.pieces import paragraph, said
from flows.report.document import Block, Heading, Pairs
from flows.report.model import Report
from flows.report.wording import DIRECTION_MEANING, NO_FIGURE, PROGRESS_MEANING, SYMBOLS

_NO_FIGURE = (
    "There is no figure this quarter. The measure’s section says why. An earlier figure never stands in for it."
)


def meanings(_report: Report, _place: int) -> Iterator[Block]:
    """Ratings, directions, signs in place of figures, and how figures are rounded."""
    yield Heading(3, said("Progress"))
    yield _key(PROGRESS_MEANING, "ratings")
    yield paragraph(
        "A measure with several parts takes the rating of its worst rated part. For a milestone the same words tell "
        "whether it will be reached in time."
    )
    yield Heading(3, said("Direction of travel"))
    yield _key(DIRECTION_MEANING)
    yield paragraph("The arrow shows whether the figure itself rose or fell; the word says whether that is good.")
    yield Heading(3, said("Where a figure is missing"))
    yield _key({f"[{symbol}]": meaning for symbol, meaning in SYMBOLS.items()} | {NO_FIGURE: _NO_FIGURE})
    yield Heading(3, said("Figures"))
    yield paragraph(
        "Figures are rounded half-up for showing, and compared before rounding. “Last year” is the figure at the end "
        "of the last whole year, financial or academic as the measure counts."
    )


def officers(report: Report, _place: int) -> Iterator[Block]:
    """Whose initials stand beside a measure."""
    yield _key({officer.initials: f"{officer.name}, {officer.role}" for officer in report.officers})


def _key(meaning: Mapping[str, str], role: str = "key") -> Pairs:
    return Pairs(tuple((term, said(words)) for term, words in meaning.items()), role)
