"""Say what the model refused in an editor's words: what is wrong, and what to do."""

import difflib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from askmp.findings import Loc

_SHARED = ("source", "checked", "dated", "caution")


def explained(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Loc, str]]:
    """Yield the place and the words for each of pydantic's errors. Fields' own errors are plain already."""
    errors = error.errors(include_url=False)
    slips = dict(_slips([item["loc"] for item in errors if item["type"] == "extra_forbidden"], model))
    for item in errors:
        loc: Loc = item["loc"]
        match item["type"]:
            case "plain":
                yield loc, item["ctx"]["said"]
            case "missing":
                if loc not in slips.values():  # it is there, with a typing slip
                    yield loc, f"`{loc[-1]}` is missing. Add a line `{loc[-1]}: …`."
            case "extra_forbidden":
                known = _keys(_model_at(loc[:-1], model))
                cure = (
                    f"Did you mean `{slips[loc][-1]}`?"
                    if loc in slips
                    else f"The keys used here are: {', '.join(known)}."
                )
                yield loc, f"`{loc[-1]}` is not a key used here. {cure}"
            case "too_short":
                # An item that failed its own checks is not counted: only a list really empty is reported.
                if not item["input"]:
                    yield (
                        loc,
                        "The list is empty. Add at least one item, each on a line that starts with `- `.",
                    )
            case "tuple_type" | "list_type":
                yield loc, "A list belongs here. Start each item on a line of its own with `- `."
            case _:
                yield loc, _not_a_block(item["input"], loc, model)


def _not_a_block(value: Any, loc: Loc, model: type[BaseModel]) -> str:
    """Say what stands where a block of keys belongs, e.g. a phone number without its source."""
    here = _model_at(loc, model)
    needed = _keys(here, required=True)
    lines = ", ".join(f"`{key}: …`" for key in needed or _keys(here))
    if not loc:
        return f"The file must start with {lines} at the left edge, and its records under it."
    what = "This is a list" if isinstance(value, list) else "This is one value"
    under = "two spaces further in, write" if needed else "two spaces further in, write one or more of"
    return f"{what}, but a block of keys belongs here. Under it, {under}: {lines}."


def _slips(extra: list[Loc], model: type[BaseModel]) -> Iterator[tuple[Loc, Loc]]:
    """Yield the place of each unknown key that looks like a known one, with the place meant."""
    for loc in extra:
        near = difflib.get_close_matches(str(loc[-1]).strip(":"), _keys(_model_at(loc[:-1], model)), n=1)
        if near:
            yield loc, (*loc[:-1], near[0])


def _model_at(loc: Loc, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model of the block at a place."""
    here: type[BaseModel] | None = model
    for step in loc:
        if here is not None and isinstance(step, str):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            here = next(_models_in(fields[step].annotation), None) if step in fields else None
    return here


def _keys(model: type[BaseModel] | None, *, required: bool = False) -> list[str]:
    """The keys that a model knows, its own before those that come from the models it builds on."""
    fields = model.model_fields if model else {}
    keys = [field.alias or name for name, field in fields.items() if field.is_required() or not required]
    return sorted(keys, key=lambda key: _SHARED.index(key) if key in _SHARED else -1)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
