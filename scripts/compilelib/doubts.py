"""What the contacts research doubted, in plain words, to be shown beside the value or kept as a note for editors.

The words come from the notes that came with council_contacts.csv. A doubt about a value is tied to that value: when
the table has a better one, the doubt goes.
"""
# ruff: noqa: E501 - one doubt, one line

import re

# (council id, service, field or "*", the value or "*"): the sentence.
_SAID: dict[tuple[str, str, str, str], str] = {
    ("birmingham", "sendiass", "*", "*"): "Who runs this service may have changed.",
    (
        "cambridgeshire",
        "sendiass",
        "*",
        "*",
    ): "This service has merged with Peterborough's, so details may have changed.",
    (
        "peterborough",
        "sendiass",
        "*",
        "*",
    ): "This service has merged with Cambridgeshire's, so details may have changed.",
    (
        "herefordshire",
        "sendiass",
        "*",
        "*",
    ): "The services of Herefordshire and Worcestershire merged, and this may have changed since.",
    ("worcestershire", "sendiass", "*", "*"): "This service is changing.",
    ("kingston-upon-thames", "sendiass", "*", "*"): "Who runs this service may have changed.",
    (
        "richmond-upon-thames",
        "sendiass",
        "*",
        "*",
    ): "This service is shared with Kingston upon Thames, and who runs it may have changed.",
    ("north-east-lincolnshire", "sendiass", "*", "*"): "This service is moving to another provider.",
    ("plymouth", "sendiass", "*", "*"): "This service is changing.",
    ("west-sussex", "sendiass", "*", "*"): "This service is changing.",
    (
        "warrington",
        "sendiass",
        "phone",
        "01925 442978",
    ): "The council prints this same number for its SEND team.",
    ("warrington", "send_team", "phone", "01925 442978"): "The council prints this same number for SENDIASS.",
    (
        "north-yorkshire",
        "parent_carer_forum",
        "*",
        "*",
    ): "The contract for this forum was put out again in 2025.",
    (
        "reading",
        "parent_carer_forum",
        "name",
        "Reading Parent Carer Forum",
    ): "The forum may use another name.",
    (
        "isle-of-wight",
        "parent_carer_forum",
        "name",
        "Parents Voice IW",
    ): "The page does not call it the parent carer forum.",
    ("wolverhampton", "parent_carer_forum", "name", "SEND Wolves Parent Voice"): (
        "This forum replaces Voice4Parents, which closed in 2025."
    ),
    ("worcestershire", "parent_carer_forum", "name", "Worcestershire Parent Carer Forum"): (
        "A council page of 2023 names another forum, Families in Partnership."
    ),
    ("bristol", "parent_carer_forum", "name", "Bristol Parent Carers (BPC)"): "The page is about 2018.",
    (
        "kent",
        "parent_carer_forum",
        "url",
        "https://kentpactnew2022.co.uk/",
    ): "This address may be for a time only.",
    ("dudley", "sendiass", "url", "https://www.dudley.gov.uk/dudleysendiass"): (
        "The page runs this address and another one together, so it may be wrong."
    ),
    ("brent", "local_offer", "url", "*"): "The council has moved its Local Offer since.",
    (
        "cornwall",
        "local_offer",
        "url",
        "*",
    ): "The page says that Care and Support in Cornwall publishes the Local Offer.",
    ("dorset", "local_offer", "url", "*"): "The council has rebuilt its website since.",
    ("croydon", "local_offer", "url", "https://localoffer.croydon.gov.uk/"): (
        "There are two Local Offer sites for Croydon. We do not know which one is kept up to date."
    ),
    ("newcastle-upon-tyne", "local_offer", "url", "https://www.newcastlesupportdirectory.org.uk/"): (
        "Newer pages are on childrenandfamiliesnewcastle.org.uk."
    ),
    ("west-sussex", "local_offer", "url", "https://westsussex.local-offer.org/"): (
        "The council also used westsussex.gov.uk/local-offer in December 2025."
    ),
    (
        "east-riding-of-yorkshire",
        "sendiass",
        "phone",
        "01482 396469",
    ): "This is the FISH helpline, through which you reach the service.",
    ("windsor-and-maidenhead", "send_team", "phone", "01628 685878"): (
        "The page calls this the Children and Young People Disability Service."
    ),
    (
        "hammersmith-and-fulham",
        "local_offer",
        "url",
        "*",
    ): "The council now has a Family Hub section on its own website.",
}

# The research's remark on an address, and what a family needs to know of it.
_REMARKS = (
    (
        re.compile(r"not named Local Offer there|not the Local Offer"),
        "This page is about special needs. It may not be the Local Offer itself.",
    ),
    (re.compile(r"\binner\b"), "This is one page of the Local Offer, not its front page."),
    (re.compile(r"\bbeta\b"), "This address is on a trial version of the council's website."),
    (re.compile(r"not re-found here"), "We could not find this again."),
)

# Doubts about services of which nothing can be shown: a note in the record, for whoever looks for them.
WITHOUT_VALUE: dict[str, str] = {
    "barnsley": "there may be no recognised parent carer forum.",
    "bolton": "the provider of SENDIASS has changed, or may have.",
    "dorset": "the provider of SENDIASS has changed, or may have.",
    "kensington-and-chelsea": "the provider of SENDIASS has changed, or may have; the old details are left out on purpose.",
    "kent": "the old area-office numbers of the SEND team are left out: one enquiries hub has probably replaced them.",
    "reading": "SENDIASS is changing.",
    "richmond-upon-thames": "no parent carer forum is known.",
    "south-tyneside": "no parent carer forum is known.",
    "sutton": "the parent carer forum says that it closed on 31 March 2024.",
    "westmorland-and-furness": "no parent carer forum is known.",
}


def doubt(council: str, service: str, field: str, value: str, remark: str) -> str:
    """Return the sentence about what is doubtful in one value, or nothing.

    Args:
        council: The council's id.
        service: For example `sendiass`.
        field: name, url, phone or email.
        value: The value itself.
        remark: What the research noted beside it (column `evidence`).
    """
    for key in ((field, value), (field, "*"), ("*", "*")):
        if said := _SAID.get((council, service, *key)):
            return said
    if field in {"url", "email", "phone"}:
        return next((said for pattern, said in _REMARKS if pattern.search(remark)), "")
    return ""
