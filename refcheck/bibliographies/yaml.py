"""CSL-YAML as values that know where they stand in the file; the only importer of PyYAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from refcheck.bibliographies.nodes import LISTS, Fault, Malformed, Node

DEEPEST = 50  # lists and maps within one another
NULL = ("", "~", "null", "Null", "NULL")


def items(text: str) -> Iterator[Node | Fault]:
    """The items of a list, or of `references:`; raises Malformed where the text is no YAML, or holds no such list."""
    lists = 0
    for document in documents(text):
        members = document.members or {}
        named = next((members[name] for name in LISTS if name in members), None)
        listed = document if document.items is not None else named
        if listed and listed.items is not None:
            lists += 1
            yield from (_item(node) for node in listed.items)
    if not lists:
        raise Malformed(0, "no references: neither a list nor a map with references: in it")


def _item(node: Node) -> Node | Fault:
    return node if node.members is not None else Fault(node.start, node.end, "no reference: a map is expected")


def documents(text: str) -> Iterator[Node]:
    """The values of a text; nothing is made of its tags, and aliases are refused, of which little makes much."""
    try:
        for root in yaml.compose_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            yield _node(root, set(), 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Malformed(mark.index if mark else 0, str(error.problem or error.context)) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Malformed(0, " ".join(str(error).split())[:200]) from None


def _node(node: yaml.Node, seen: set[int], depth: int, key: int = -1) -> Node:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        null = not node.style and node.value in NULL
        return Node("" if null else node.value, start, end, None, None, key, node.style or "")
    if id(node) in seen or depth > DEEPEST:
        raise Malformed(start, "an alias" if id(node) in seen else "lists within one another too deep")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        items = [_node(n, seen, depth + 1) for n in node.value]
        return Node(None, start, _end(node, items), items=items, key=key)
    members = {str(k.value): _node(v, seen, depth + 1, k.start_mark.index) for k, v in node.value}
    return Node(None, start, _end(node, list(members.values())), members=members, key=key)


def _end(node: yaml.Node, inner: Sequence[Node]) -> int:
    """Where it ends: without brackets, with the last that is in it, and not where the next begins."""
    if getattr(node, "flow_style", True):
        return node.end_mark.index
    return max((n.end for n in inner), default=node.end_mark.index)
