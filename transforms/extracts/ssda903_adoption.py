"""SSDA903, adoption: children who were adopted, who should be, and who had been before."""

from transforms.extracts.extract import Column, Kind, Table
from transforms.extracts.ssda903_columns import birth_column, child_column, council_column
from transforms.rules.rule import Severity
from transforms.rules.ssda903_adoption import AD1_RULES, PLACED_ADOPTION_RULES, PREV_PERM_RULES

AD1 = Table(
    name="ad1",
    title="SSDA903 adopted children (AD1)",
    grain="one row per child adopted in the collection year",
    source="SSDA903 guide, AD1",
    key=("child",),
    columns=(
        child_column(),
        birth_column(),
        Column(
            "decided_on",
            "DATE_INT",
            Kind.DATE,
            "Date of the decision that the child should be placed for adoption",
            required=True,
            severity=Severity.FLAG,
        ),
        Column(
            "matched_on",
            "DATE_MATCH",
            Kind.DATE,
            "Date the child was matched with adopters",
            required=True,
            severity=Severity.FLAG,
        ),
        Column(
            "by_foster_carer",
            "FOSTER_CARE",
            Kind.FLAG,
            "Whether the child's foster carer adopted the child",
            required=True,
            severity=Severity.FLAG,
        ),
        Column(
            "adopters",
            "NB_ADOPTR",
            Kind.CODE,
            "Number of adopters",
            required=True,
            codes="adopter_number",
            staged=False,
            severity=Severity.FLAG,
        ),
        Column(
            "adopter_genders",
            "SEX_ADOPTR",
            Kind.CODE,
            "Genders of the adopters",
            required=True,
            codes="adopter_gender",
            staged=False,
            severity=Severity.FLAG,
        ),
        Column(
            "adopter_legal_status",
            "LS_ADOPTR",
            Kind.CODE,
            "Legal status of the adopters",
            required=True,
            codes="adopter_legal_status",
            staged=False,
            severity=Severity.FLAG,
        ),
        council_column(),
    ),
    rules=AD1_RULES,
    optional=True,
    record=None,
)

PLACED_ADOPTION = Table(
    name="placed_adoption",
    title="SSDA903 children who should be placed for adoption",
    grain="one row per child and decision that the child should be placed for adoption",
    source="SSDA903 guide, should be placed for adoption",
    key=("child", "decided_on"),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column("decided_on", "DATE_PLACED", Kind.DATE, "Date of the decision", required=True),
        Column(
            "ceased_on",
            "DATE_PLACED_CEASED",
            Kind.DATE,
            "Date the decision was reversed; empty while it stands",
            severity=Severity.FLAG,
        ),
        Column(
            "ceased_reason",
            "REASON_PLACED_CEASED",
            Kind.CODE,
            "Why it was reversed",
            codes="adoption_reversal",
            severity=Severity.FLAG,
        ),
        council_column(),
    ),
    rules=PLACED_ADOPTION_RULES,
    optional=True,
    record="HEADER/AD_PLACED",
)

PREV_PERM = Table(
    name="prev_perm",
    title="SSDA903 previous permanence",
    grain="one row per child: the order, if any, by which the child had left care for good before",
    source="SSDA903 guide, previous permanence",
    key=("child",),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column("option", "PREV_PERM", Kind.CODE, "Kind of the order", required=True, codes="previous_permanence"),
        Column("order_council", "LA_PERM", Kind.TEXT, "Council that arranged it", staged=False),
        Column("order_made_on", "DATE_PERM", Kind.TEXT, "Date of the order, zz for what is not known", staged=False),
        council_column(),
    ),
    rules=PREV_PERM_RULES,
    optional=True,
    record="HEADER/PERMANENCE",
)
