"""Names of people in officers' words: capitalised words side by side that name nothing known.

Whether it is a person's name only its reader can tell, so a remark asks. A name that is one word is not found unless a
title or the word for a child stands before it.
"""

import re
from collections.abc import Collection, Iterator

_NAME = r"[A-Z](?:['’][A-Z])?[a-zà-öø-ÿ]+(?:(?:['’-][A-Z]?|[A-Z])[a-zà-öø-ÿ]+)*"  # also O'Neill, McBride, Ann-Marie
_TITLED = re.compile(rf"\b(Mr|Mrs|Miss|Ms|Master|Mx)\.?\s+({_NAME}(?:\s+{_NAME})?)")
_CHILD_CALLED = re.compile(
    rf"\b(?:child|boy|girl|pupil|student|brother|sister|mother|father|baby|son|daughter)\s+(?:called\s+|named\s+)?({_NAME})"
)
_RUN = re.compile(rf"\b{_NAME}(?:\s+{_NAME})+")
_MOST_WORDS = 3
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_FIRST_WORDS = frozenset(
    """a after all an and another any as at because before between both but by children during each every few fewer
    families for from good half how if in it its last many members more most new next no none not now of on one only
    our over parents pupils schools several since so some staff such than that the their there these they this those
    three through to two under until we what when where which while who with without work young""".split()
)
# A run that holds one of these is an institution, a place, a day, a plan or a job.
_NOT_PEOPLE = frozenset(
    """absence abuse abused academic academies academy access act adopter adopters adoption adult adulthood adults
    advice adviser after agencies agency aided alliance alternative annex annual apprenticeship apprenticeships
    april assessment assessments assistant association assurance asylum attendance audit audits august authority
    autumn award awards bank based bill block board borough bridge britain budget cabinet cafcass cafsass calendar
    camhs capita capital care central centre centres chair chairs charter cheshire children christmas church city
    claim code college commentary commissioned commissioner commissioning committee community complex conference
    conferences contact contextual corporate council county court covid criminal criteria current daily dashboard
    data december decision department deputy digital direction director directorate district divisional domestic
    duty early east easter eclipse edge education educational ehc ehcp emerging employment england enhanced
    equality european excellence exclusion exclusions executive exploitation fair families family february finance
    financial fire first flag forum foster fostering foundation framework friday full fund funding further general
    government governor governors grant great green group guidance half head health hearings help helpline high
    holder holiday home homes hospital house housing hub hubs implement improvement inclusion inclusive independent
    initial inspected inspection inspectorate intensive interim interview interviews ireland issues january july
    june justice key king kingdom kinship lancashire lane language lead leadership leads learning leaver leavers
    level link liquidlogic local lodgings london long looked mainstream making management manager managers
    manchester march may measure measures medium member members mental merseyside midwife midwives milestone
    milestones ministry missing mission monday monthly mosaic multi-agency national needs neglect network newly
    north northern november nurse nursery october offer office officer ofsted online order orders outcome outcomes
    panel parent parenting park partnership pathway pathways people performance period permanent person place
    placement placements plan plans pledge police policy portal portfolio practice premium preparing primary prince
    princess principal priorities priority probation programme project protection protocol protocols provision
    psychologist psychology public pupil put qualified quality quarter quarterly quarters queen rapid recently
    reception recruitment ref referral referrals region regulation regulations report reporting reports residential
    retention return returns revenue review reviewing reviews revise road royal safeguarding safety saint saturday
    school schools scotland scrutiny secondary secretary section sector seeking sen senco send senior september
    service services sexual short signs sixth social south special specialist speech spring stage state statutory
    staying step strategic strategy street strengthening summer sunday support supported sure survey suspension
    suspensions synergy system targeted task teacher teachers team teams term therapist therapists therapy third
    threshold thresholds thursday tier traineeship training transition transitions trust trustee trustees tuesday
    union unit united universal university village violence virtual visit visitor visitors visits voluntary wales
    wednesday weekly wellbeing west whitsun winter work worker workers workforce year yearly years yorkshire
    youth""".split()
)


def people_named(text: str, known: Collection[str]) -> Iterator[str]:
    """What could be a person's name and is none of those that are known: officers, schools, places, titles of measures.

    ``known`` are texts whose words are no strangers.
    """
    strangers_not = _NOT_PEOPLE.union(*(_words(each) for each in known))
    told: set[str] = set()
    for found in _candidates(text, strangers_not):
        if found not in told:
            told.add(found)
            yield f"“{found}” could be a person's name."


def _candidates(text: str, known: Collection[str]) -> Iterator[str]:
    for match in _TITLED.finditer(text):
        if not _words(match[2]) <= frozenset(known):
            yield " ".join(match.group().split())
    for match in _CHILD_CALLED.finditer(text):
        if not _words(match[1]) & frozenset(known):
            yield match[1]
    for sentence in _SENTENCE.split(text):
        for match in _RUN.finditer(sentence):
            words = match.group().split()
            if match.start() == 0 and words[0].casefold() in _FIRST_WORDS:
                words = words[1:]
            if 1 < len(words) <= _MOST_WORDS and not any(_words(word) & frozenset(known) for word in words):
                yield " ".join(words)


def _words(text: str) -> frozenset[str]:
    spelled = re.findall(r"[a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*", text.casefold())
    return frozenset(re.sub(r"['’]s$", "", word) for word in spelled)
