"""Where a postcode outside England leads: the records of data/nations.yaml."""

from typing import Annotated

from pydantic import Field

from askmp.fields import PostcodeArea, Sentence, Slug, Text, Url, one_of
from askmp.model import Record, Sourced


class NationLink(Sourced):
    """A place that helps families there."""

    name: Text
    url: Url


class Nation(Sourced):
    """A part of the islands outside England: its postcodes, what is different, and where to go."""

    id: Slug
    name: Annotated[Text, Field(description="As it reads after the word in, like: the Isle of Man")]
    mark: Annotated[
        one_of("W", "S") | None,  # type: ignore[valid-type]
        Field(description="Its letter in data/postcodes, where an outcode is shared with England"),
    ] = None
    areas: Annotated[tuple[PostcodeArea, ...], Field(min_length=1, description="Postcode areas, like: CF")]
    shared: Annotated[
        tuple[PostcodeArea, ...], Field(description="Postcode areas that are partly there")
    ] = ()
    text: Annotated[
        tuple[Sentence, ...], Field(min_length=1, description="What is different, in short sentences")
    ]
    links: Annotated[tuple[NationLink, ...], Field(min_length=1)]


class NationFile(Record):
    """data/nations.yaml."""

    nations: Annotated[tuple[Nation, ...], Field(min_length=1)]
