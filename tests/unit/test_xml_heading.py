"""Whose file it is, and of which year, by what XML says of itself before its records."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from flows.parsing.xml_heading import Heading, read_heading, refuse_other_council, refuse_other_year
from tests.factories import context
from transforms.errors import DataRejected
from transforms.extracts import CIN, EXTRACTS, NCCIS
from transforms.extracts.extract import Covers, Extract, XmlLayout

CENSUS = b"""<Message><Header><CollectionDetails><Year> 2026 </Year>
    <ReferenceDate>2025-03-31</ReferenceDate></CollectionDetails>
    <Source><LEA>999</LEA></Source></Header><Children><Child><LEA>111</LEA></Child></Children></Message>"""
MONTHLY = b"""<NCCIS xmlns="urn:x"><FileHeader><SourceLEAs><LEACode>998</LEACode><LEACode>999</LEACode></SourceLEAs>
    </FileHeader><YoungPersonsRecord><LEACode>1</LEACode></YoungPersonsRecord></NCCIS>"""


@pytest.mark.parametrize(
    ("file", "extract", "heading"),
    [
        (CENSUS, CIN, Heading(("999",), (2026,), (date(2025, 3, 31),))),
        (MONTHLY, NCCIS, Heading(("998", "999"))),
        (b"<Message><Children><Child/></Children></Message>", CIN, Heading()),
        (b"<Message/>", CIN, Heading()),
    ],
)
def test_a_heading_is_what_stands_before_the_records(file: bytes, extract: Extract, heading: Heading) -> None:
    assert extract.xml is not None
    assert read_heading(file, "file.xml", extract.xml) == heading


def test_no_more_is_read_than_the_heading() -> None:
    assert read_heading(b"<A><Unit><broken", "file.xml", XmlLayout("A", "Unit", "Code")) == Heading()


@pytest.mark.parametrize(
    ("councils", "la_code", "is_refused"),
    [
        (("998",), "999", True),
        (("998", "999"), "999", False),
        ((), "999", False),
        (("998",), "", False),  # a file that is checked without naming the council
    ],
)
def test_a_file_of_another_council_is_refused(councils: tuple[str, ...], la_code: str, is_refused: bool) -> None:
    refused = pytest.raises(DataRejected, match=r"^cin.xml: the file is that of another council \(998, not 999\).")
    with refused if is_refused else nullcontext():
        refuse_other_council(Heading(councils), "cin.xml", la_code)


def test_a_heading_that_was_filled_in_wrongly_is_refused_and_not_quoted() -> None:
    with pytest.raises(DataRejected, match=r"another council \(no code, not 999\)") as refusal:
        refuse_other_council(Heading(("Ann Zz9canary",)), "cin.xml", "999")
    assert "Zz9canary" not in str(refusal.value)
    long = CENSUS.replace(b" 2026 ", b"9" * 5000)
    assert CIN.xml is not None
    assert read_heading(long, "cin.xml", CIN.xml) == Heading(("999",), (), (date(2025, 3, 31),))


@pytest.mark.parametrize(
    ("years", "day", "covers", "is_refused"),
    [
        ((2026,), None, Covers.FINANCIAL_YEAR, False),
        ((2026,), date(2025, 3, 31), Covers.FINANCIAL_YEAR, False),
        ((2025,), date(2026, 3, 31), Covers.FINANCIAL_YEAR, False),
        ((), None, Covers.FINANCIAL_YEAR, False),
        ((2025,), None, Covers.FINANCIAL_YEAR, True),
        ((2024,), date(2025, 3, 31), Covers.FINANCIAL_YEAR, True),
        ((2025,), date(2025, 9, 30), Covers.CALENDAR_YEAR, False),
        ((2024,), date(2024, 9, 30), Covers.CALENDAR_YEAR, True),
    ],
)
def test_a_file_of_another_collection_year_is_refused(
    years: tuple[int, ...], day: date | None, covers: Covers, is_refused: bool
) -> None:
    refused = pytest.raises(DataRejected, match=r"202[45]; its delivery is of 202[56]")
    with refused if is_refused else nullcontext():
        heading = Heading(years=years, days=(day,) if day else ())
        refuse_other_year(heading, "census.xml", context(CIN, date(2025, 6, 30)), replace(CIN, covers=covers))


@pytest.mark.parametrize("extract", [extract for extract in EXTRACTS if extract.xml], ids=lambda extract: extract.id)
def test_no_heading_is_looked_for_among_the_records(extract: Extract) -> None:
    assert extract.xml is not None
    unit = f"{extract.xml.unit}/"
    assert not any(
        path.startswith(unit) for path in (extract.xml.council, extract.xml.year, extract.xml.reference_date)
    )
