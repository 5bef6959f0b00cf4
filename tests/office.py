"""LibreOffice without a window: what it makes of a Word file when all tracked changes are accepted, or rejected."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_FOLDER = Path("user/basic/Standard")
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Settled"/>'
    "</library:library>"
)
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settled" script:language="StarBasic">
Sub Settle(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = &quot;Hidden&quot;
  hidden(0).Value = True
  Dim document As Object
  document = StarDesktop.loadComponentFromURL(source, &quot;_blank&quot;, 0, hidden())
  Dim helper As Object
  helper = createUnoService(&quot;com.sun.star.frame.DispatchHelper&quot;)
  helper.executeDispatch(document.CurrentController.Frame, command, &quot;&quot;, 0, Array())
  Dim text(1) As New com.sun.star.beans.PropertyValue
  text(0).Name = &quot;FilterName&quot;
  text(0).Value = &quot;Text (encoded)&quot;
  text(1).Name = &quot;FilterOptions&quot;
  text(1).Value = &quot;UTF8,LF&quot;
  document.storeToURL(target, text())
  document.close(True)
End Sub
</script:module>
"""


def settled(data: bytes, folder: Path, *, accepted: bool) -> str:
    """The text of a Word file with all its changes accepted, or all rejected, as LibreOffice shows it."""
    profile, source, target = folder / "profile", folder / "in.docx", folder / "out.txt"
    if not profile.exists():
        _run(profile, "--terminate_after_init")  # else what is put there now is overwritten
    files = {"script.xlb": _LIBRARY, "Settled.xba": _MODULE}
    for name, text in files.items():
        (profile / _FOLDER / name).write_text(text, encoding="utf-8")
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    command = f".uno:{'Accept' if accepted else 'Reject'}AllTrackedChanges"
    macro = f"macro:///Standard.Settled.Settle({source.as_uri()},{target.as_uri()},{command})"
    _run(profile, macro)
    return target.read_text(encoding="utf-8-sig")


def _run(profile: Path, *arguments: str) -> None:
    assert PROGRAM
    subprocess.run(
        [PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", *arguments],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(profile.parent)},
    )
