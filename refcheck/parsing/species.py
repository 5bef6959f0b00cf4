"""How names of species look: "Panthera leo", "X. oryzae"."""

from __future__ import annotations

import re

# what names of genera and epithets of species end in
GENUS = re.compile(r"[A-Z][a-z]*(?:[aioue]s|[aeu]m|a|ae|er|ii?|o|on|yx|[aieo]x|ops|oides|ella)|[A-Z]\.|[A-Z][a-z]\.")
EPITHET = re.compile(r"[a-z]*(?:[aiesu]s|[aeu]m|a|ae|ii?|o|ense|oides|or|[tgf]er|on|ans|ens)")
