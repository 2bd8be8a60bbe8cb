"""The rules of the returns of docs/returns.md, each drawn with rows that keep it and rows that break it."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.drawn_rules import BadRows, pictured
from tests.factories import context, extract_of, upn
from transforms.extracts.extract import Table
from transforms.extracts.returns_children import (
    AUDIT_VISITS,
    EARLY_HELP_EPISODES,
    EXPLOITATION_FLAGS,
    MISSING_EPISODES,
)
from transforms.extracts.returns_inspections import INSPECTED
from transforms.extracts.returns_provision import COURSES_RUN, HOUSEHOLDS, JOURNEYS, REGISTERED_CHILDREN
from transforms.extracts.returns_schools import (
    CHILDREN_AT_HOME,
    PUPIL_RESULTS,
    TARGETS_OF_CHILDREN,
    TARGETS_OF_SCHOOLS,
)


def of_spans(
    table: Table, who: str = "child", start: str = "start_date", beside: tuple[str, str] | None = None
) -> Iterator[BadRows]:
    """The rules that every list of spans has. ``beside`` is a column that an end must have beside it, with a code."""
    name = table.name
    column, given, none = (f" | {beside[0]}", f" | {beside[1]}", " |") if beside else ("", "", "")
    first = context(extract_of(table)).covers_from
    head = f"{who} | {start} | ended_on{column}"
    yield pictured(f"{name}-after-data-to", table, (3,), f"{start}\n2025-06-30\n2025-07-01")
    yield pictured(
        f"{name}-ended-before-start",
        table,
        (3,),
        f"{head}\nAnn | 2025-06-09 | 2025-06-09{given}\nBob | 2025-06-09 | 2025-06-08{given}",
    )
    yield pictured(
        f"{name}-ended-outside",
        table,
        (3, 4),
        f"""
        {head}
        Cat | 2024-02-05 | {first}{given}
        Dan | 2024-02-05 | {first - timedelta(days=1)}{given}
        Eve | 2025-06-09 | 2025-07-01{given}
        """,
    )
    yield pictured(
        f"{name}-overlap",
        table,
        (4, 7),
        f"""
        {head}
        Fay | 2025-04-01 | 2025-05-12{given}
        Gus | 2025-05-12 |{none}
        Fay | 2025-05-11 | 2025-06-10{given}
        Fay | 2025-06-10 |{none}
        Hal | 2025-04-01 |{none}
        Hal | 2025-06-10 |{none}
        """,
    )


def of_numbers(table: Table) -> Iterator[BadRows]:
    """The rules about the UPN."""
    yield pictured(f"{table.name}-upn-shape", table, (3,), f"pupil\n{upn(901)}\nB12345678901")
    yield pictured(f"{table.name}-upn-check-letter", table, (3,), "pupil\nH801200001001\nJ801200001001")


def of_pupils(table: Table) -> Iterator[BadRows]:
    """The rules about the UPN of somebody who must have one."""
    yield pictured(f"{table.name}-pupil-without-upn", table, (3,), f"pupil\n{upn(902)}\nUN1")
    yield from of_numbers(table)


CHILDREN_CASES = (
    *of_spans(EARLY_HELP_EPISODES, beside=("end_reason", "OTH")),
    pictured(
        "early_help-end-in-part",
        EARLY_HELP_EPISODES,
        (3, 4),
        """
        ended_on   | end_reason
        2025-06-20 | Needs met
        2025-06-20 |
                   | MOV
        """,
    ),
    *of_spans(MISSING_EPISODES, beside=("interview_offered", "Y")),
    pictured(
        "missing_episodes-dates-after-data-to",
        MISSING_EPISODES,
        (3,),
        """
        ended_on   | interview_offered | interview_accepted | interview_date
        2025-06-20 | Y                 | Y                  | 2025-06-30
        2025-06-20 | Y                 | Y                  | 2025-07-01
        """,
    ),
    pictured(
        "missing_episodes-offer-not-said",
        MISSING_EPISODES,
        (4,),
        """
        ended_on   | interview_offered
        2025-06-20 | N/A
                   |
        2025-06-20 |
        """,
    ),
    pictured(
        "missing_episodes-accepted-without-offer",
        MISSING_EPISODES,
        (4, 5),
        """
        interview_offered | interview_accepted
        Yes               | Yes
        N                 | N
        N                 | Y
                          | Y
        """,
    ),
    pictured(
        "missing_episodes-interview-not-accepted",
        MISSING_EPISODES,
        (3, 4),
        """
        interview_offered | interview_accepted | interview_date
        Y                 | Y                  | 2025-06-20
        Y                 | N                  | 2025-06-20
        Y                 |                    | 2025-06-20
        """,
    ),
    pictured(
        "missing_episodes-interview-before-return",
        MISSING_EPISODES,
        (3,),
        """
        ended_on   | interview_offered | interview_accepted | interview_date
        2025-06-20 | Y                 | Y                  | 2025-06-20
        2025-06-20 | Y                 | Y                  | 2025-06-19
        """,
    ),
    *of_spans(EXPLOITATION_FLAGS),
    pictured("audits-after-data-to", AUDIT_VISITS, (3,), "audit_date\n2025-06-30\n2025-07-01"),
    pictured("audits-of-another-year", AUDIT_VISITS, (3,), "audit_date\n2025-04-01\n2025-03-31"),
    pictured("audits-without-child", AUDIT_VISITS, (3,), "child | kind\nAnn | Case audit\n | CASE\n | TEAM"),
)

SCALES = """
    key_stage | subject | {0}
    KS2       | READ    | 80
    KS2       | MATH    | 121
    KS4       | MATH    | 9
    KS4       | ENG     | 10
    KS4       | A8      | 46.5
    KS4       | A8      | 90.5
    KS5       | OTH     | 160
    KS1       | READ    | 84
