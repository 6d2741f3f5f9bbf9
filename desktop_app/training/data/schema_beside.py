"""The label schema that lies with a run's data, so that its labels look as they do where they are drawn."""

from collections.abc import Iterable
from pathlib import Path

from desktop_app.annotation.model import LabelSchema
from desktop_app.annotation.schema import SchemaError, load_schema


def schema_beside(data: str | Path, names: Iterable[str]) -> LabelSchema:
    """The schema at a folder or beside a file of labels, with `names` appended that it lacks; theirs alone without one."""
    place = Path(data)
    try:
        found = load_schema(place if place.is_dir() else place.parent)
    except SchemaError:
        found = None
    return (found[0] if found is not None else LabelSchema()).with_names(names)
