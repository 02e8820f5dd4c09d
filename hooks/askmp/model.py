"""What editors write: a class for each kind of record. The one source of checks, JSON Schema and API shapes.

Field descriptions are the editors' reference; they say what belongs in a field, not how code uses it.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from askmp.fields import (
    ConstituencyGss,
    CouncilGss,
    Count,
    Day,
    DfeNumber,
    Email,
    MonthDay,
    ParliamentId,
    PartialDay,
    Phone,
    Sentence,
    Share,
    Slug,
    Source,
    Text,
    Url,
    YesNo,
    email,
    one_of,
    phone,
    wrong,
)
from askmp.findings import Loc

REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and The Humber",
)
COUNCIL_TYPES = (
    "county council",
    "unitary authority",
    "metropolitan borough",
    "London borough",
    "city corporation",
)
Region = one_of(*REGIONS)
CouncilType = one_of(*COUNCIL_TYPES)


class Record(BaseModel):
    """Frozen, and no key beyond those named: a typing slip in a key is a finding, not a lost fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _given(cls, value: Any) -> Any:
        """A key with nothing after it is a slip, also where the whole key may be left out."""
        if value is None:
            raise wrong(
                "There is nothing after the colon.", "Write it, or delete the line if nobody knows it."
            )
        return value


def parts_of(record: BaseModel, loc: Loc = ()) -> Iterator[tuple[Loc, BaseModel]]:
    """Yield a record and every block inside it, each with its place."""
    yield loc, record
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        for step, item in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            if isinstance(item, BaseModel):
                key = field.alias or name
                yield from parts_of(item, (*loc, key) if step is None else (*loc, key, step))


class Sourced(Record):
    """Anything that can go out of date says where it stands and when somebody last looked there."""

    source: Annotated[
        Source, Field(description="Where it can be seen: a web address or an id in data/sources.yaml")
    ]
    checked: Annotated[
        Day, Field(description="The day somebody looked at the source. Never copied from another date")
    ]


class Fact(Sourced):
    """One sourced value of a contact."""

    dated: Annotated[PartialDay | None, Field(description="The date the source page itself carries")] = None
    caution: Annotated[Sentence | None, Field(description="A doubt, shown beside the value")] = None


class NameFact(Fact):
    """A name, with its source."""

    value: Text


class UrlFact(Fact):
    """A web address, with its source."""

    value: Url


class PhoneFact(Fact):
    """A phone number, with its source."""

    value: Phone


class EmailFact(Fact):
    """An e-mail address, with its source."""

    value: Email


class MoreContact(Fact):
    """A further number or address, for a part of the area or an age range."""

    kind: one_of("phone", "email")  # type: ignore[valid-type]
    scope: Annotated[Text | None, Field(description="Whom it is for, like: Mid Essex, or: ages 0 to 10")] = (
        None
    )
    value: Text

    @field_validator("value")
    @classmethod
    def _of_its_kind(cls, value: str, info: ValidationInfo) -> str:
        form = {"phone": phone, "email": email}.get(info.data.get("kind", ""))
        return form(value) if form else value


class Contact(Record):
    """How to reach one service. Only what somebody has sourced; the page says what is missing."""

    name: NameFact | None = None
    url: UrlFact | None = None
    phone: PhoneFact | None = None
    email: EmailFact | None = None
    more: tuple[MoreContact, ...] = ()


class Contacts(Record):
    """The four services every council area should have."""

    local_offer: Contact | None = None
    sendiass: Contact | None = None
    send_team: Contact | None = None
    parent_carer_forum: Contact | None = None


class NewCouncil(Record):
    """A council that takes over."""

    name: Text
    id: Annotated[Slug | None, Field(description="Its id in this file, once it has a record")] = None
    districts: tuple[Text, ...] = ()


class Successor(Sourced):
    """What happens to a council that ends: the day, and who takes over."""

    date: Annotated[Day, Field(description="The first day of the new councils")]
    councils: Annotated[tuple[NewCouncil, ...], Field(min_length=1)]