"""


def of_targets(table: Table, picture: str) -> Iterator[BadRows]:
    """The rules that targets of schools and of children share."""
    yield pictured(f"{table.name}-another-year", table, (3, 4), "academic_year\n2024/25\n2023/24\n2025/26")
    yield pictured(f"{table.name}-below-baseline", table, (4,), picture)


STAGE_CASES = tuple(
    pictured(
        f"{table.name}-subject-of-another-stage",
        table,
        (3, 5),
        """
        key_stage | subject
        KS4       | A8
        KS4       | RWM
        KS4       | EM
        KS2       | A8
        """,
    )
    for table in (PUPIL_RESULTS, TARGETS_OF_SCHOOLS, TARGETS_OF_CHILDREN)
)

SCHOOL_CASES = (
    *STAGE_CASES,
    pictured("key_stage_results-another-year", PUPIL_RESULTS, (3, 4), "academic_year\n2024/25\n2023/24\n2025/26"),
    pictured(
        "key_stage_results-without-result",
        PUPIL_RESULTS,
        (4,),
        """
        key_stage | subject | result | standard_met
        KS2       | WRIT    |        | 0
        KS2       | READ    | 104    |
        KS2       | READ    |        |
        """,
    ),
    pictured("key_stage_results-off-the-scale", PUPIL_RESULTS, (3, 5, 7, 9), SCALES.format("result")),
    *of_pupils(PUPIL_RESULTS),
    *of_targets(TARGETS_OF_SCHOOLS, "baseline | target\n62 | 62\n | 5\n62 | 61.5"),
    pictured("school_targets-unknown-school", TARGETS_OF_SCHOOLS, (3,), "school_urn\n900001\n800001"),
    pictured("school_targets-beyond-the-whole", TARGETS_OF_SCHOOLS, (3, 4), "target\n100\n100.5\n-1"),
    pictured("school_targets-as-a-share", TARGETS_OF_SCHOOLS, (4,), "target\n0\n1\n0.85"),
    *of_targets(TARGETS_OF_CHILDREN, "baseline | target\n5 | 5\n | 5\n5 | 4"),
    pictured("care_targets-off-the-scale", TARGETS_OF_CHILDREN, (3, 5, 7, 9), SCALES.format("target")),
    pictured(
        "care_targets-not-returned",
        TARGETS_OF_CHILDREN,
        (4,),
        """
        due_on     | returned_on
        2025-06-09 | 2025-06-09
        2025-06-30 |
        2025-06-29 |
        """,
    ),
    pictured(
        "care_targets-returned-late",
        TARGETS_OF_CHILDREN,
        (3,),
        """
        due_on     | returned_on
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-10
        """,
    ),
    pictured(
        "care_targets-returned-without-target",
        TARGETS_OF_CHILDREN,
        (3,),
        """
        target | due_on     | returned_on
               | 2025-06-30 |
               | 2025-06-30 | 2025-06-20
        """,
    ),
    pictured(
        "care_targets-returned-later",
        TARGETS_OF_CHILDREN,
        (3,),
        """
        due_on     | returned_on
        2025-07-31 | 2025-06-30
        2025-07-31 | 2025-07-01
        """,
    ),
    pictured("care_targets-dates-after-data-to", TARGETS_OF_CHILDREN, (3,), "assessed_on\n2025-06-30\n2025-07-01"),
    pictured(
        "care_targets-assessed-without-day",
        TARGETS_OF_CHILDREN,
        (4,),
        """
        working_at | assessed_on
        4          | 2025-03-28
                   |
        4          |
                   | 2025-03-28
        """,
    ),
    *of_pupils(TARGETS_OF_CHILDREN),
    *of_spans(CHILDREN_AT_HOME),
    *of_numbers(CHILDREN_AT_HOME),
)

PROVISION_CASES = (
    *of_spans(HOUSEHOLDS, who="household", start="approved_on", beside=("end_reason", "OTH")),
    pictured(
        "foster_carers-end-in-part",
        HOUSEHOLDS,
        (3, 4),
        """
        ended_on   | end_reason
        2025-06-20 | Retired
        2025-06-20 |
                   | RES
        """,
    ),
    pictured("foster_carers-unusual-places", HOUSEHOLDS, (3, 4), "places\n3\n4\n0"),
    *of_spans(JOURNEYS),
    pictured("transport-annual-cost-negative", JOURNEYS, (3,), "annual_cost\n0\n-1"),
    *of_numbers(JOURNEYS),
    *of_spans(REGISTERED_CHILDREN, who="registered_child", start="registered_on"),
    pictured("family_centres-dates-after-data-to", REGISTERED_CHILDREN, (3,), "last_seen_on\n2025-06-30\n2025-07-01"),
    pictured(
        "family_centres-seen-before",
        REGISTERED_CHILDREN,
        (3,),
        """
        registered_on | last_seen_on
        2025-05-12    | 2025-05-12
        2025-05-12    | 2025-05-11
        2025-05-12    |
        """,
    ),
    pictured(
        "family_centres-seen-after",
        REGISTERED_CHILDREN,
        (3,),
        """
        registered_on | last_seen_on | ended_on
        2024-05-13    | 2025-05-12   | 2025-05-12
        2024-05-13    | 2025-05-12   | 2025-05-11
        2024-05-13    | 2025-05-12   |
        """,
    ),
    pictured(
        "family_centres-of-school-age",
        REGISTERED_CHILDREN,
        (3, 4),
        """
        date_of_birth
        2020-04-02
        2020-04-01
        2019-07-15
        """,
    ),
    pictured("training-after-data-to", COURSES_RUN, (3,), "session_date\n2025-06-30\n2025-07-01"),
    pictured("training-of-another-year", COURSES_RUN, (3,), "session_date\n2025-04-01\n2025-03-31"),
    pictured(
        "training-places-negative",
        COURSES_RUN,
        (3,),
        "places | attended | evaluated\n0 | 0 |\n-1 | 0 |",
        also={"training-more-than-places": (3,)},
    ),
    pictured("training-attended-negative", COURSES_RUN, (3,), "attended | evaluated\n0 |\n-1 |"),
    pictured("training-evaluated-negative", COURSES_RUN, (3,), "evaluated\n0\n-1"),
    pictured(
        "training-more-than-places",
        COURSES_RUN,
        (4,),
        """
        places | attended
        20     | 20
               | 140
        20     | 21
        """,
    ),
    pictured(
        "training-more-evaluations",
        COURSES_RUN,
        (4,),
        """
        places | attended | evaluated
        20     | 14       | 14
        20     | 14       |
        20     | 14       | 15
        """,
    ),
)

ALL_IN_USE = date(2026, 3, 31)  # every framework of Ofsted's

INSPECTION_CASES = (
    pictured("inspections-after-data-to", INSPECTED, (3,), "inspection_date\n2025-06-30\n2025-07-01"),
    pictured("inspections-dates-after-data-to", INSPECTED, (3,), "publication_date\n2025-06-30\n2025-07-01"),
    pictured(
        "inspections-published-before",
        INSPECTED,
        (3,),
        """
        inspection_date | publication_date
        2025-05-13      | 2025-06-13
        2025-05-13      | 2025-05-12
        2025-05-13      |
        """,
    ),
    pictured(
        "inspections-unknown-school",
        INSPECTED,
        (3,),
        """
        provider_urn | provider_type
        900901       | SCH
        800001       | State-funded school
        EY800001     | CND
        SC999001     | Children's home
        """,
    ),
    pictured(
        "inspections-earlier-in-a-home",
        INSPECTED,
        (2, 6),
        """
        provider_urn | provider_type                | inspection_date
        EY900001     | Childminder                  | 2019-06-11
        900902       | SCH                          | 2019-06-11
        EY900001     | CM                           | 2025-06-10
        900902       | SCH                          | 2025-06-10
        2999003      | Childcare on domestic premises | 2019-06-11
        2999003      | CDP                          | 2025-06-10
        EY900004     | CM                           | 2019-06-11
        """,
    ),
    pictured(
        "inspections-without-judgement",
        INSPECTED,
        (5,),
        """
        provider_type | overall | leadership | safeguarding
        CM            | Met     |            |
        SCH           |         | 2          |
        SCH           |         |            | Yes
        SCH           |         |            |
        """,
    ),
    pictured(
        "inspections-of-another-framework",
        INSPECTED,
        (3, 5, 6, 8, 10, 12, 13),
        """
        provider_type | inspection_date | quality_of_education | leadership        | inclusion       | protection
        SCH           | 2025-11-09      | Good                 | Good              |                 |
        SCH           | 2025-11-09      | Good                 | Expected standard |                 |
        SCH           | 2025-11-10      |                      | Expected standard | Strong standard |
        SCH           | 2025-11-10      |                      | Good              |                 |
        SCH           | 2025-11-10      | Strong standard      | Exceptional       | Exceptional     |
        CND           | 2025-11-10      |                      | Needs attention   | Strong standard |
        CM            | 2025-11-09      |                      | 2                 | 2               |
        IND           | 2025-12-31      | 2                    | 2                 |                 |
        IND           | 2026-01-01      | 2                    | 2                 |                 |
        CH            | 2026-01-01      |                      | 3                 |                 | RI
        CH            | 2026-01-01      |                      | EXP               |                 | 2
        IND           | 2025-12-31      |                      | 2                 | STR             |
        """,
        data_to=ALL_IN_USE,
        taken_on=ALL_IN_USE,
    ),
    pictured(
        "inspections-overall-without",
        INSPECTED,
        (3, 5, 7),
        """
        provider_type | inspection_date | overall | leadership
        SCH           | 2024-09-01      | 2       | 2
        SCH           | 2024-09-02      | 2       | 2
        CND           | 2025-11-09      | 2       | 2
        CND           | 2025-11-10      | EXP     | EXP
        CM            | 2025-11-10      | MET     |
        IND           | 2026-01-01      | 2       | EXP
        CH            | 2026-01-01      | 2       | 2
        """,
        data_to=ALL_IN_USE,
        taken_on=ALL_IN_USE,
    ),
    pictured(
        "inspections-category-without-cause",
        INSPECTED,
        (3, 4, 7),
        """
        provider_type | inspection_date | overall | leadership | safeguarding | category
        SCH           | 2024-06-11      | 4       | 4          |              | Special measures
        SCH           | 2024-06-11      | 3       | 3          |              | SM
        CND           | 2024-06-11      | 4       | 4          |              | SM
        SCH           | 2025-06-10      |         | 2          | No           | Serious weaknesses
        SCH           | 2025-06-10      |         | 4          |              | SWK
        SCH           | 2025-06-10      |         | 3          | Met          | RSI
        """,
    ),
    pictured(
        "inspections-inadequate-without-category",
        INSPECTED,
        (3,),
        """
        provider_type | inspection_date | overall    | category
        SCH           | 2024-06-11      | Inadequate | SM
        SCH           | 2024-06-11      | Inadequate |
        SCH           | 2024-06-11      | 3          |
        CH            | 2024-06-11      | 4          |
        """,
    ),
)

RETURN_CASES = (*CHILDREN_CASES, *SCHOOL_CASES, *PROVISION_CASES, *INSPECTION_CASES)
