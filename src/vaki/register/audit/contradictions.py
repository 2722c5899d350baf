"""What can be wrong in what is recorded of people, each kind with its name and its sentence.

A sentence names other persons by internal number only, and kinds of groups by their wire names; it never holds a value.
Where a bound stands behind a kind, docs/decisions/0671 tells where the bound is from.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Found(NamedTuple):
    """One contradiction, met once: the kind's name and its sentence about the person."""

    name: str
    what: str


class Contradiction(NamedTuple):
    """A kind of contradiction. `says` goes on from "person 12: "; names in braces are filled when it is found."""

    name: str
    says: str

    def found(self, **details: object) -> Found:
        """What is told where the kind is met in a person's document."""
        return Found(self.name, self.says.format(**details))


# The document as it is stored.
OUT_OF_ORDER: Final = Contradiction("out-of-order", "the groups are not in wire order")
NOT_DERIVED: Final = Contradiction("not-derived", "the derived groups are not what derive gives")
MALFORMED: Final = Contradiction("malformed", "{kind} has not the form that its kind has on the wire")
UNREADABLE: Final = Contradiction("unreadable", "the rules of {rule} cannot be asked: a member is not there")
TOLD_TWICE: Final = Contradiction("told-twice", "has more than one {kind}")
LACKING: Final = Contradiction("lacking", "lacks {kind}")
STORED_AT_READING: Final = Contradiction("stored-at-reading", "holds {kind}, which is computed at reading")

# Identity.
CODE_INVALID: Final = Contradiction("code-invalid", "the identity code is not valid")
CODE_BIRTH_DATE: Final = Contradiction("code-birth-date", "the identity code tells another birth date")
CODE_SEX: Final = Contradiction("code-sex", "the identity code tells another sex")
CODES_DISAGREE: Final = Contradiction("codes-disagree", "the active and the former identity codes do not fit together")
CODE_OF_ANOTHER: Final = Contradiction("code-of-another", "an identity code does not lead to the person")
BORN_IN_FUTURE: Final = Contradiction("born-in-future", "is born after the register's day")
TONGUE_TWINS: Final = Contradiction("tongue-twins", "{kind} has two language codes that are not of one language")
UNNAMED_TEXT: Final = Contradiction("unnamed-text", "{kind} has a code that is told in words, and no words")
CITIZEN_TWICE: Final = Contradiction("citizen-twice", "has the same citizenship twice")
SATU_INVALID: Final = Contradiction("satu-invalid", "the electronic identifier is not valid")
COMMUNITY_OF_NONE: Final = Contradiction("community-of-none", "is in a religious community, but of the kind of none")

# Names.
NAME_SPELLING: Final = Contradiction("name-spelling", "{kind} has a name that is not its full spelling reduced")
CALL_NAME: Final = Contradiction("call-name", "is called by a name that is not one of the first names")
PRESENT_NAME: Final = Contradiction("present-name", "the present name is not the one that its history tells")
NAMES_OVERLAP: Final = Contradiction("names-overlap", "two former names of one kind were in use at a time")
NAME_ENDS_LATER: Final = Contradiction("name-ends-later", "a former name ends after the present one began")

# Periods, whatever they tell.
PERIOD_BACKWARDS: Final = Contradiction("period-backwards", "{kind} ends before it begins")
BEFORE_BIRTH: Final = Contradiction("before-birth", "{kind} begins before the birth")
AFTER_DEATH: Final = Contradiction("after-death", "{kind} begins after the death")
ENDS_AFTER_DEATH: Final = Contradiction("ends-after-death", "{kind} goes on after the death")
IN_FUTURE: Final = Contradiction("in-future", "{kind} begins after the register's day")

# Homes.
MUNICIPALITY_UNKNOWN: Final = Contradiction("municipality-unknown", "{kind} names no municipality of today")
HOME_ELSEWHERE: Final = Contradiction("home-elsewhere", "the home municipality is not that of {kind}")
KEPT_ELSEWHERE: Final = Contradiction("kept-elsewhere", "the records are kept elsewhere than in the home municipality")
LIVES_TWICE: Final = Contradiction("lives-twice", "lives permanently in two places")
LIVES_NOWHERE: Final = Contradiction("lives-nowhere", "has a home municipality and no permanent place of living")
ADDRESS_ELSEWHERE: Final = Contradiction("address-elsewhere", "the address and the residence are not of one dwelling")
RESIDENCE_CODE: Final = Contradiction("residence-code", "{kind} has a code that is not made of its parts")
ABSENT_AT_HOME: Final = Contradiction("absent-at-home", "lives in Finland but has {kind}")
STAYS_OVERLAP: Final = Contradiction("stays-overlap", "lived in two places at a time")
STAYED_AFTER_LEAVING: Final = Contradiction("stayed-after-leaving", "{kind} goes on after the move abroad")
HOMES_OVERLAP: Final = Contradiction("homes-overlap", "two former home municipalities overlap")
FORMER_HOME_LATER: Final = Contradiction("former-home-later", "a former home municipality is not before the present")
HERE_BEFORE_ARRIVAL: Final = Contradiction("here-before-arrival", "{kind} begins before the move to Finland")

