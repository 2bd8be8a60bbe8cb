"""Lists 10 and 11 of Annex A: children who are to be adopted, and those who come forward to adopt."""

from dataclasses import replace

from transforms.extracts.annex_a_columns import (
    CHILD,
    DISABILITY,
    ETHNICITY,
    GENDER,
    OFSTED,
    answer,
    coded,
    counted,
    dated,
)
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.annex_a_adoption import LIST_10_RULES, LIST_11_RULES

_FAMILY = Column(
    "family",
    "Family identifier",
    Kind.PERSON,
    "Identifier of the adoptive family",
    optional_column=True,
    identity="adoptive family",
)

LIST_10 = Table(
    name="list_10",
    title="Annex A, list 10: adoption",
    grain="one row per child and decision for adoption of the last twelve months",
    source=f"{OFSTED}, list 10",
    key=("child", "decided_date"),
    columns=(
        *CHILD[:1],
        _FAMILY,
        *CHILD[1:],
        DISABILITY,
        dated("entered_care_date", "Date the Child Entered Care", "Date the child came into care", required=True),
        replace(
            dated(
                "decided_date",
                "Date of Decision that Child Should be Placed for Adoption",
                "Date it was decided that the child should be adopted",
                required=True,
            ),
            optional_column=False,
        ),
        dated("ordered_date", "Date of Placement Order", "Date of the placement order"),
        dated(
            "matched_date", "Date of Matching Child and Prospective Adopters", "Date child and adopters were matched"
        ),
        dated("placed_date", "Date Placed for Adoption", "Date the child was placed with the adopters"),
        dated("adopted_date", "Date of Adoption Order", "Date of the adoption order"),
        dated(
            "reversed_date",
            "Date of Decision that Child Should No Longer be Placed for Adoption",
            "Date it was decided that the child should not be adopted after all",
        ),
        coded(
            "reversed_reason",
            "Reason Why Child No Longer Placed for Adoption",
            "annex_a_reversal",
            "Why the child should not be adopted",
        ),
        dated(
            "fostered_first_date",
            "Date the child was placed for fostering in FFA or concurrent planning placement",
            "Date the child was fostered by those who may adopt",
        ),
    ),
    rules=LIST_10_RULES,
    optional=True,
    of_workbook=True,
)

LIST_11 = Table(
    name="list_11",
    title="Annex A, list 11: prospective adopters",
    grain="one row per adopter and enquiry of the last twelve months",
    source=f"{OFSTED}, list 11",
    key=("adopter", "enquired_date"),
    columns=(
        Column(
            "adopter",
            "Individual adopter identifier",
            Kind.PERSON,
            "Local identifier of the adopter",
            required=True,
            identity="adopter",
        ),
        _FAMILY,
        GENDER,
        ETHNICITY,
        replace(DISABILITY, header="Disability", description="Whether the adopter has a disability", aliases=()),
        answer(
            "fosters_first",
            "Is the (prospective) adopter fostering for adoption?",
            "Whether the adopter fosters the child first",
            required=True,
        ),
        replace(
            dated("enquired_date", "Date enquiry received", "Date of the first enquiry", required=True),
            optional_column=False,
        ),
        dated("stage_1_start_date", "Date Stage 1 started", "Date the first stage began"),
        dated("stage_1_end_date", "Date Stage 1 ended", "Date the first stage ended"),
        dated("stage_2_start_date", "Date Stage 2 started", "Date the second stage began"),
        dated("stage_2_end_date", "Date Stage 2 ended", "Date the second stage ended"),
        dated("applied_date", "Date application submitted", "Date of the application"),
        dated("approved_date", "Date application approved", "Date the adopter was approved"),
        dated("matched_date", "Date adopter matched with child(ren)", "Date adopter and children were matched"),
        dated(
            "placed_date",
            "Date child/children placed with adopter(s)",
            "Date the children were placed with the adopter",
        ),
        counted("children_placed", "No. of children placed", "Children who were placed"),
        dated("adopted_date", "Date of Adoption Order", "Date of the adoption order"),
        dated("left_date", "Date of leaving adoption process", "Date the adopter left the process"),
        coded(
            "left_reason", "Reason for leaving adoption process", "annex_a_leaving", "Why the adopter left the process"
        ),
    ),
    rules=LIST_11_RULES,
    optional=True,
    of_workbook=True,
)
