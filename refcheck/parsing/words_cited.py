"""Words that tell citations by author and year from other names with a year."""

from __future__ import annotations

from refcheck.parsing.people import PARTICLES as _PARTICLES

PARTICLES = _PARTICLES - {"y", "e"}
AND = frozenset({"and", "und", "et", "y", "e", "og", "och", "en", "&"})
OTHERS = frozenset({"al", "colleagues", "coworkers", "co-workers", "others", "coll", "collaborators"})
WITHIN_GROUPS = frozenset({"of", "for", "on", "the", "de", "des", "du", "in", "der", "fur"})

# what stands for a year, by its first word
UNDATED = {"in": (("in", "press"),), "n": (("n", ".", "d", "."),), "forthcoming": (("forthcoming",),)}

# stands before a year and is no author
NO_NAMES = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    spring summer autumn fall winter januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre
    octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    figure fig figs table tables section chapter appendix equation eq box step version release edition volume vol no number act law regulation
    directive olympics conference census windows office accessed received accepted published revised available updated retrieved copyright since
    until year years century monday tuesday wednesday thursday friday saturday sunday ii iii iv gmbh inc ltd corp supplementary supplement
    protocol agreement convention treaty summit cup code amendment resolution decision order v vs
    excel matlab spss sas stata prism word powerpoint access photoshop nanodrop
    """.split()
)

# stands where an author would and is none
UNPUBLISHED = frozenset(
    (
        *("personal communication", "personal communications", "personal observation", "personal observations"),
        *("unpublished data", "unpublished observations", "unpublished results"),
    )
)

# before "in Smith, 2001"; behind other words stands a place: "born in Vienna, 1856"
SAID = frozenset(
    """
    cited quoted discussed described reported shown found given summarized summarised reviewed outlined detailed presented proposed
    introduced defined used explained mentioned noted stated argued documented demonstrated developed suggested listed provided
    also as see reproduced adapted
    """.split()
)

# begins a sentence or leads in a citation, and is no part of the name behind it
LEADS = frozenset(
    """
    in the as for by from while although however see following according similarly and but since also with when where thus hence therefore
    moreover furthermore additionally unlike like both after before because if to of on at this these those their our we it its an a recently
    later first second finally e.g i.e cf compare e g eg ie namely though whereas indeed interestingly notably importantly specifically
    consequently accordingly subsequently previously earlier here there then so yet nor neither either using based contrary despite given such
    many most some several other others work works studies study data method methods model algorithm theory dr prof professor adapted modified
    reproduced reviewed source sources note notes even only once again still rather can does did is was were what why how who whose which
    """.split()
)
