"""Tables that the user asks for, read from a file or fetched from where they are published."""

from __future__ import annotations

from pathlib import Path

import requests

from refcheck.errors import UnusableSource

LARGEST = 200_000_000  # bytes; the NLM's list of journals has 10 million
CONNECT, READ = 5.0, 60.0  # seconds


def text(origin: str, *, offline: bool) -> str:
    """The text of a file or of a URL; raises UnusableSource, also for a URL where nothing may be sent."""
    if not origin.startswith(("https://", "http://")):
        try:
            return Path(origin).read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise UnusableSource(f"{origin}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    if offline:
        raise UnusableSource(f"{origin}: offline; download it elsewhere and give the file with --from")
    try:
        return _fetched(origin)
    except requests.RequestException as error:
        raise UnusableSource(f"{origin}: cannot be fetched: {type(error).__name__}; nothing was changed") from None


def _fetched(url: str) -> str:
    with requests.get(url, timeout=(CONNECT, READ), stream=True) as answer:
        if answer.status_code != 200:
            raise UnusableSource(f"{url}: answered {answer.status_code}; nothing was changed")
        held = bytearray()
        for chunk in answer.iter_content(1 << 16):
            held += chunk
            if len(held) > LARGEST:
                raise UnusableSource(f"{url}: sends more than {LARGEST // 1_000_000} MB; nothing was changed")
    return held.decode("utf-8-sig", "replace")