class MpEnquiries(Sourced):
    """How a council says it answers MPs about single SEND cases, in its own words where there are any."""

    position: Annotated[Sentence, Field(description="What the council says, in our own plain words")]
    quote: Annotated[Sentence | None, Field(description="The council's own words, exact and short")] = None
    quoted_from: Annotated[Text | None, Field(description="Whose words, and where they were quoted")] = None
    said: Annotated[PartialDay, Field(description="When the council said it")]
    reply_days: Annotated[
        Count | None, Field(description="Working days to reply, if the council names a number")
    ] = None
    note: Annotated[Sentence | None, Field(description="A caution shown beside it")] = None


class Reply(Sourced):
    """What a council answers to what this site says of it: its right of reply."""

    said: PartialDay
    by: Annotated[Text, Field(description="Who says it, like: the council's press office")]
    words: Annotated[Sentence, Field(description="The council's own words, exact, 60 at the most")]


class Council(Sourced):
    """An English council with SEND duties (Children and Families Act 2014, Part 3)."""

    id: Annotated[Slug, Field(description="The council's address on this site. Never changes")]
    gss: Annotated[CouncilGss, Field(description="The Office for National Statistics code")]
    former_gss: tuple[CouncilGss, ...] = ()
    dfe: Annotated[DfeNumber, Field(description="The Department for Education's three-digit number")]
    name: Annotated[Text, Field(description="The name people use")]
    official_name: Text
    type: CouncilType  # type: ignore[valid-type]
    region: Region  # type: ignore[valid-type]
    website: Url
    districts: Annotated[tuple[Text, ...], Field(description="District councils inside a county")] = ()
    successor: Successor | None = None
    mp_enquiries: MpEnquiries | None = None
    reply: Reply | None = None
    contacts: Contacts = Contacts()


class CouncilShare(Record):
    """A council that a constituency reaches into."""

    id: Slug
    share: Annotated[Share, Field(description="The share of the constituency's people who live in it, of 1")]


class PartyChange(Record):
    """A sitting MP's change of party."""

    date: Day
    old: Annotated[Text, Field(alias="from")]
    new: Annotated[Text, Field(alias="to")]
    exact: Annotated[
        YesNo, Field(description="yes: the day it happened. no: the day it was first seen in a list")
    ]
    source: Source


class Mp(Sourced):
    """The sitting Member of Parliament."""

    name: Text
    party: Text
    parliament_id: Annotated[
        ParliamentId | None, Field(description="The number in members.parliament.uk/member/…")
    ] = None
    since: Annotated[Day, Field(description="The day of the election this person last won here")]
    elected: one_of("general election", "by-election")  # type: ignore[valid-type]
    email: Email | None = None
    website: Url | None = None
    caution: Sentence | None = None
    party_changes: tuple[PartyChange, ...] = ()


class Vacancy(Sourced):
    """A time without an MP, from a day on; over when `mp.since` is later."""

    date: Day
    reason: Sentence
    byelection: Annotated[Day | None, Field(description="Polling day, once it is known")] = None


class FormerMp(Record):
    """Who held the seat before; kept so that a build for an old date is right."""

    name: Text
    party: Annotated[Text, Field(description="The party on the last day")]
    since: Day
    until: Day
    source: Source
    party_changes: tuple[PartyChange, ...] = ()


class Constituency(Record):
    """An English constituency of the House of Commons (boundaries of 2024)."""

    id: Annotated[Slug, Field(description="The constituency's address on this site. Never changes")]
    gss: ConstituencyGss
    name: Text
    region: Region  # type: ignore[valid-type]
    councils: Annotated[tuple[CouncilShare, ...], Field(min_length=1)]
    mp: Mp | None = None
    vacant: Vacancy | None = None
    former: tuple[FormerMp, ...] = ()


class SourceRecord(Record):
    """A table or document that many facts come from."""

    id: Slug
    title: Sentence
    short: Annotated[Text, Field(description="Its name in a source line, in a few words")]
    publisher: Sentence
    url: Url | None = None
    dated: PartialDay
    licence: Text
    attribution: Sentence | None = None
    note: Sentence | None = None
    checked: Day


STARTS = (
    "request",
    "refusal",
    "draft",
    "final",
    "certificate",
    "review",
    "wrote-council",
    "wrote-mp",
    "known",
)
"""The dates a family knows, from which a limit can be counted. The forms have a field for each."""


