"""People and what is on file about them."""

from collections.abc import Mapping

ROLE = {
    "therapist": "Therapist",
    "supervisor": "Supervisor",
    "front-desk": "Front desk",
    "clinic-admin": "Clinic admin",
    "privacy-officer": "Privacy officer",
    "it-operator": "IT operator",
}
AUTHORITY = {
    "sole-legal": "Sole legal custody",
    "joint-legal": "Joint legal custody",
    "joint-consent-required": "Joint custody, both must consent",
    "physical-only": "The child lives there; no legal custody",
    "access-only": "Visits only",
    "supervised-contact": "Supervised contact only",
    "protective-order": "Protective order against this person",
    "rights-terminated": "Parental rights ended",
    "adoptive": "Adoptive parent",
    "foster": "Foster carer, day to day",
    "state-guardian": "State guardian",
    "kinship": "Kinship carer",
    "step-parent": "Step-parent",
    "minor-parent": "Parent under age",
}
RESTRICTION = {"protective-order": "Protective order", "court-order": "Court order"}
DANGER = {"alleged": "Alleged source of harm", "substantiated": "Found to be a source of harm",
          "unfounded": "An allegation proved unfounded"}  # fmt: skip
CHIP = {
    "restricted-adult": "Court order",
    "danger": "Danger on file",
    "minor-consent": "Consented alone",
    "confidentiality-agreement": "Confidentiality agreement",
    "boundary": "Therapist's boundary",
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "role": ROLE,
    "authority": AUTHORITY,
    "restriction": RESTRICTION,
    "danger": DANGER,
    "chip": CHIP,
}
