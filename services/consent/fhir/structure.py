"""The document against the model library: types, cardinalities, names.

The library's R4B stands for R4: Consent, as all resources used here, is the same in both, element by element.
"""

from typing import Any

from fhir.resources import consent as consent_r5
from fhir.resources.attachment import Attachment
from fhir.resources.codeableconcept import CodeableConcept
from fhir.resources.coding import Coding
from fhir.resources.extension import Extension
from fhir.resources.identifier import Identifier
from fhir.resources.meta import Meta
from fhir.resources.narrative import Narrative
from fhir.resources.period import Period
from fhir.resources.R4B import consent as consent_r4
from fhir.resources.reference import Reference
from pydantic import BaseModel, ValidationError

from services.consent.fhir.faults import Unclear
from services.consent.fhir.terms import Release

ConsentR4, ConsentR5 = consent_r4.Consent, consent_r5.Consent
MODELS: dict[Release, type[BaseModel]] = {Release.R4: ConsentR4, Release.R5: ConsentR5}
MEANINGS = {"extra_forbidden": "unknown", "missing": "required", "model_attributes_type": "not-valid"}
NAMES_MAX = 64  # characters of an element's name; the longest of FHIR has fewer


def check(resource: Any, release: Release) -> None:
    """Unclear at the first element, in the order of the document, that is no Consent of the release."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "Consent":
        raise Unclear("Consent.resourceType", "not-a-consent")
    _check_nothing_is_empty(resource, ())
    try:
        MODELS[release].model_validate(resource)
    except ValidationError as error:
        first = min(error.errors(include_url=False, include_input=False), key=lambda item: _order(item["loc"]))
        place, code = path_of("Consent", first["loc"]), MEANINGS.get(first["type"], "not-valid")
    else:
        return
    # Outside the handler: the library's error holds the whole document.
    raise Unclear(place, code)


def _check_nothing_is_empty(value: Any, location: tuple[int | str, ...]) -> None:
    """FHIR has no empty elements: an actor list without actors is neither everybody nor nobody."""
    if value is None or value in ("", [], {}):
        raise Unclear(path_of("Consent", location), "empty")
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, found in inner:
        _check_nothing_is_empty(found, (*location, step))


def path_of(start: str, location: tuple[int | str, ...]) -> str:
    """`Consent.provision.actor[0].role`. A name that no element has is not repeated."""
    path = start
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            known = step.isascii() and step.isidentifier() and len(step) <= NAMES_MAX and step in KNOWN
            path += f".{step.removesuffix('_fhir')}" if known else ".[unnamed]"
    return path


def _order(location: tuple[int | str, ...]) -> str:
    return ".".join(f"{step:06d}" if isinstance(step, int) else step for step in location)


KNOWN = frozenset(
    field.alias or name
    for model in (
        *(ConsentR4, consent_r4.ConsentProvision, consent_r4.ConsentProvisionActor, consent_r4.ConsentProvisionData),
        *(ConsentR5, consent_r5.ConsentProvision, consent_r5.ConsentProvisionActor, consent_r5.ConsentProvisionData),
        *(consent_r4.ConsentVerification, consent_r5.ConsentVerification, consent_r4.ConsentPolicy),
        *(Attachment, CodeableConcept, Coding, Extension, Identifier, Meta, Narrative, Period, Reference),
    )
    for name, field in model.model_fields.items()
)
"""Names of elements: only these are repeated in a refusal."""
