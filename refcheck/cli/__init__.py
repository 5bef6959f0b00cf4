"""The command line: the only place that prints or exits."""

from __future__ import annotations

import os
import sys

import typer

from refcheck.cli import cache, check, convert, data, index, match, options, parse, rule
from refcheck.errors import RefcheckError

# the network of the parser is small: threads for its sums cost more than they bring, and a run shall take one core
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = typer.Typer(
    name="refcheck",
    help="Check every reference of a manuscript against the record, and get the list back corrected.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check")(check.check)
app.command("fix")(check.fix)
app.command("parse")(parse.parse)
app.command("match")(match.match)
app.command("convert")(convert.convert)
app.command("rule")(rule.rule)
app.command("explain", hidden=True)(rule.rule)
app.add_typer(cache.app, name="cache")
app.add_typer(data.app, name="data")
app.add_typer(index.app, name="index")


def main() -> None:
    """Run the command line and exit with the code that docs/cli.md promises."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # lists and JSON are UTF-8 whatever the locale says; the name of a file need not be
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        app()
    except RefcheckError as error:
        options.note(f"refcheck: {error}")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # the reader of a pipe has seen enough; what is still buffered goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
