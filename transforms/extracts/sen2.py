"""SEN2: requests for education, health and care plans, the plans, and where children are placed.

Nine modules that hang from each other: sen2 > person > requests > assessment > namedplan > plandetail, and
requests > activeplans > placementdetail and senneed. They come as COLLECT's Blade CSV, a file per module, or as the XML
that councils send in, whose elements are named as the columns are; there the records are numbered through the file.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from transforms.ages import ages_on
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.extracts.numbers_of_people import learner_number
from transforms.rules.rule import Context, Severity
from transforms.rules.sen2 import (
    ASSESSMENT_RULES,
    NAMEDPLAN_RULES,
    PERSON_RULES,
    REQUESTS_RULES,
    SEN2_RULES,
)
from transforms.rules.sen2_placements import (
    ACTIVEPLANS_RULES,
    PLACEMENTDETAIL_RULES,
    PLANDETAIL_RULES,
    SENNEED_RULES,
)

_SOURCE = "SEN2 person level return"

_RECORDS = {
    "person": "",
    "requests": "Requests",
    "assessment": "Requests/Assessment",
    "namedplan": "Requests/Assessment/NamedPlan",
    "plandetail": "Requests/Assessment/NamedPlan/PlanDetail",
    "activeplans": "Requests/ActivePlans",
    "placementdetail": "Requests/ActivePlans/PlacementDetail",
    "senneed": "Requests/ActivePlans/SENneed",
}


def _key(name: str, module: str, description: str, *, staged: bool = False) -> Column:
    """The column that tells a row of a module, there or in the modules below it; in XML, the number of its element."""
    element = f"#{module}" if module in _RECORDS else ""
    return Column(name, f"{module}tableid", Kind.TEXT, description, required=True, staged=staged, element=element)


def _later(
    name: str, header: str, kind: Kind, description: str, codes: str = "", pattern: str = "", *, staged: bool = False
) -> Column:
    """A column that not every version has, read for checks alone unless ``staged``."""
    return Column(
        name,
        header,
        kind,
        description,
        codes=codes,
        pattern=pattern,
        staged=staged,
        optional_column=True,
        severity=Severity.FLAG,
    )


def _place_columns(*, staged: bool) -> tuple[Column, ...]:
    """Where a child learns. Numbers may come with a decimal point, so they are read as numbers."""
    return (
        Column("setting", "sensetting", Kind.CODE, "Setting without a number", codes="sen_setting", staged=staged),
        Column("urn", "urn", Kind.INTEGER, "Unique reference number of the school", staged=staged),
        Column("provider_number", "ukprn", Kind.INTEGER, "Number of the learning provider", staged=staged),
        Column(
            "placement_rank",
            "placementrank",
            Kind.INTEGER,
            "Rank of the placement; the main one has 1",
            staged=staged,
            severity=Severity.FLAG,
        ),
        _later("setting_other", "sensettingother", Kind.TEXT, "Name of another setting"),
    )


SEN2_RETURN = Table(
    name="sen2",
    title="SEN2, return",
    grain="one row per return",
    source=_SOURCE,
    key=("sen2_id",),
    columns=(
        _key("sen2_id", "sen2", "Key of the return"),
        Column("la_code", "lea", Kind.TEXT, "Local authority", required=True, pattern=r"^\d{3}$", staged=False),
        Column("year", "year", Kind.INTEGER, "Year of the collection", staged=False, severity=Severity.FLAG),
        _later("reference_date", "referencedate", Kind.DATE, "Day of the return"),
    ),
    rules=SEN2_RULES,
    optional=True,
    record=None,
)

PERSON = Table(
    name="person",
    title="SEN2, persons",
    grain="one row per child or young person with a request",
    source=_SOURCE,
    key=("person_id",),
    columns=(
        _key("person_id", "person", "Key of the person in this export", staged=True),
        Column("upn", "upn", Kind.PERSON, "Unique pupil number", identity="upn"),
        Column("date_of_birth", "personbirthdate", Kind.DATE, "Date of birth", required=True, severity=Severity.FLAG),
        Column(
            "sex",
            "sex",
            Kind.CODE,
            "Sex",
            required=True,
            codes="sex_education",
            severity=Severity.FLAG,
            aliases=("gendercurrent",),
        ),
        learner_number("uniquelearnernumber"),
        _later("upn_unknown", "upnunknown", Kind.CODE, "Why there is no unique pupil number", codes="upn_unknown_sen2"),
    ),
    rules=PERSON_RULES,
    record=_RECORDS["person"],
)

REQUESTS = Table(
    name="requests",
    title="SEN2, requests",
    grain="one row per request for an assessment of needs",
    source=_SOURCE,
    key=("request_id",),
    columns=(
        _key("request_id", "requests", "Key of the request in this export", staged=True),
        _key("person_id", "person", "Key of the person in this export", staged=True),
        Column("received_date", "receiveddate", Kind.DATE, "Date the request was received", required=True),
        Column(
            "request_outcome",
            "requestoutcome",
            Kind.CODE,
            "Outcome of the request",
            required=True,
            codes="ehc_outcome",
            severity=Severity.FLAG,
        ),
        Column(
            "request_outcome_date",
            "requestoutcomedate",
            Kind.DATE,
            "Date the requester was told",
            severity=Severity.FLAG,
        ),
        _later("request_mediation", "requestmediation", Kind.FLAG, "Whether the decision went to mediation"),
        _later("request_tribunal", "requesttribunal", Kind.FLAG, "Whether the decision went to the tribunal"),
    ),
    rules=REQUESTS_RULES,
    record=_RECORDS["requests"],
)

ASSESSMENT = Table(
    name="assessment",
    title="SEN2, assessments",
    grain="one row per assessment of needs",
    source=_SOURCE,
    key=("assessment_id",),
    columns=(
        _key("assessment_id", "assessment", "Key of the assessment in this export", staged=True),
        _key("request_id", "requests", "Key of the request in this export", staged=True),
        Column(
            "assessment_outcome",
            "assessmentoutcome",
            Kind.CODE,
            "Outcome of the assessment",
            required=True,
            codes="ehc_outcome",
            severity=Severity.FLAG,
        ),
        Column(
            "assessment_outcome_date",
            "assessmentoutcomedate",
            Kind.DATE,
            "Date the plan was issued, or that there is none was told",
            severity=Severity.FLAG,
        ),
        Column("is_exception", "week20", Kind.FLAG, "Whether an exception to 20 weeks applies", severity=Severity.FLAG),
        _later("assessment_mediation", "assessmentmediation", Kind.FLAG, "Whether the outcome went to mediation"),
        _later("assessment_tribunal", "assessmenttribunal", Kind.FLAG, "Whether the outcome went to the tribunal"),
        _later("other_mediation", "othermediation", Kind.FLAG, "Whether anything else of the plan went to mediation"),
        _later("other_tribunal", "othertribunal", Kind.FLAG, "Whether anything else of the plan went to the tribunal"),
    ),
    rules=ASSESSMENT_RULES,
    record=_RECORDS["assessment"],
)

NAMEDPLAN = Table(
    name="namedplan",
    title="SEN2, plans",
    grain="one row per plan that names a placement",
    source=_SOURCE,
    key=("plan_id",),
    columns=(
        _key("plan_id", "namedplan", "Key of the plan in this export"),
        _key("assessment_id", "assessment", "Key of the assessment in this export", staged=True),
        Column("plan_start", "startdate", Kind.DATE, "Date of the plan", required=True),
        Column("plan_ceased", "ceasedate", Kind.DATE, "Date the plan ceased; empty while it is maintained"),
        Column("cease_reason", "ceasereason", Kind.CODE, "Why it ceased", codes="cease_reason", severity=Severity.FLAG),
        _later(
            "residential", "planres", Kind.TEXT, "Whether the setting is residential, and for how many weeks a year"
        ),
        _later("work_based", "planwbp", Kind.TEXT, "Whether the placement is work-based, and of which kind"),
        _later("personal_budget", "pb", Kind.FLAG, "Whether the plan has a personal budget"),
        _later("organised_arrangements", "oa", Kind.FLAG, "Whether the budget is spent as the council has arranged"),
        _later("direct_payments", "dp", Kind.TEXT, "Whether, and for what, direct payments are made"),
    ),
    rules=NAMEDPLAN_RULES,
    record=_RECORDS["namedplan"],
)

PLANDETAIL = Table(
    name="plandetail",
    title="SEN2, placements named in plans",
    grain="one row per placement that a plan names",
    source=_SOURCE,
    key=("plan_detail_id",),
    columns=(
        _key("plan_detail_id", "plandetail", "Key of the row in this export"),
        _key("plan_id", "namedplan", "Key of the plan in this export"),
        *_place_columns(staged=False),
    ),
    rules=PLANDETAIL_RULES,
    record=_RECORDS["plandetail"],
    optional=True,
)

ACTIVEPLANS = Table(
    name="activeplans",
    title="SEN2, active plans",
    grain="one row per plan that is maintained or was in the year",
    source=_SOURCE,
    key=("active_plan_id",),
    columns=(
        _key("active_plan_id", "activeplans", "Key of the active plan in this export", staged=True),
        _key("request_id", "requests", "Key of the request in this export", staged=True),
        _later("transferred_from", "transferla", Kind.TEXT, "Council that the plan came from", pattern=r"^\d{3}$"),
        _later("review_meeting", "reviewmeeting", Kind.DATE, "Date of the annual review's meeting", staged=True),
        _later("review_outcome", "reviewoutcome", Kind.TEXT, "Decision after the annual review"),
        _later("last_review", "lastreview", Kind.DATE, "Date of the decision after the last review", staged=True),
        _later("review_draft", "reviewdraft", Kind.DATE, "Date of the draft of an amended plan"),
        _later("transfer_due", "phasetransferduedate", Kind.DATE, "Date by which a transfer of phase is due"),
        _later("transfer_final", "phasetransferfinaldate", Kind.DATE, "Date of the final plan of a transfer of phase"),
    ),
    rules=ACTIVEPLANS_RULES,
    record=_RECORDS["activeplans"],
)

PLACEMENTDETAIL = Table(
    name="placementdetail",
    title="SEN2, placements",
    grain="one row per placement that a child with a plan attends",
    source=_SOURCE,
    key=("placement_id",),
    columns=(
        _key("placement_id", "placementdetail", "Key of the placement in this export"),
        _key("active_plan_id", "activeplans", "Key of the active plan in this export", staged=True),
        *_place_columns(staged=True),
        Column("entry_date", "entrydate", Kind.DATE, "Date the child entered", required=True),
        Column("leaving_date", "leavingdate", Kind.DATE, "Date the child left; empty while there"),
    ),
    rules=PLACEMENTDETAIL_RULES,
    record=_RECORDS["placementdetail"],
)

SENNEED = Table(
    name="senneed",
    title="SEN2, needs",
    grain="one row per need of a child with a plan",
    source=_SOURCE,
    key=("need_id",),
    columns=(
        _key("need_id", "senneed", "Key of the need in this export"),
        _key("active_plan_id", "activeplans", "Key of the active plan in this export", staged=True),
        Column("sen_type", "sentype", Kind.CODE, "Type of need", required=True, codes="sen_type"),
        Column("sen_rank", "sentyperank", Kind.INTEGER, "Rank of the need; the primary one has 1", required=True),
    ),
    rules=SENNEED_RULES,
    record=_RECORDS["senneed"],
    optional=True,
)

_MAIN = 1
_CASE = (
    "row_number",
    "pupil",
    "learner_number",
    "sex",
    "age_at_request",
    "received_date",
    "request_outcome",
    "request_outcome_date",
    "assessment_outcome",
    "assessment_outcome_date",
    "is_exception",
    "plan_start",
    "plan_ceased",
    "cease_reason",
    "primary_need",
    "review_meeting",
    "review_decided",
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per request with what came of it, and a row per placement. Both know the lines of their files.

    Of several assessments of a request, or plans of an assessment, the last counts. The date of birth is reduced to the
    age when the request was received.
    """
    requests = tables["requests"]
    numbers = pd.DataFrame({"request_id": requests["request_id"], "request_row": requests.index})
    plans_of_requests = tables["activeplans"][["active_plan_id", "request_id"]].merge(numbers, on="request_id")
    return {
        "core.ehc_case": _cases(tables),
        "core.ehc_placement": _placements(tables["placementdetail"], plans_of_requests),
    }


