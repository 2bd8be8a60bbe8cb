"""Returns about what the council provides: foster carers, transport, family centres, training of the workforce."""

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.return_columns import (
    DATES,
    LAYOUT,
    PUPIL_IF_KNOWN,
    child,
    coded,
    end,
    number,
    numbered,
    start,
)
from transforms.rules.returns_provision import (
    FAMILY_CENTRE_RULES,
    FOSTER_CARER_RULES,
    TRAINING_RULES,
    TRANSPORT_RULES,
)
from transforms.rules.rule import Severity

HOUSEHOLDS = Table(
    name="foster_carers",
    title="Foster carers",
    grain="one row per household and approval that ran in the financial year",
    source=LAYOUT,
    key=("household", "approved_on"),
    columns=(
        Column(
            "household",
            "household_id",
            Kind.PERSON,
            "Identifier of the household in the case system",
            required=True,
            identity="foster household",
        ),
        Column("approved_on", "approved_on", Kind.DATE, "Day of the approval", required=True),
        end("Day on which the approval ended; empty until then"),
        coded("kind", "foster_kind", "Kind of fostering", required=True),
        number("places", Kind.INTEGER, "Children whom it is approved for at once", required=True),
        coded("end_reason", "foster_end", "Reason that the approval ended"),
    ),
    rules=FOSTER_CARER_RULES,
    of_workbook=True,
)

FOSTER_CARERS = Extract(
    id="foster_carers",
    title="Foster carers",
    source="Council's fostering service",
    covers=Covers.FINANCIAL_YEAR,
    tables=(HOUSEHOLDS,),
    date_formats=DATES,
    core_tables=("core.foster_household",),
    shape=numbered("core.foster_household", "foster_carers"),
)

JOURNEYS = Table(
    name="transport",
    title="Special educational needs transport",
    grain="one row per child, mode and time of transport in the financial year",
    source=LAYOUT,
    key=("child", "mode", "start_date"),
    columns=(
        child(),
        PUPIL_IF_KNOWN,
        Column(
            "mode",
            "mode",
            Kind.CODE,
            "Way of travelling",
            required=True,
            codes="transport_mode",
            spelled_freely=True,
        ),
        start("Day on which the transport began"),
        end("Day on which it ended; empty until then"),
        number("annual_cost", Kind.INTEGER, "What it costs in a whole year, in whole pounds", required=True),
    ),
    rules=TRANSPORT_RULES,
    of_workbook=True,
)

TRANSPORT = Extract(
    id="transport",
    title="Special educational needs transport",
    source="Council's transport team",
    covers=Covers.FINANCIAL_YEAR,
    tables=(JOURNEYS,),
    date_formats=DATES,
    core_tables=("core.sen_transport",),
    shape=numbered("core.sen_transport", "transport"),
)

REGISTERED_CHILDREN = Table(
    name="family_centres",
    title="Reach of family centres",
    grain="one row per child under 5, centre and registration that ran in the financial year",
    source=LAYOUT,
    key=("registered_child", "centre", "registered_on"),
    columns=(
        # Most of these children are in no case system, and the centres have numbers of their own.
        Column(
            "registered_child",
            "centre_child_id",
            Kind.PERSON,
            "Number of the child in the centres' system",
            required=True,
            identity="family centre child",
        ),
        Column(
            "family",
            "centre_family_id",
            Kind.PERSON,
            "Number of the family in the centres' system",
            identity="family centre family",
            optional_column=True,
        ),
        Column(
            "child",
            "child",
            Kind.PERSON,
            "Local identifier of the child, where the case system knows it",
            identity="child",
            optional_column=True,
        ),
        Column(
            "date_of_birth",
            "date_of_birth",
            Kind.DATE,
            "Date of birth",
            required=True,
            staged=False,
            severity=Severity.FLAG,
        ),
        Column("centre", "centre", Kind.TEXT, "Name of the centre", required=True, pattern=r"^.{1,60}$"),
        Column("registered_on", "registered_on", Kind.DATE, "Day of the registration", required=True),
        Column(
            "last_seen_on",
            "last_seen_on",
            Kind.DATE,
            "Day on which the centre last saw the child; empty until it has",
            severity=Severity.FLAG,
        ),
        number("in_target_area", Kind.FLAG, "Whether the child lives in a target area", required=True),
        end("Day on which the registration ended; empty until then"),
    ),
    rules=FAMILY_CENTRE_RULES,
    of_workbook=True,
)

FAMILY_CENTRES = Extract(
    id="family_centres",
    title="Reach of family hubs and children's centres",
    source="Council's family hubs and children's centres",
    covers=Covers.FINANCIAL_YEAR,
    tables=(REGISTERED_CHILDREN,),
    date_formats=DATES,
    core_tables=("core.family_centre_child",),
    shape=numbered("core.family_centre_child", "family_centres"),
)

COURSES_RUN = Table(
    name="training",
    title="Training of the workforce",
    grain="one row per course run in the financial year",
    source=LAYOUT,
    key=("session",),
    columns=(
        # The same course may be run twice in one day, so that no day tells a run.
        Column("session", "session_id", Kind.TEXT, "Number of the run in its log", required=True, staged=False),
        Column(
            "course",
            "course",
            Kind.CODE,
            "Subject of the course",
            required=True,
            codes="training_course",
            spelled_freely=True,
        ),
        Column("session_date", "session_date", Kind.DATE, "Day of the course, the last of several", required=True),
        coded("audience", "training_audience", "Whom the course was for", required=True),
        number("places", Kind.INTEGER, "Places that there were; empty where there was no limit"),
        number("attended", Kind.INTEGER, "People who came", required=True),
        number("evaluated", Kind.INTEGER, "People who completed an evaluation; empty where nobody was asked"),
    ),
    rules=TRAINING_RULES,
    of_workbook=True,
)

TRAINING = Extract(
    id="training",
    title="Training in safeguarding and of the workforce",
    source="Council's workforce development team, or the safeguarding partnership",
    covers=Covers.FINANCIAL_YEAR,
    tables=(COURSES_RUN,),
    date_formats=DATES,
    core_tables=("core.training_session",),
    shape=numbered("core.training_session", "training"),
    rows_are_cases=False,
)
