"""Returns about what the council provides: foster carers whom it approves, transport that it pays for."""

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
from transforms.rules.returns_provision import FOSTER_CARER_RULES, TRANSPORT_RULES

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
