"""What officers' words claim beside the figures: numbers that are nobody's, shares that do not follow, single children.

A remark says what to look at and decides nothing: the words are the officer's. Numbers that are no figures (dates,
ages, spans of time, references) are left alone, and so are small whole numbers other than percentages. References to
measures and milestones that there are not are told as well.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from transforms.figures import rounded

_NOT_FIGURES = re.compile(
    r"""
    \b[A-Z]{2,5}\d{2}\s?\d{2}\b                                         # PED01 02
    | \b(19|20)\d{2}([/-](\d{4}|\d{2}))?\b                                # 2025, 2024/25
    | \b\d{1,2}(st|nd|rd|th)?\s+(January|February|March|April|May|June|July|August|September|October|November
      |December)\b
    | \b(aged?|ages|under|over)\s+\d+(\s*(to|and|or|–|-)\s*\d+)?\b          # aged 19 to 21
    | \b\d+([-–]|\s+(to|and|or)\s+)\d+([-–\s])?year
    | \b\d+(\.\d+)?([-–]|\s+)(working\s+days?|school\s+days?|days?|weeks?|months?|years?|miles?|hours?|minutes?)\b
    | \bper\s+[\d,]+\b | \b(every|each)\s+[\d,]+\b                          # for every 10,000 children
    | \b(Year|Key\s+Stage|KS|Quarter|Q|section|regulation|part)\s?\d+\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<pounds>£\s?)?(?<![\w.,/:])(?P<digits>\d{1,3}(,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<scale>\s?(million|m|bn|k)\b)?(?P<percent>\s?%|\s?per\s?cent)?(?![\w/:]|\.\d)",
)
_REFERENCE = re.compile(r"\b[A-Z]{2,5}\d{2}(\s?\d{2}|[a-z])\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SCALES = {"million": 10**6, "m": 10**6, "bn": 10**9, "k": 10**3}
_ONE_TO_FIVE = "one|two|three|four|five|[1-5]"
_CHILD = (
    r"(child|children|baby|babies|boys?|girls?|pupils?|students?|siblings?|young\s+(people|person|women|woman|men|man)"
    r"|teenagers?|care\s+leavers?|CYP)"
)
_FEW_CHILDREN = re.compile(
    rf"(?<!\bin\s)\b({_ONE_TO_FIVE})\s+(other\s+|more\s+|further\s+|of\s+the\s+)?{_CHILD}\b"
    r"(?!\s+in\s+(\d|two|three|four|five|ten|every))",
    re.IGNORECASE,
)
_ALL_THE_REST = re.compile(r"\b(the\s+)?(remaining|remainder|rest)\b", re.IGNORECASE)
_LEAST_COUNT = 13  # whole numbers below are more often words than figures
_NEAR = Fraction(3)  # points: a share so near to what two counts give is meant to be it


@dataclass(frozen=True)
class Said:
    """A number as it was written: its value, how many decimals it was written with, and of what it is."""

    text: str
    value: Fraction
    decimals: int
    scale: int
    is_percent: bool

    def is_about(self, value: Fraction) -> bool:
        """Whether a figure, rounded as the number was written, is this number."""
        return rounded(value / self.scale, self.decimals) == rounded(self.value / self.scale, self.decimals)

    @property
    def is_figure(self) -> bool:
        """Whether it is written as a figure is: not a small whole number without a unit."""
        return self.is_percent or self.scale > 1 or self.decimals > 0 or self.value >= _LEAST_COUNT


def numbers_in(text: str) -> list[Said]:
    """The numbers of a text, those left out that are no figures."""
    found = []
    for match in _NUMBER.finditer(_NOT_FIGURES.sub(lambda part: " " * len(part.group()), text)):
        scale = _SCALES.get((match["scale"] or "").strip().casefold(), 1)
        value = Fraction(match["digits"].replace(",", "") + (match["decimals"] or "")) * scale
        decimals = len(match["decimals"] or ".") - 1
        found.append(Said(match.group().strip(), value, decimals, scale, bool(match["percent"])))
    return found


def unknown_numbers(text: str, known: Collection[Fraction]) -> Iterator[str]:
    """Numbers that are no figure of the measure, nor a difference of two of its figures."""
    figures = sorted(set(known))
    told: set[str] = set()
    for said in numbers_in(text):
        if said.is_figure and said.text not in told and not any(said.is_about(figure) for figure in figures):
            told.add(said.text)
            yield f"{said.text} is no figure of this measure."


def wrong_shares(text: str) -> Iterator[str]:
    """Percentages that two counts of the same or the sentence before nearly give, and do not.

    ``They placed 490 of 585 children, which is 82%``: 490 of 585 is 83.8%.
    """
    sentences = _SENTENCE.split(text)
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        counts = [each.value for each in numbers_in(f"{before} {sentence}") if not each.is_percent and each.value > 0]
        pairs = [(part, whole) for part in counts for whole in counts if part < whole]
        for said in (each for each in numbers_in(sentence) if each.is_percent):
            near = [pair for pair in pairs if abs(100 * pair[0] / pair[1] - said.value) < _NEAR]
            if near and not any(said.is_about(100 * part / whole) for part, whole in near):
                part, whole = min(near, key=lambda pair: abs(100 * pair[0] / pair[1] - said.value))
                share = rounded(100 * part / whole, max(said.decimals, 1))
                yield f"{_plain(part)} of {_plain(whole)} is {share}%, not {said.text}."


def broken_wholes(text: str) -> Iterator[str]:
    """Percentages of one sentence that are said to leave nothing over, and do not make 100."""
    for sentence in _SENTENCE.split(text):
        shares = [each for each in numbers_in(sentence) if each.is_percent]
        if len(shares) < 2 or not _ALL_THE_REST.search(sentence):
            continue
        total = sum((each.value for each in shares), Fraction(0))
        if abs(total - 100) > len(shares) * Fraction(1, 2 * 10 ** min(each.decimals for each in shares)):
            listed = " and ".join(each.text for each in shares)
            yield f"{listed} are said to be all, and make {_plain(total)}%."


def single_children(text: str) -> Iterator[str]:
    """Counts of one to five children, which could point to a child."""
    for match in _FEW_CHILDREN.finditer(text):
        yield f"“{' '.join(match.group().split())}”: a number this small could point to a child."


def unknown_references(text: str, known: Collection[str]) -> Iterator[str]:
    """References written as those of measures (``PED01 02``) and milestones (``PED01a``), of which there is none."""
    spelled = {_plain_reference(each) for each in known}
    told = dict.fromkeys(" ".join(match.group().split()) for match in _REFERENCE.finditer(text))
    for reference in told:
        if _plain_reference(reference) not in spelled:
            yield f"There is no measure or milestone {reference}."


def _plain_reference(reference: str) -> str:
    return reference.replace(" ", "")


def is_copied(text: str, before: Collection[str]) -> bool:
    """Whether the words are those of an earlier quarter."""
    return _words(text) in {_words(each) for each in before}


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _plain(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.10g}"
