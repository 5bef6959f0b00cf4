"""Write an author list anew in the form of the printed one: its names, its signs between them, its last "and"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from refcheck.model import Field, Manner, Name, Reference
from refcheck.parsing.names import written_like

# behind the last author and before what follows: what says that the list is cut
_ET_AL = re.compile(r"[,;]?(?:\s+and)?\s*(?:et\s+al\b|et\s+coll\b|and\s+others\b)(?:\.(?=[,;:)”\"]))?", re.IGNORECASE)


def printed_authors(reference: Reference) -> tuple[Field, ...]:
    """The authors as printed, one for each of `work.author`; none where the two do not go together."""
    found = tuple(f for f in reference.fields if f.name == "author")
    return found if len(found) == len(reference.work.author) else ()


def whole_list(reference: Reference, *, et_al: bool = False) -> str:
    """The author list as printed, from the first name to the last, or to its "et al"."""
    fields = printed_authors(reference)
    end = fields[-1].end
    if et_al and (cut := _ET_AL.match(reference.raw, end)):
        end = cut.end()
    return reference.raw[fields[0].start : end]


def listed_like(reference: Reference, names: Sequence[int | Name], manner: Manner) -> str:
    """The author list with these names: a number stands for the cited author of that place, kept as printed."""
    texts = _texts(reference, names, manner)
    between, last = _joints(reference, len(texts), manner)
    return texts[0] if len(texts) == 1 else between.join(texts[:-1]) + last + texts[-1]


def cut_after(reference: Reference, names: Sequence[int | Name], manner: Manner) -> str:
    """The author list with these names, followed by "et al"."""
    between, _ = _joints(reference, len(names) + 1, manner)
    stop = "" if reference.raw.startswith(".", printed_authors(reference)[-1].end) else "."
    return between.join([*_texts(reference, names, manner), f"et al{stop}"])


def written(reference: Reference, place: int, name: Name, manner: Manner) -> str:
    """The name in the form of the list, for an author who stands at that place."""
    example = _example(printed_authors(reference), first=place == 0, but=place)
    return written_like(example, name, manner, spelt=_spelt(reference, place))


def _texts(reference: Reference, names: Sequence[int | Name], manner: Manner) -> list[str]:
    fields = printed_authors(reference)
    texts = list[str]()
    for i, name in enumerate(names):
        if isinstance(name, int) and ((name == 0) == (i == 0) or not _turns(fields)):
            texts.append(fields[name].text)
            continue
        meant, but = (reference.work.author[name], name) if isinstance(name, int) else (name, -1)
        example = _example(fields, first=i == 0, but=but)
        texts.append(written_like(example, meant, manner, spelt=_spelt(reference, but)))
    return texts


def _spelt(reference: Reference, but: int) -> bool:
    """Whether the given names of most other authors are spelt out."""
    others = [n.given for i, n in enumerate(reference.work.author) if i != but and n.given]
    return 2 * sum(any(map(str.islower, given)) for given in others) > len(others)


def _turns(fields: Sequence[Field]) -> bool:
    """Whether only the first author has the family name in front."""
    return len(fields) > 1 and "," in fields[0].text and all("," not in f.text for f in fields[1:])


def _example(fields: Sequence[Field], *, first: bool, but: int) -> str:
    """A printed name to write another like; not that of the place itself, if there is one more telling."""
    alike = fields[:1] if first and _turns(fields) else fields[1:] if _turns(fields) else fields
    others = [f for f in alike if f is not fields[but] or but < 0]
    return max(others or alike, key=lambda f: f.text.count("."), default=fields[0]).text


def _joints(reference: Reference, count: int, manner: Manner) -> tuple[str, str]:
    """What stands between two names, and before the last of so many: as the reference does, else as its list does."""
    fields = printed_authors(reference)
    own = [reference.raw[a.end : b.start] for a, b in pairwise(fields)]
    semicolons = ";" in reference.raw[fields[0].end : fields[0].end + 2] or any(";" in sign for sign in own)
    between = Counter(own[:-1]).most_common(1)[0][0] if own[:-1] else manner.authors or ("; " if semicolons else ", ")
    if (len(own) == 1) == (count == 2) and own and not reference.work.et_al:
        return between, own[-1]
    last = manner.two_authors if count == 2 else manner.last_author
    return between, last or (own[-1] if own and not reference.work.et_al else between)
