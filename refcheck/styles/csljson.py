"""CSL-JSON, as reference managers and pandoc read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

NAME = "csl-json"


def render(items: Sequence[Mapping[str, object]]) -> str:
    """The items as one JSON document."""
    kept = [{key: value for key, value in item.items() if key != "et-al"} for item in items]
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