def _cases(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    requests = tables["requests"]
    persons = tables["person"][["person_id", "upn", "learner_number", "date_of_birth", "sex"]]
    assessments = tables["assessment"].drop_duplicates("request_id", keep="last")
    plans = tables["namedplan"].drop_duplicates("assessment_id", keep="last")
    cases = (
        requests.assign(row_number=requests.index)
        .merge(persons, on="person_id", validate="many_to_one")
        .merge(assessments, on="request_id", how="left", validate="one_to_one")
        .merge(plans, on="assessment_id", how="left", validate="many_to_one")
        .merge(_primary_needs(tables), on="request_id", how="left", validate="one_to_one")
        .merge(_last_reviews(tables["activeplans"]), on="request_id", how="left", validate="one_to_one")
    )
    aged = cases.assign(age_at_request=ages_on(cases["date_of_birth"], cases["received_date"]))
    return aged.rename(columns={"upn": "pupil"})[list(_CASE)]


def _primary_needs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``request_id`` and ``primary_need``: of a child's needs, that of rank 1."""
    needs = tables["senneed"]
    primary = needs[needs["sen_rank"].eq(_MAIN).fillna(value=False)]
    of_requests = primary.merge(tables["activeplans"], on="active_plan_id", validate="many_to_one")
    once = of_requests.drop_duplicates("request_id", keep="last")
    return once[["request_id", "sen_type"]].rename(columns={"sen_type": "primary_need"})


def _last_reviews(plans: pd.DataFrame) -> pd.DataFrame:
    """``request_id``, with the days on which the plan's last review met and was decided."""
    once = plans.drop_duplicates("request_id", keep="last")
    return once[["request_id", "review_meeting", "last_review"]].rename(columns={"last_review": "review_decided"})


def _placements(placements: pd.DataFrame, plans_of_requests: pd.DataFrame) -> pd.DataFrame:
    rows = placements.assign(row_number=placements.index).merge(
        plans_of_requests, on="active_plan_id", validate="many_to_one"
    )
    kept = rows[["row_number", "request_row", "placement_rank", "setting", "entry_date", "leaving_date"]]
    return kept.assign(school_urn=rows["urn"].astype("str"), ukprn=rows["provider_number"].astype("str"))


SEN2 = Extract(
    id="sen2",
    title="Education, health and care plans",
    source="Department for Education, SEN2 person level return",
    covers=Covers.CALENDAR_YEAR,
    known_since=date(2023, 1, 1),
    tables=(SEN2_RETURN, PERSON, REQUESTS, ASSESSMENT, NAMEDPLAN, PLANDETAIL, ACTIVEPLANS, PLACEMENTDETAIL, SENNEED),
    date_formats=("%Y-%b-%d %H:%M:%S", "%Y-%m-%d"),
    core_tables=("core.ehc_case", "core.ehc_placement"),
    shape=shape,
    xml=XmlLayout(
        root="",
        unit="Persons/Person",
        council="Header/Source/LEA",
        year="Header/CollectionDetails/Year",
        reference_date="Header/CollectionDetails/ReferenceDate",
        made_in_january=True,
    ),
)
