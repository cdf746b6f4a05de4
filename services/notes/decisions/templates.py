"""A clinic's own templates: published as new versions, never changed, retired when no note is to begin with them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal, Role
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound
from services.notes.commands.templates import PublishTemplate
from services.notes.decisions.texts import is_blank, problem
from services.notes.model.note import SECTION_CHARACTERS_MAX
from services.notes.model.shipped import LATEST
from services.notes.model.templates import (
    FORMS_MAX,
    LEVELS_MAX,
    OPTIONS_MAX,
    TITLE_CHARACTERS_MAX,
    ClinicTemplate,
    SectionForm,
    Sort,
    clinic_template_id,
)


def require_admin(asker: Principal, clinic: str) -> None:
    """Whoever administers this very clinic; to everybody else it is not there."""
    if not asker.has(Role.CLINIC_ADMIN, clinic):
        raise NotFound("no-such-clinic")


def published(command: PublishTemplate, newest: ClinicTemplate | None, by: str, at: datetime) -> Decision:
    """The next version. Codes of the shipped templates are theirs alone."""
    if command.code in LATEST:
        raise Invalid("template-refused", {"code": ["taken"]})
    faults = dict(_faults(command.title, command.forms))
    if faults:
        raise Invalid("template-refused", {field: [code] for field, code in faults.items()})
    version = newest.version + 1 if newest else 1
    made = ClinicTemplate(
        id=clinic_template_id(command.clinic, command.code, version),
        clinic=command.clinic,
        code=command.code,
        version=version,
        title=command.title,
        forms=command.forms,
        published_by=by,
        published_at=at,
    )
    return _saved(made)


def retired(newest: ClinicTemplate | None) -> Decision:
    """The newest version is marked; publishing again begins anew from the next number."""
    if newest is None:
        raise NotFound("no-such-template")
    if newest.retired:
        raise Forbidden("template-retired")
    return _saved(replace(newest, retired=True))


def _saved(made: ClinicTemplate) -> Decision:
    facts = {"template": made.code, "version": str(made.version)}
    return Decision(changes=(made,), reply={"code": made.code, "version": made.version}, facts=facts)


def _faults(title: str, forms: Sequence[SectionForm]) -> Iterator[tuple[str, str]]:
    if found := _title_fault(title):
        yield "title", found
    if not forms or len(forms) > FORMS_MAX:
        yield "forms", "too-many" if forms else "empty"
    kinds = [form.kind for form in forms]
    for at, form in enumerate(forms):
        if form.kind in kinds[:at]:
            yield f"forms.{at}.kind", "repeated"
        for field, code in _form_faults(form):
            yield f"forms.{at}.{field}", code


def _form_faults(form: SectionForm) -> Iterator[tuple[str, str]]:
    if found := _title_fault(form.title):
        yield "title", found
    if not 1 <= form.characters_max <= SECTION_CHARACTERS_MAX:
        yield "characters_max", "out-of-range"
    if found := _options_fault(form):
        yield "options", found
    if form.custom and form.sort is not Sort.CHOICES:
        yield "custom", "unexpected"
    if (form.sort is Sort.SCALE) != (1 <= form.level_max <= LEVELS_MAX):
        yield "level_max", "out-of-range"


def _options_fault(form: SectionForm) -> str | None:
    if bool(form.options) != (form.sort in (Sort.CHOICES, Sort.OBSERVATIONS)):
        return "unexpected" if form.options else "required"
    if len(form.options) > OPTIONS_MAX:
        return "too-many"
    codes = [option.code for option in form.options]
    if len(set(codes)) != len(codes):
        return "repeated"
    return next((found for option in form.options if (found := _title_fault(option.title))), None)


def _title_fault(title: str) -> str | None:
    return "empty" if is_blank(title) else problem(title, TITLE_CHARACTERS_MAX)
