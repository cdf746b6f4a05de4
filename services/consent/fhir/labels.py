"""Which classes of information a provision speaks of: by our own codes, by DS4P security labels, or by both alike."""

from collections.abc import Sequence

from contracts.codes import DisclosureClass
from contracts.fhir import ACT_CODE, CLASS_SYSTEM, CONFIDENTIALITY, LABELS, LEVELS, labels_of
from services.consent.fhir.elements import Element, coding_of
from services.consent.fhir.faults import Unclear

OWN = {CLASS_SYSTEM: frozenset(item.value for item in DisclosureClass)}
SENSITIVITIES = frozenset(found for _, found in LABELS.values() if found is not None)
LABELLED = {CONFIDENTIALITY: frozenset(LEVELS), ACT_CODE: SENSITIVITIES}


def classes_of(
    codings: Sequence[Element], place: str, labels: Sequence[Element], path: str
) -> tuple[DisclosureClass, ...] | None:
    """The classes; None when the provision names none. Our codes decide, and the labels must then fit them.

    Labels alone: confidentiality is a high-water mark (that level and below), a sensitivity narrows to its classes.
    """
    named = {DisclosureClass(coding_of(item, f"{place}[{at}]", OWN)) for at, item in enumerate(codings)}
    level, sensitivity = _labels(labels, path)
    if not named and not labels:
        return None
    if not named:
        return _by_labels(level, sensitivity, path)
    own = {(item["system"], item["code"]) for item in labels_of(*named)}
    given = {(item["system"], item["code"]) for item in labels}
    # Fewer labels than ours are no contradiction, others are: then two parties mean different data.
    if not given <= own:
        raise Unclear(path, "contradicts")
    return tuple(sorted(named))


def own_codings(classes: Sequence[DisclosureClass]) -> list[dict[str, str]]:
    """Our codes of these classes."""
    return [{"system": CLASS_SYSTEM, "code": item.value} for item in classes]


def _labels(labels: Sequence[Element], path: str) -> tuple[str | None, set[str]]:
    levels: set[str] = set()
    sensitivities: set[str] = set()
    for at, label in enumerate(labels):
        code = coding_of(label, f"{path}[{at}]", LABELLED)
        (levels if label["system"] == CONFIDENTIALITY else sensitivities).add(code)
    if len(levels) > 1:
        raise Unclear(path, "two-confidentialities")
    return next(iter(levels), None), sensitivities


def _by_labels(level: str | None, sensitivities: set[str], path: str) -> tuple[DisclosureClass, ...]:
    if len(sensitivities) > 1:
        raise Unclear(path, "both-or-either")  # data with both labels, or with one of them: it does not say
    reached = LEVELS if level is None else LEVELS[: LEVELS.index(level) + 1]
    wanted = next(iter(sensitivities), None)
    found = tuple(
        sorted(item for item, (own, sensitivity) in LABELS.items() if own in reached and wanted in (None, sensitivity))
    )
    if not found:
        raise Unclear(path, "covers-nothing")
    return found
