"""Say in words what a compilation changes."""

from typing import Any

from compilelib.merge import Change, Path, as_text

_SERVICES = {
    "local_offer": "Local Offer",
    "sendiass": "SENDIASS",
    "send_team": "SEND team",
    "parent_carer_forum": "parent carer forum",
}
_KEYS = {
    "name": "name",
    "url": "address",
    "email": "e-mail",
    "more": "further numbers and addresses",
    "gss": "GSS code",
    "former_gss": "former GSS codes",
    "dfe": "DfE number",
    "official_name": "official name",
    "parliament_id": "Parliament's number",
    "councils": "council shares",
    "party_changes": "changes of party",
    "vacant": "vacancy",
    "former": "former MP",
    "successor": "end and successor",
}
_LONGEST = 90


def called(path: Path) -> str:
    """Return what a fact is called, e.g. `SENDIASS phone`."""
    last = _KEYS.get(path[-1], path[-1])
    if path[0] == "contacts":
        return f"{_SERVICES.get(path[1], path[1])} {last}"
    return f"MP's {last}" if path[0] == "mp" else last


def sentence(change: Change) -> str:
    """Return what a change does, e.g. `SENDIASS phone changed from 01234 … to 05678 …`."""
    old, new = brief(change.old), brief(change.new)
    if change.path == ("mp", "name") and change.old is not None and change.new is not None:
        return f"MP changed from {old} to {new}"
    if change.path == ("name",) and change.old is not None:
        return f"renamed from {old} to {new}"
    if change.path == ("successor",) and change.old is None:
        return f"ends on {as_text(change.new)['date']}"
    name = called(change.path)
    if change.old is None:
        return f"{name} added: {new}"
    if change.new is None:
        return f"{name} removed (it was {old})"
    return (
        f"{name} changed from {old} to {new}"
        if old != new
        else f"{name} changed (its source, date or caution)"
    )


def kept(change: Change) -> str:
    """Return that a person's version of a fact stays, and what the tables have."""
    theirs = "do not have it" if change.new is None else f"have {brief(change.new)}"
    ours = "was taken out by hand" if change.old is None else f"stays {brief(change.old)}"
    return f"{called(change.path)} {ours}; the tables {theirs}"


def brief(value: Any) -> str:
    """Return a fact in a few words."""
    value = as_text(value)
    if isinstance(value, dict):
        value = (
            value.get("value")
            or value.get("name")
            or value.get("date")
            or ", ".join(map(str, value.values()))
        )
    if isinstance(value, list):
        value = ", ".join(_item(item) for item in value)
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _item(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    if "share" in item:
        return f"{item['id']} {item['share']}"
    if "to" in item:
        return f"{item['from']} to {item['to']} ({item['date']})"
    return str(item.get("value") or item.get("name") or item)
