"""Words beside figures: which numbers are claims, and which claims are to be looked at."""

from fractions import Fraction

import pytest

from transforms.claims import (
    broken_wholes,
    is_copied,
    numbers_in,
    single_children,
    unknown_numbers,
    unknown_references,
    wrong_shares,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Attendance is 91.3%, half a point above 90.8 per cent.", ["91.3%", "90.8 per cent"]),
        ("On 30 June 2025 and in 2024/25 or 2024-25, by 1 September.", []),
        ("Of young people aged 19 to 21, and aged 10 – 15years, the 16-18years.", []),
        ("Within 20 weeks, 45 working days, a 12-month plan, within 20 miles.", []),
        ("131 for every 10,000 children, 10.0 per 100 pupils.", ["131", "10.0"]),
        ("See PED01 02, Key Stage 2, Year 11 and Q1.", []),
        ("It cost £1,882,560, or £1.9 million, and £0.5m less.", ["£1,882,560", "£1.9 million", "£0.5m"]),
        ("Version 1.2.3 of A12 at 10:30.", []),
    ],
)
def test_numbers_of_dates_ages_and_spans_are_no_figures(text: str, numbers: list[str]) -> None:
    assert [each.text for each in numbers_in(text) if each.is_figure] == numbers


@pytest.mark.parametrize(
    ("text", "known", "strange"),
    [
        ("It is 84%.", "83.76", []),  # as rounded as it is written
        ("It is 83.7%.", "83.76", ["83.7%"]),
        ("It is 83.8%, again 83.8%, then 90%.", "83.76", ["90%"]),
        ("The forecast is £1.9 million.", "1882560", []),
        ("The forecast is £1.8 million.", "1882560", ["£1.8 million"]),
        ("There were 27 more.", "164 27", []),
        ("There were 28 more.", "164 27", ["28"]),
        ("Two teams, 8 visits, 3 of them late.", "", []),  # small whole numbers are words
        ("3% left.", "", ["3%"]),
    ],
)
def test_a_number_that_is_no_figure_of_the_measure_is_told_once(text: str, known: str, strange: list[str]) -> None:
    figures = [Fraction(value) for value in known.split()]
    assert list(unknown_numbers(text, figures)) == [f"{each} is no figure of this measure." for each in strange]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The Department gave a target of 585 children. We placed 490 (15 of them elsewhere), which equates to 82%.",
            ["490 of 585 is 83.8%, not 82%."],
        ),
        ("We placed 490 of 585 children, 84%.", []),
        ("We placed 490 of 585 children, or 83.8%.", []),
        ("We placed 490 of 585 children. Of last year's, 60% stayed.", []),  # it is of something else
        ("31 of 42 came. It is late. Many were ill. So 70% it is.", []),  # too far apart
        ("No counts, 82%.", []),
    ],
)
def test_a_share_that_the_counts_beside_it_nearly_give_is_told(text: str, said: list[str]) -> None:
    assert list(wrong_shares(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("67% are aged 10 – 15years, the remaining 13% 16-18years.", "67% and 13% are said to be all, and make 80%."),
        ("67% are boys, the rest, 33%, girls.", None),
        ("33.3% came by bus, 33.3% walked, and the remaining 33.3% cycled.", None),  # each is rounded
        ("67% are boys and 13% are new.", None),
    ],
)  # fmt: skip
def test_shares_that_are_said_to_be_all_make_a_hundred(text: str, said: str | None) -> None:
    assert list(broken_wholes(text)) == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One young person is now in secure accommodation.", ["One young person"]),
        ("Governors reinstated two of the pupils; 4 other girls moved.", ["two of the pupils", "4 other girls"]),
        ("Three in four children, one pupil in five.", []),
        ("Six children and 12 pupils.", []),
        ("Two social workers left.", []),
    ],
)
def test_counts_of_one_to_five_children_are_told(text: str, found: list[str]) -> None:
    assert [said.split("”")[0].removeprefix("“") for said in single_children(text)] == found


def test_words_of_another_quarter_are_told_whatever_their_spaces() -> None:
    assert is_copied("All is  well.\n", ["Nothing.", "all is well."])
    assert not is_copied("All is well again.", ["All is well."])


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("See PED01a, PED01 02 and PED0102.", []),
        ("See PER01a.", ["PER01a"]),
        ("PED01 03, PED01  03 and PED01c.", ["PED01 03", "PED01c"]),
        ("Of PED01, as of 2021/22 and Q1, in KS2 and Year 10.", []),
    ],
)
def test_references_to_nothing_are_told_once(text: str, unknown: list[str]) -> None:
    known = ["PED01", "PED01 02", "PED01a"]
    assert list(unknown_references(text, known)) == [f"There is no measure or milestone {each}." for each in unknown]