# Homes against the tables of buildings.
DWELLING_UNKNOWN: Final = Contradiction("dwelling-unknown", "{kind} is in a dwelling that the register does not know")
BUILDING_GONE: Final = Contradiction("building-gone", "{kind} is in a building that is no longer standing")
DWELLING_VACANT: Final = Contradiction("dwelling-vacant", "lives permanently in a dwelling that is told to be unused")
BUILDING_VACANT: Final = Contradiction("building-vacant", "lives permanently in a building that is told to be unused")
ADDRESS_WRONG: Final = Contradiction("address-wrong", "{kind} is not as the building's own address has it")
CROWDED: Final = Contradiction("crowded", "lives in a dwelling of too small a floor for its {people} people")
CROWDED_ROOMS: Final = Contradiction("crowded-rooms", "lives in a dwelling of too few rooms for its {people} people")

# Relatives.
UNKNOWN_PERSON: Final = Contradiction("unknown-person", "{kind} mentions person {other}, who is not in the register")
SELF: Final = Contradiction("self", "{kind} mentions the person's own self")
COPY_STALE: Final = Contradiction(
    "copy-stale", "{kind} holds a copy of person {other} that is not as their own document has it"
)
COPY_UNLINKED: Final = Contradiction("copy-unlinked", "{kind} holds a copy of someone whom it does not mention")
ONE_SIDED: Final = Contradiction("one-sided", "{kind} of person {other} has no equal on their side")
PARENT_YOUNG: Final = Contradiction("parent-young", "parent {other} is hardly older, or younger")
MOTHER_OLD: Final = Contradiction("mother-old", "mother {other} was too old to give birth")
BORN_AFTER_DEATH: Final = Contradiction("born-after-death", "was born long after the death of parent {other}")
PARENTS_MANY: Final = Contradiction("parents-many", "has more than two parents")
MOTHERS_TWO: Final = Contradiction("mothers-two", "was given birth to by two mothers")
SIBLINGS_CLOSE: Final = Contradiction("siblings-close", "gave birth to two children too close to each other")
LETTERS: Final = Contradiction("letters", "two children of the mother have the same letter")
LETTER_DIFFERS: Final = Contradiction("letter-differs", "the letter among the mother's children is told in two ways")
KIN_LOOP: Final = Contradiction("kin-loop", "person {other} is both parent and child or spouse")
MARRIED_KIN: Final = Contradiction("married-kin", "is or was married to a parent, child or sibling, person {other}")

# Unions.
UNIONS_IN_FORCE: Final = Contradiction("unions-in-force", "is in more than one union at a time")
UNIONS_OVERLAP: Final = Contradiction("unions-overlap", "was in two unions at a time")
UNION_NUMBERS: Final = Contradiction("union-numbers", "two unions have the same number")
STATUS_UNBOUND: Final = Contradiction("status-unbound", "is in a union, but the marital status says otherwise")
STATUS_BOUND: Final = Contradiction("status-bound", "is in a union by marital status only")
STATUS_DIFFERS: Final = Contradiction("status-differs", "the marital status is not what the last union gives")
MARRIED_YOUNG: Final = Contradiction("married-young", "{kind} began in childhood")
UNION_WITH_DEAD: Final = Contradiction("union-with-dead", "{kind} is with person {other}, who was dead")
UNION_OUTLIVED: Final = Contradiction("union-outlived", "{kind} ended by a death that neither died")
SEPARATED_UNBOUND: Final = Contradiction("separated-unbound", "is separated from someone who is not the spouse")

# Custody and guardians.
CUSTODY_GROWN: Final = Contradiction("custody-grown", "is grown but has {kind}")
CUSTODY_LONG: Final = Contradiction("custody-long", "{kind} does not end with the 18th birthday or sooner")
CUSTODY_BY_DEAD: Final = Contradiction("custody-by-dead", "{kind} is with person {other}, who was dead")
WARD_MINOR: Final = Contradiction("ward-minor", "is a minor but has {kind}")
GUARDIAN_DEAD: Final = Contradiction("guardian-dead", "{kind} names person {other}, who is dead")
GUARDIAN_MINOR: Final = Contradiction("guardian-minor", "{kind} names person {other}, who is a minor")

# Protection.
PROTECTION_TOLD: Final = Contradiction("protection-told", "the protection in force and its periods disagree")
PROTECTION_PERIODS: Final = Contradiction("protection-periods", "the periods of protection overlap or run backwards")
PROTECTION_OVERDUE: Final = Contradiction("protection-overdue", "is protected beyond the protection's last day")
NOT_WITHHELD: Final = Contradiction("not-withheld", "{kind} is of a time of protection and is not withheld")
WITHHELD_IDLY: Final = Contradiction("withheld-idly", "{kind} is withheld of someone whom no protection concerns")
BIRTH_HOME_TOLD: Final = Contradiction("birth-home-told", "the birth municipality tells of a protected mother")
CONTACT_IDLE: Final = Contradiction("contact-idle", "has {kind} without being protected")
KEPT_IDLE: Final = Contradiction("kept-idle", "lines are kept of someone who is not protected")

# Death.
DEAD_LIVES: Final = Contradiction("dead-lives", "is dead but has {kind}")
DEAD_BOUND: Final = Contradiction("dead-bound", "is dead but has {kind} in force")
DIED_BEFORE_BIRTH: Final = Contradiction("died-before-birth", "died before the birth")
DIED_IN_FUTURE: Final = Contradiction("died-in-future", "died after the register's day")

KINDS: Final = tuple(kind for kind in tuple(globals().values()) if isinstance(kind, Contradiction))
"""Every kind, in the order above."""
