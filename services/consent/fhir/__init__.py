"""FHIR Consent (R4 and R5) in and out, Patient and RelatedPerson out. Pure: the mapping is in docs/api/fhir.md."""
