"""The second versions: with choices, scales and observations that can be counted, where the first had only words."""

from dataclasses import replace

from services.notes.model.shipped.codes import MATERIALS, OBSERVATIONS, THEMES
from services.notes.model.shipped.first import FIRST
from services.notes.model.templates import SectionForm, Sort, Template

PARTICIPATION = SectionForm(kind="participation", title="Participation of the child", sort=Sort.SCALE, level_max=4)
OBSERVED = SectionForm(
    kind="observed", title="Observed in play", sort=Sort.OBSERVATIONS, options=OBSERVATIONS
)
COUNTED = {
    "materials": SectionForm(
        kind="materials", title="Materials used", sort=Sort.CHOICES, options=MATERIALS, custom=True
    ),
    "themes": SectionForm(kind="themes", title="Themes observed", sort=Sort.CHOICES, options=THEMES),
    "own-words": SectionForm(kind="own-words", title="The child's own words", verbatim=True),
}
_FIRST = {template.code: template for template in FIRST}


def _next(code: str, *added: SectionForm) -> Template:
    """The first version with its counted sections in place, and more at its end."""
    first = _FIRST[code]
    forms = tuple(COUNTED.get(form.kind, form) for form in first.forms)
    return replace(first, version=2, forms=(*forms, *added))


SECOND: tuple[Template, ...] = (
    _next("soap", PARTICIPATION),
    _next("dap", PARTICIPATION),
    _next("birp", PARTICIPATION),
    _next("play-therapy", OBSERVED, PARTICIPATION),
    _next("intake", SectionForm(kind="history", title="History")),
    _next("closing"),
)
