"""Inspections: which judgement of whom counts, and until when there is one."""

from dataclasses import replace
from datetime import date

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, counts_of, drawn, staged_of
from transforms.compute import compute
from transforms.council_types import School
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Staged
from transforms.quarters import Quarter

WHOLE = ("", "Total")
SCHOOLS_LIST: Row = {
    "batch_id": 1,
    "extract": "inspections",
    "supplier": "school-improvement",
    "covers": "2024-06",
    "data_to": date(2024, 6, 30),
}
OF_JUNE_2025 = SCHOOLS_LIST | {"covers": "2025-06", "data_to": date(2025, 6, 30)}


def listed(picture: str, batch: Row = SCHOOLS_LIST) -> list[Row]:
    return drawn("core.inspection", picture, **batch | {"inspection_date": date(2023, 5, 16)})


def staged(rows: list[Row], *batches: Row) -> Staged:
    return staged_of(Town({"core.inspection": rows}, list(batches), SCHOOLS))


def test_schools_are_good_by_their_latest_overall_judgement() -> None:
    rows = listed("""
        provider_urn | provider_type | inspection_date | overall
        900001       | SCH           | 2018-03-13      | 3
        900001       | SCH           | 2023-05-16      | 2
        900002       | SCH           | 2018-03-13      | 1
        900002       | SCH           | 2023-05-16      | RI
        900003       | SCH           | 2018-03-13      | 1
        900003       | SCH           | 2023-05-16      |
        900004       | SCH           | 2023-05-16      |
        910001       | SCH           | 2023-05-16      | 1
        900002       | CND           | 2024-05-14      | 1
    """)
    assert counted(staged(rows, SCHOOLS_LIST), "schools_good_rate", "2024-25-Q1") == {
        WHOLE: (2, 3),
        ("", "Primary"): (1, 1),
        ("", "Secondary"): (0, 1),
        ("", "Special"): (1, 1),
        ("", "PRU"): (0, 0),
    }


def test_a_school_that_got_another_number_keeps_its_judgement_until_a_newer_one() -> None:
    rows = listed("""
        provider_urn | provider_type | inspection_date | overall
        900011       | SCH           | 2019-03-12      | 1
        900012       | SCH           | 2018-03-13      | 4
        900021       | SCH           | 2018-03-13      | 2
        900002       | SCH           | 2023-05-16      | 4
    """)
    schools = (
        School("900001", "A", "Primary", 9, ("900011", "900012")),
        School("900002", "B", "Primary", 9, ("900021",)),
    )
    known = replace(staged(rows, SCHOOLS_LIST), schools=schools)
    assert counted(known, "schools_good_rate", "2024-25-Q1")[WHOLE] == (1, 2)


def test_schools_have_no_figure_once_their_overall_judgement_has_ended() -> None:
    row = "provider_urn | provider_type | overall\n900001 | SCH | 2"
    of_autumn = SCHOOLS_LIST | {"covers": "2024-09", "data_to": date(2024, 9, 30)}
    assert counted(staged(listed(row), SCHOOLS_LIST), "schools_good_rate", "2024-25-Q1")[WHOLE] == (1, 1)
    assert counted(staged(listed(row, of_autumn), of_autumn), "schools_good_rate", "2024-25-Q2") == {}


def test_childcare_is_good_by_kind_and_who_works_at_home_stands_there_once() -> None:
    childcare, homes = OF_JUNE_2025, OF_JUNE_2025 | {"batch_id": 2, "supplier": "commissioning"}
    rows = listed(
        """
        provider_urn | provider_type | inspection_date | overall
        EY900417     | CND           | 2019-06-04      | 4
        EY900417     | CND           | 2023-05-16      | 1
        EY900418     | CND           | 2023-05-16      | MET
                     | CM            | 2023-05-16      | 2
                     | CM            | 2023-05-16      | 2
                     | CM            | 2023-05-16      | 3
        """,
        childcare,
    )
    rows += listed("provider_urn | provider_type | overall\nSC900032 | CH | 2\n | HCC | 2", homes)
    assert counted(staged(rows, childcare, homes), "childcare_good_rate") == {
        WHOLE: (4, 5),
        ("", "Childcare on non-domestic premises"): (1, 1),
        ("", "Childcare on domestic premises"): (0, 0),
        ("", "Childminder"): (2, 3),
        ("", "Home childcarer"): (1, 1),
    }


def test_childcare_has_no_figure_since_its_report_cards() -> None:
    indicator = indicator_by_id("childcare_good_rate")
    quarters = [Quarter(2025, 2), Quarter(2025, 3)]
    batches = [OF_JUNE_2025 | {"batch_id": number, "covers": f"{quarter.end:%Y-%m}", "data_to": quarter.end}
               for number, quarter in enumerate(quarters)]  # fmt: skip
    rows = [
        row for each in batches for row in listed("provider_urn | provider_type | overall\nEY900417 | CND | 2", each)
    ]
    values = compute(staged(rows, *batches), [indicator], quarters)
    assert set(values["quarter"]) == {"2025-26-Q2"}
    assert counts_of(values)[0] == (1, 1)


def test_the_list_of_the_quarters_last_month_is_needed_to_its_end() -> None:
    row = "provider_urn | provider_type | overall\nEY900417 | CND | 2"
    for late in ({"data_to": date(2025, 6, 29)}, {"covers": "2025-05", "data_to": date(2025, 5, 31)}):
        assert counted(staged(listed(row, OF_JUNE_2025 | late), OF_JUNE_2025 | late), "childcare_good_rate") == {}
