"""CSL-JSON as what should be its items: one document (a list, one item, or {"items": […]}), or one item a line."""

from __future__ import annotations

import json
from collections.abc import Iterator


class NotJson(ValueError):
    """A text is not what it should be; its words say where and why, `line` is where."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line


def items(text: str, *, lines: bool) -> Iterator[tuple[int, object]]:
    """Whatever stands where an item should, each with the line that its JSON begins on; raises NotJson."""
    # not splitlines(), for a text in JSON may hold other line ends than "\n"
    parts = enumerate(text.split("\n"), 1) if lines else [(1, text)]
    for line, part in parts:
        if lines and not part.strip():
            continue
        value = _value(part, line)
        if not lines and isinstance(value, dict) and isinstance(value.get("items"), list):
            value = value["items"]
        for item in value if isinstance(value, list) else [value]:
            yield line, item


def _value(text: str, line: int) -> object:
    """The JSON in a text that begins on that line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise NotJson(at, f"not JSON: line {at} column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
        raise NotJson(line, f"not CSL-JSON: line {line}: {error}") from None
