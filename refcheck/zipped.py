"""Files that are zip archives (Word, OpenDocument), read within bounds and written with all else as it was."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from refcheck.errors import UnreadableDocument

MEMBERS = 10_000  # files in one; a book with all its pictures has some hundred
LARGEST = 64_000_000  # bytes of a file that is read; the text of a book of a thousand pages has 20 million
WHOLE = 1_000_000_000  # bytes of all of them
RATIO = 250  # times that text can well be packed; what is packed tighter and large was made to burst
SMALL = 10_000_000  # bytes, below which nobody cares how tight it is packed
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class Archive:
    """A zip archive in memory; raises UnreadableDocument for whatever is wrong with it, and says what to do."""

    def __init__(self, data: bytes, path: str, kind: str) -> None:
        self._path = path
        if data.startswith(OLE):
            raise UnreadableDocument(f"{path}: {_old(data, kind)}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise UnreadableDocument(f"{path}: is no {kind} file, is empty or cut short; save it again") from None
        self.names = frozenset(self._zip.namelist())
        self._bounded()

    def _bounded(self) -> None:
        infos = self._zip.infolist()
        burst = (i for i in infos if i.file_size > SMALL and i.file_size > RATIO * max(1, i.compress_size))
        if len(infos) > MEMBERS or sum(i.file_size for i in infos) > WHOLE or any(burst):
            raise UnreadableDocument(f"{self._path}: unpacks to more than any document holds; it was not opened")
        if any(i.flag_bits & 1 for i in infos):
            raise UnreadableDocument(f"{self._path}: is protected with a password; save it without one")

    def read(self, name: str) -> bytes:
        """The bytes of a file in it, none where it is not there."""
        if name not in self.names:
            return b""
        if self._zip.getinfo(name).file_size > LARGEST:
            raise UnreadableDocument(f"{self._path}: {name} has over {LARGEST // 1_000_000} MB; split the document")
        return self._read(self._zip.getinfo(name))

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        try:
            # read() would unpack whatever is there before it looks at how much there should be
            with self._zip.open(info) as member:
                return member.read(info.file_size + 1)
        except _DAMAGED:
            raise UnreadableDocument(f"{self._path}: is damaged at {info.filename}; save it again") from None

    def rewritten(self, members: Mapping[str, bytes]) -> bytes:
        """The archive with these files in place of its own, or beside them; all others hold what they held."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            for info in self._zip.infolist():
                made.writestr(info, members.get(info.filename, b"") or self._read(info), info.compress_type)
            for name in sorted(members.keys() - self.names):
                # the same bytes whenever it is written
                made.writestr(zipfile.ZipInfo(name), members[name], zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def _old(data: bytes, kind: str) -> str:
    if _LOCKED in data:
        return "is protected with a password; save it without one"
    return f"is an old Office file, whatever its name says; open it and save it as {kind}"
