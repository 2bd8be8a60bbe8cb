"""A few plausible rows of the lists of Annex A that nothing is counted from, filled by what their headers ask for."""

from datetime import date, timedelta

from samples.synth.annex_a_headers import AGE, BIRTH, ETHNICITY, GENDER, HEADERS, UNIQUE_ID

Cell = str | int | date
Rows = list[list[Cell]]

_FIRST_COLUMNS = (UNIQUE_ID, GENDER, ETHNICITY, BIRTH, AGE)
_NOTHING_YET = (
    "CIN Closure Date",
    "Reason for Closure",
    "Child Protection Plan End Date",
    "Date of Decision that Child Should No Longer be Placed for Adoption",
    "Reason Why Child No Longer Placed for Adoption",
    "Date of leaving adoption process",
    "Reason for leaving adoption process",
)
_WORDS: dict[str, Cell] = {
    **dict.fromkeys(_NOTHING_YET, ""),
    "Contact Source": "q) 6: Police",
    "Referral Source": "e) 2A: Schools",
    "Primary Need Code": "N1 - Abuse or Neglect",
    "Case Status": "b) Child Protection plan",  # which list 7 then has
    "Initial Category of Abuse": "Neglect",
    "Latest Category of Abuse": "Neglect",
    "Allocated Team": "Duty and Assessment Team",
    "Allocated Worker": "Social worker 3",
    "Allocated Personal Advisor": "Personal adviser 1",
    "No. of children placed": 1,
    "Eligibility Category": "b) Former relevant child",
    "LA in Touch": "a) Yes",
    "Type of Accommodation": "U: Independent living",
    "Suitability of Accommodation": "a) Suitable",
    "Activity Status": "F2: Full time in education other than higher",
}
_FIRST_ADOPTER = 810_001


def few_rows(number: int, people: Rows, data_to: date) -> Rows:
    """A row for each of ``people``, given as the values of the columns that lists begin with."""
    rows = []
    for place, person in enumerate(people):
        known: dict[str, Cell] = dict(zip(_FIRST_COLUMNS, person, strict=True))
        rows.append([_cell(header, column, known, data_to, place) for column, header in enumerate(HEADERS[number])])
    return rows


def _cell(header: str, column: int, person: dict[str, Cell], data_to: date, place: int) -> Cell:
    """What a header asks for; dates follow one another from column to column."""
    known = {**_WORDS, **person}
    if header in known:
        return known[header]
    if "identifier" in header:
        return _FIRST_ADOPTER + place
    if header.startswith(("Number", "No. of")):
        return place % 2
    if "date" in header.lower():
        return data_to - timedelta(days=150 - 6 * column - place)
    return "b) No"
