"""What the lists of Annex A have in common: where they come from, and the columns that most of them hold."""

from transforms.extracts.extract import Column, Kind
from transforms.rules.rule import Severity

OFSTED = "Ofsted, inspections of children's services: Annex A child-level data"

CHILD_ID = Column(
    "child",
    "Child Unique ID",
    Kind.PERSON,
    "Local identifier of the child",
    required=True,
    identity="child",
    aliases=("Child ID", "Unique Child ID", "Child Unique Identifier"),
)
GENDER = Column(
    "sex",
    "Gender",
    Kind.CODE,
    "Sex as recorded",
    codes="annex_a_sex",
    staged=False,
    optional_column=True,
    severity=Severity.FLAG,
    aliases=("Sex",),
    spelled_freely=True,
)
ETHNICITY = Column(
    "ethnicity",
    "Ethnicity",
    Kind.CODE,
    "Ethnicity code of the censuses",
    codes="ethnicity",
    staged=False,
    optional_column=True,
    severity=Severity.FLAG,
    aliases=("Ethnic Origin",),
    spelled_freely=True,
)
DATE_OF_BIRTH = Column(
    "date_of_birth",
    "Date of Birth",
    Kind.DATE,
    "Date of birth, expected for an unborn child",
    required=True,
    staged=False,
    optional_column=True,
    severity=Severity.FLAG,
    aliases=("DOB",),
)
AGE = Column(
    "age",
    "Age of Child (Years)",
    Kind.TEXT,
    "Age in years; a part of a year is cut off",
    staged=False,
    optional_column=True,
    aliases=("Age", "Age of Child"),
)
CHILD = (CHILD_ID, GENDER, ETHNICITY, DATE_OF_BIRTH, AGE)

DISABILITY = Column(
    "disability",
    "Does the Child have a Disability",
    Kind.CODE,
    "Whether the child has a disability",
    codes="yes_no_option",
    staged=False,
    optional_column=True,
    severity=Severity.FLAG,
    aliases=("Disability", "Does the Child have a Disability (Y/N)"),
    spelled_freely=True,
)


def unread(name: str, header: str, description: str) -> Column:
    """Text that is declared so that it is known, and stays in the file."""
    return Column(name, header, Kind.TEXT, description, staged=False, optional_column=True)


TEAM = (
    unread("team", "Allocated Team", "Team that the case is with"),
    unread("worker", "Allocated Worker", "Social worker of the child"),
)


def answer(name: str, header: str, description: str, *, required: bool = False, staged: bool = True) -> Column:
    """A column that asks yes or no."""
    return Column(
        name,
        header,
        Kind.CODE,
        description,
        required=required,
        codes="yes_no_option",
        staged=staged,
        optional_column=True,
        severity=Severity.FLAG,
        spelled_freely=True,
    )


def dated(name: str, header: str, description: str, *, required: bool = False) -> Column:
    """A date that a row may lack, or is loaded without."""
    return Column(name, header, Kind.DATE, description, required=required, optional_column=True, severity=Severity.FLAG)


def coded(name: str, header: str, codes: str, description: str, *, required: bool = False) -> Column:
    """A coded column whose rows are loaded whatever it holds."""
    return Column(
        name,
        header,
        Kind.CODE,
        description,
        required=required,
        codes=codes,
        optional_column=True,
        severity=Severity.FLAG,
        spelled_freely=True,
    )


def counted(name: str, header: str, description: str, *, required: bool = False, staged: bool = True) -> Column:
    """A whole number that a row is loaded without."""
    return Column(
        name,
        header,
        Kind.INTEGER,
        description,
        required=required,
        staged=staged,
        optional_column=True,
        severity=Severity.FLAG,
    )
