"""The ways in which reference lists are printed, as weighted choices.

The choices follow what the CSL style repository, the manuals of APA, MLA, Chicago, Vancouver (NLM), IEEE, ACS, AMA,
Harvard, DIN ISO 690 and the house styles of German, French, Spanish and Italian social science print.
"""

from __future__ import annotations

from collections.abc import Sequence

Pair = tuple[str, str]
Choice = Sequence[tuple[float, str]]
Pairs = Sequence[tuple[float, Pair]]

LANGUAGES: Choice = ((55, "en"), (30, "de"), (6, "fr"), (5, "es"), (4, "it"))
# F family name, I initials, G given names: the form of the first name, and of those after it
NAMES: Pairs = (
    (30, ("F I", "F I")),
    (23, ("F, I", "F, I")),
    (7, ("F, I", "I F")),
    (14, ("I F", "I F")),
    (10, ("F, G", "F, G")),
    (4, ("F, G", "G F")),
    (8, ("G F", "G F")),
)
BETWEEN: Choice = ((62, ", "), (18, "; "), (7, "/"), (5, " / "), (3, " – "), (3, " and "), (2, " - "))
AND = {"en": " and ", "de": " und ", "fr": " et ", "es": " y ", "it": " e "}
# before the last name; "" repeats what stands between the others, "&" the word of the language
BEFORE_LAST: Choice = ((40, ""), (27, "word"), (12, ", and "), (10, " & "), (8, ", & "), (2, " u. "), (1, " with "))
AT_MOST: Sequence[tuple[float, int]] = ((70, 99), (10, 6), (10, 3), (10, 1))  # names before "et al."
ET_AL: Choice = ((60, " et al."), (20, ", et al."), (5, " et al"), (5, " u.a."), (5, " and others"), (5, ", …, "))
YEAR_EARLY: Pairs = (
    (25, (" (", ")")),
    (15, (", (", ")")),
    (20, (" ", "")),
    (20, (", ", "")),
    (8, (" [", "]")),
    (5, (". ", "")),
    (4, (".", "")),
)
AFTER_YEAR: Choice = ((40, ". "), (25, ": "), (20, ", "), (10, " "), (4, "; "), (3, " – "))
AFTER_AUTHORS: Choice = ((45, ". "), (25, ", "), (18, ": "), (6, " "), (3, "; "), (3, "."))
QUOTES: Pairs = (
    (64, ("", "")),
    (11, ("“", "”")),
    (6, ('"', '"')),
    (5, ("„", "“")),
    (4, ("»", "«")),
    (3, ("«", "»")),
    (5, ("‘", "’")),
    (2, ("'", "'")),
    (2, ("``", "''")),
)
AFTER_TITLE: Choice = (
    (62, ". "),
    (24, ", "),
    (5, ": "),
    (3, " "),
    (2, "; "),
    (2, "."),
    (2, " – "),
    (2, " // "),
    (2, "[J]. "),
)
IN: dict[str, Choice] = {
    "en": ((60, "In: "), (30, "In "), (25, "in: "), (20, "in "), (3, "In. ")),
    "de": ((70, "In: "), (30, "in: "), (6, "In "), (3, "in ")),
    "fr": ((1, "In "), (1, "in "), (1, "Dans ")),
    "es": ((1, "En: "), (1, "En "), (1, "In ")),
    "it": ((1, "In "), (1, "in "), (1, "in: ")),
}
# after the names of several editors; of one
EDITORS: dict[str, Pairs] = {
    "en": (
        (30, (" (eds.)", " (ed.)")),
        (20, (" (Eds.)", " (Ed.)")),
        (12, (", eds.", ", ed.")),
        (10, (", editors", ", editor")),
        (8, (" (eds)", " (ed)")),
        (3, (" [eds.]", " [ed.]")),
    ),
    "de": (
        (40, (" (Hrsg.)", " (Hrsg.)")),
        (25, (" (Hg.)", " (Hg.)")),
        (12, (", Hrsg.", ", Hrsg.")),
        (6, (" (Hgg.)", " (Hg.)")),
        (5, (" (eds.)", " (ed.)")),
        (3, (" [Hrsg.]", " [Hrsg.]")),
    ),
    "fr": ((2, (" (dir.)", " (dir.)")), (1, (" (éds)", " (éd.)"))),
    "es": ((2, (" (eds.)", " (ed.)")), (1, (" (comps.)", " (comp.)"))),
    "it": ((2, (" (a cura di)", " (a cura di)")), (1, (" (edd.)", " (ed.)"))),
}
AFTER_EDITORS: Choice = ((30, ": "), (30, ", "), (18, ". "), (12, " "), (6, ".: "))
EDITED_BY: dict[str, Choice] = {
    "en": ((10, "edited by "), (4, "ed. by "), (4, "Ed. "), (2, "Eds. ")),
    "de": ((10, "hrsg. von "), (4, "Hrsg. "), (2, "Hg. v. ")),
    "fr": ((2, "sous la direction de "), (1, "éd. ")),
    "es": ((1, "editado por "), (1, "ed. ")),
    "it": ((2, "a cura di "), (1, "ed. ")),
}
# P place, B publisher, Y the year where it stands late
IMPRINTS: Choice = (
    (34, "P: B"),
    (16, "P"),
    (14, "B, P"),
    (7, "P, B"),
    (7, "(P: B, Y)"),
    (6, "B"),
    (5, "B: P"),
    (3, "P : B"),
    (4, "(P Y)"),
    (4, "P Y"),
)
PAGES: dict[str, Choice] = {
    "en": ((40, ""), (25, "pp. "), (14, "pp."), (8, "p. "), (6, "pages "), (4, "pp "), (2, "p.")),
    "de": ((50, "S. "), (30, ""), (8, "S."), (6, "Seiten "), (4, "pp. ")),
    "fr": ((3, "p. "), (1, "pp. "), (1, "")),
    "es": ((3, "pp. "), (1, "p. "), (1, "")),
    "it": ((3, "pp. "), (1, "p. ")),
}
DASHES: Choice = ((50, "-"), (35, "–"), (4, " - "), (4, " – "), (3, "--"), (2, "—"), (2, "‐"))
DOIS: Choice = (
    (62, ""),
    (12, " doi:"),
    (10, " https://doi.org/"),
    (6, " DOI: "),
    (4, " http://dx.doi.org/"),
    (3, ", doi: "),
    (3, " doi "),
)
ENDS: Choice = ((70, "."), (25, ""), (2, ";"), (1, ","))
NUMBERED: Choice = ((62, ""), (10, "[#] "), (10, "#. "), (4, "(#) "), (4, "# "), (3, "#) "), (2, "[#]"), (1, "#."))
# V volume, N issue: with and without an issue
VOLUMES: Pairs = tuple(
    (1, pair)
    for pair in (
        *(("{V}({N})", "{V}"),) * 4,
        *(("{V} ({N})", "{V}"),) * 4,
        ("{V}, no. {N}", "{V}"),
        ("Vol. {V}, No. {N}", "Vol. {V}"),
        ("vol. {V}, no. {N}", "vol. {V}"),
        ("{V}.{N}", "{V}"),
        ("{V}/{N}", "{V}"),
        ("vol. {V} ({N})", "vol. {V}"),
        ("{V}, {N}", "{V}"),
        ("{V}, Nr. {N}", "{V}"),
        ("Jg. {V}, H. {N}", "Jg. {V}"),
        ("{V}. Jg., H. {N}", "{V}. Jg."),
        ("Bd. {V}, Heft {N}", "Bd. {V}"),
        ("{V}, nº {N}", "{V}"),
        ("{V}:{N}", "{V}"),
        ("Vol. {V}({N})", "Vol. {V}"),
        ("{V}, Heft {N}", "{V}"),
        ("Vol. {V}, Issue {N}", "Vol. {V}"),
        ("{V}, H. {N}", "{V}"),
        ("{V}. Jg., Nr. {N}", "{V}. Jg."),
        ("Jg. {V} ({N})", "Jg. {V}"),
        ("tome {V}, n° {N}", "tome {V}"),
        ("v. {V}, n. {N}", "v. {V}"),
        ("{V}[{N}]", "{V}"),
        ("vol.{V} no.{N}", "vol.{V}"),
    )
)
# behind the journal's name, the year having been told: volume and issue, pages
NUMBERS: Choice = (
    (32, ", {v}, {p}"),
    (14, " {v}, {p}"),
    (16, " {v}: {p}"),
    (8, " {v}:{p}"),
    (7, ", {v}: {p}"),
    (5, ". {v}: {p}"),
    (4, ". {v}, {p}"),
    (4, " {v} {p}"),
    (3, ", {v} {p}"),
    (3, ", {v}; {p}"),
    (2, ".{v},{p}"),
    (2, " {v}. {p}"),
    (2, ", {v}. {p}"),
)
# and with the year among them
NUMBERS_AND_YEAR: Choice = (
    (24, ". {y};{v}:{p}"),
    (16, " {y};{v}:{p}"),
    (9, ". {y}; {v}: {p}"),
    (12, " {v}, {p} ({y})"),
    (8, ", {v}, {p}, {y}"),
    (8, " {v} ({y}) {p}"),
    (5, ", {v} ({y}), {p}"),
    (5, ", {v}, ({y}), {p}"),
    (4, " {v}:{p}, {y}"),
    (4, ", {v}:{p}, {y}"),
    (4, " {y}, {v}, {p}"),
    (3, " {v} ({y}): {p}"),
    (3, ", {y}, {v}, {p}"),
    (3, " {v}, ({y}), {p}"),
    (4, " ({y}) {v}:{p}"),
    (3, " ({y}) {v}, {p}"),
    (2, ". {v} ({y}), {p}"),
    (2, ", {v}, {p} ({y})"),
    (2, ".{v},{p}({y})"),
    (2, " {v},{p}({y})"),
    (2, ", {y}. {v}: {p}"),
)
MONTHS = (
    *"January February March April May June July August September October November December".split(),
    *"Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec. Spring Summer Fall Winter".split(),
    *"Januar Februar März Mai Juni Juli Oktober Dezember janvier février mars avril mai juin juillet août enero marzo".split(),
)
