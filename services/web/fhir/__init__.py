"""FHIR R4 for reading: what the pages show, for other programs, under the same decisions. Mapping: docs/api/fhir.md."""
