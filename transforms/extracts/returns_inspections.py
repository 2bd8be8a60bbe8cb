"""Inspections of schools, childcare and children's homes, as Ofsted's management information has them."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.return_columns import DATES, LAYOUT, numbered
from transforms.rules.returns_inspections import INSPECTION_RULES, in_a_home
from transforms.rules.rule import Context, Severity

_CORE = "core.inspection"


def _judged(name: str, header: str, description: str, *aliases: str, codes: str = "inspection_grade") -> Column:
    """One judgement: only some providers are given it, so a list may lack the column."""
    return Column(
        name,
        header,
        Kind.CODE,
        description,
        codes=codes,
        severity=Severity.FLAG,
        spelled_freely=True,
        optional_column=True,
        aliases=aliases,
    )


INSPECTED = Table(
    name="inspections",
    title="Inspections",
    grain="one row per provider and inspection",
    source=LAYOUT,
    key=("provider_urn", "inspection_date"),
    columns=(
        # Read of everybody, so that none is listed twice; that of somebody who works in a home ends in ``shape``.
        Column(
            "provider_urn",
            "urn",
            Kind.TEXT,
            "Unique reference number with Ofsted",
            required=True,
            pattern=r"^([A-Z]{2})?\d{6,7}$",
            aliases=("Provider URN",),
        ),
        # Never without: it says whose number is a person's.
        Column(
            "provider_type",
            "provider_type",
            Kind.CODE,
            "Type of provider",
            required=True,
            codes="inspection_provider",
            spelled_freely=True,
        ),
        Column(
            "inspection_date",
            "inspection_date",
            Kind.DATE,
            "First day of the inspection",
            required=True,
            aliases=("Inspection start date",),
        ),
        Column(
            "publication_date",
            "publication_date",
            Kind.DATE,
            "Day on which the report was published; empty until then",
            severity=Severity.FLAG,
        ),
        _judged(
            "overall",
            "overall_effectiveness",
            "Overall effectiveness, or experiences and progress of children in a home",
            "Overall experiences and progress of children and young people",
        ),
        _judged("quality_of_education", "quality_of_education", "Quality of education"),
        _judged(
            "behaviour",
            "behaviour_and_attitudes",
            "Behaviour and attitudes; in report cards attendance and behaviour, or attitudes and routines",
            "Attendance and behaviour",
            "Behaviour, attitudes and establishing routines",
        ),
        _judged(
            "personal_development",
            "personal_development",
            "Personal development; in report cards with well-being, or welfare and well-being",
            "Personal development and wellbeing",
            "Personal development and well-being",
            "Children's welfare and wellbeing",
            "Children's welfare and well-being",
        ),
        _judged(
            "leadership",
            "leadership_and_management",
            "Leadership and management; in report cards leadership and governance",
            "Effectiveness of leadership and management",
            "Effectiveness of leaders and managers",
            "Leadership and governance",
        ),
        _judged(
            "early_years",
            "early_years_provision",
            "Early years provision of a school",
            "Early years provision (where applicable)",
            "Early years (where applicable)",
        ),
        _judged(
            "sixth_form",
            "sixth_form_provision",
            "Sixth form of a school; in report cards post-16 provision",
            "Sixth form provision (where applicable)",
            "Post-16 provision",
            "Post-16 provision (where applicable)",
        ),
        _judged("inclusion", "inclusion", "Inclusion, in report cards"),
        _judged("curriculum", "curriculum_and_teaching", "Curriculum and teaching, in report cards"),
        _judged("achievement", "achievement", "Achievement, in report cards"),
        _judged(
            "protection",
            "help_and_protection",
            "How well children in a home are helped and protected",
            "How well children and young people are helped and protected",
        ),
        _judged(
            "safeguarding",
            "safeguarding",
            "Whether safeguarding is effective, in report cards whether its standards are met",
            "Safeguarding is effective",
            "Safeguarding standards",
            codes="inspection_safeguarding",
        ),
        _judged(
            "category",
            "category_of_concern",
            "Category of concern that a school was put into",
            codes="inspection_category",
        ),
    ),
    rules=INSPECTION_RULES,
    of_workbook=True,
)


def shape(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: those of the list, without the numbers of people who care for children in a home."""
    rows = tables["inspections"]
    numbers = rows["provider_urn"].mask(in_a_home(rows, context))
    return numbered(_CORE, "inspections")({"inspections": rows.assign(provider_urn=numbers)}, context)


INSPECTIONS = Extract(
    id="inspections",
    title="Inspections of schools, childcare and children's homes",
    source="Ofsted's management information, through the council's school improvement, early years and commissioning",
    covers=Covers.MONTH,
    tables=(INSPECTED,),
    date_formats=DATES,
    core_tables=(_CORE,),
    shape=shape,
)