class Limit(Record):
    """A time allowed, counted from a date."""

    id: Slug
    number: Annotated[Count, Field(description="How many")]
    unit: one_of("months", "weeks", "days", "working days")  # type: ignore[valid-type]
    of: Annotated[Text, Field(description="What it is counted from, like: the date on the letter")]
    start: Annotated[
        tuple[one_of(*STARTS), ...],  # type: ignore[valid-type]
        Field(min_length=1, description="The date in the forms; each one that is given starts its own limit"),
    ]
    counts_first: Annotated[YesNo, Field(description="yes: that date is day 1. no: the day after it is")] = (
        False
    )

    @property
    def text(self) -> str:
        """The limit in words: 2 months from the date on the letter."""
        unit = self.unit if self.number != 1 else self.unit.removesuffix("s")
        return f"{self.number} {unit} from {self.of}"


class Move(Sourced):
    """A part of the year in which a limit may not end: it ends on the first working day after it."""

    id: Slug
    start: Annotated[MonthDay, Field(alias="from", description="Its first day, like: 12-25")]
    until: Annotated[MonthDay, Field(description="Its last day; before the first one when it spans New Year")]
    text: Annotated[Sentence, Field(description="The rule in words")]


class Organisation(Sourced):
    """A body that many pages name: what it does, for whom, and how to reach it."""

    id: Slug
    name: Text
    what: Annotated[
        Sentence | None, Field(description="What it does for families. With it, it stands on the help page")
    ] = None
    whom: Annotated[
        Text | None, Field(alias="for", description="Whom it helps, after the word For, like: anyone")
    ] = None
    url: Annotated[Url | None, Field(description="Where families start, on its own site")] = None
    post: Annotated[Text | None, Field(description="Its postal address on one line")] = None
    caution: Annotated[Sentence | None, Field(description="A doubt, shown beside it")] = None


class Deadline(Sourced):
    """A legal time limit, in words that every page and leaflet shares."""

    id: Slug
    title: Text
    limits: Annotated[tuple[Limit, ...], Field(min_length=1, description="Each limit; the latest one counts")]
    who: Annotated[one_of("you", "council", "school"), Field(description="Who must act in time")]  # type: ignore[valid-type]
    advice: Annotated[YesNo, Field(description="yes: our advice when to ask again, no law")] = False
    moves: tuple[Move, ...] = ()
    law: Annotated[Sentence | None, Field(description="The Act or regulation, to the section")] = None
    note: Sentence | None = None
    assumed: Annotated[
        Sentence | None, Field(description="What the source leaves open, and how we count then")
    ] = None
    clock_source: Annotated[Source | None, Field(description="Who says that talks do not move the limit")] = (
        None
    )


class Expected(Record):
    """How many records must be in force from a day on."""

    since: Annotated[Day, Field(alias="from")]
    number: Count
    source: Source


class Gap(Record):
    """Records that are known to be missing, why, and until when that is accepted."""

    file: one_of("councils", "constituencies")  # type: ignore[valid-type]
    number: Count
    reason: Sentence
    since: Annotated[Day, Field(alias="from")]
    until: Day


class CouncilFile(Record):
    """data/councils.yaml."""

    councils: Annotated[tuple[Council, ...], Field(min_length=1)]


class ConstituencyFile(Record):
    """data/mps.yaml."""

    constituencies: Annotated[tuple[Constituency, ...], Field(min_length=1)]


class SourceFile(Record):
    """data/sources.yaml."""

    sources: Annotated[tuple[SourceRecord, ...], Field(min_length=1)]


class DeadlineFile(Record):
    """data/deadlines.yaml."""

    deadlines: Annotated[tuple[Deadline, ...], Field(min_length=1)]


class OrganisationFile(Record):
    """data/organisations.yaml."""

    organisations: Annotated[tuple[Organisation, ...], Field(min_length=1)]


class CoverageFile(Record):
    """data/coverage.yaml."""

    councils: Annotated[tuple[Expected, ...], Field(min_length=1)]
    constituencies: Annotated[tuple[Expected, ...], Field(min_length=1)]
    gaps: tuple[Gap, ...] = ()
    postcode_areas: Annotated[Count | None, Field(description="How many files data/postcodes/ holds")] = None
