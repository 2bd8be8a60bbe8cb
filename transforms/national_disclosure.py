"""How small a number of each indicator may be shown, as the national publications of the same facts have it.

The Department for Education hides counts of 1 to 5 of children in need, children looked after and care leavers, and
hides none of EHC plans, exclusions and absence. Money, posts and settings are no counts of children. A council may
decide otherwise, in the name of an officer (``disclosure`` and ``disclosure_approved_by`` of a measure); an indicator
that stands in no list here has the strict class.
"""

from collections.abc import Iterable

from transforms.council_types import DISCLOSURE_CLASSES

NONE, ONE_TO_FIVE, INTERNAL = DISCLOSURE_CLASSES
NATIONAL_PRACTICE = "national practice"  # which stands for a class that the council did not set

# By topic, the indicators whose class is not 1 to 5.
OPEN = {
    "absence: published with every count": (
        "attendance_rate",
        "attendance_all_schools_rate",
        "overall_absence_rate",
        "unauthorised_absence_rate",
        "persistent_absence_rate",
        "severe_absence_rate",
    ),
    "suspensions and exclusions: published with every count": (
        "suspensions",
        "suspended_pupils",
        "suspension_rate",
        "permanent_exclusions",
        "permanent_exclusion_rate",
    ),
    "EHC plans: published with every count": (
        "ehc_20_weeks_rate",
        "ehc_20_weeks_all_rate",
        "ehc_plans",
        "ehc_outside_area_rate",
        "ehc_mainstream_rate",
        "ehc_decided_6_weeks_rate",
        "ehc_refusal_rate",
        "ehc_plans_issued",
        "ehc_backlog",
        "ehc_reviews_in_date_rate",
        "ehc_reviews_decided_rate",
    ),
    "schools, settings and carers: no counts of children": (
        "schools_good_rate",
        "childcare_good_rate",
        "early_years_good_rate",
        "foster_carers",
        "foster_places",
    ),
    "posts and the council's own work: no counts of children": (
        "cin_caseload",
        "caseload_september",
        "agency_worker_rate",
        "agency_worker_september_rate",
        "staff_trained",
        "quality_visits",
        "case_audits_good_rate",
    ),
    "money: no counts": (
        "independent_placements_forecast",
        "sen_placements_forecast",
        "independent_residential_forecast",
        "independent_fostering_forecast",
        "send_transport_cost",
        "agency_spend",
        "agency_spend_rate",
        "overspend_forecast",
        "placement_costs_avoided",
    ),
}
# Few children, and what is said of each could endanger them.
KEPT_INSIDE = {"exploitation": ("exploitation_cse", "exploitation_cce")}

_CLASSES = {name: NONE for names in OPEN.values() for name in names} | {
    name: INTERNAL for names in KEPT_INSIDE.values() for name in names
}


def national_class(indicator_ids: Iterable[str]) -> str:
    """The class of a measure that shows these indicators: the strictest of theirs."""
    return max((_CLASSES.get(each, ONE_TO_FIVE) for each in indicator_ids), key=DISCLOSURE_CLASSES.index)
