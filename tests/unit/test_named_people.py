"""Names of people in words: found where they could be a person's, left alone where they are known."""

from pathlib import Path

import pytest

from flows.council import read_commentary, read_council, read_narrative
from flows.report.claims import said_of_people
from transforms.named_people import people_named

KNOWN = ["Kate Dunning", "Merebridge", "Alder Brook Primary School"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("John Smith was moved in May.", ["John Smith"]),
        ("We placed Jack O'Neill and Ann-Marie McBride.", ["Jack O'Neill", "Ann-Marie McBride"]),
        ("A girl called Ella moved.", ["Ella"]),
        ("The boy Adam moved.", ["Adam"]),
        ("Mr Smith said so, and Mr Smith again.", ["Mr Smith"]),
        ("Kate Dunning, Dunning and Mrs Dunning lead it.", []),
        ("In Merebridge Children Looked After rose.", []),
        ("Alder Brook Primary School and the Canal Street hub.", []),
        ("Every Friday the Virtual School meets.", []),
        ("Child protection plans rose; so did Child Protection Plans.", []),
        ("", []),
    ],
)
def test_a_name_is_asked_about(text: str, named: list[str]) -> None:
    assert list(people_named(text, KNOWN)) == [f"“{each}” could be a person's name." for each in named]


def test_the_samples_words_name_nobody_but_its_officers() -> None:
    folder = Path("samples/merebridge")
    council = read_council(folder)
    narrative = read_narrative(folder, "2025-26-Q1")
    sections = (*narrative.key_developments, *narrative.emerging_issues)
    texts = [
        *(words.text for words in read_commentary(folder, "2025-26-Q1", council)),
        *narrative.introduction, *narrative.equality, *narrative.financial_summary,
        *(paragraph for section in sections for paragraph in section.paragraphs),
        *(milestone.comment for milestone in council.milestones),
    ]  # fmt: skip
    assert len(texts) > 50
    assert [said for text in texts for said in said_of_people(text, council)] == []
