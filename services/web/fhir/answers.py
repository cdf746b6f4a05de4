"""JSON as FHIR clients expect it: resources, bundles, outcomes. Nothing in an answer depends on what is hidden.

No `meta.lastUpdated`, no version, no time of the answer: each would tell of changes that the reader may not know.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, request

MIME = "application/fhir+json"
PROBLEM = "urn:alliance:problem"
Resource = dict[str, Any]
Pairs = Sequence[tuple[str, str]]


def root() -> str:
    """Where clients find us: the public address of the pages."""
    public: str = current_app.extensions["alliance.settings"].public_url
    return f"{public or request.host_url.rstrip('/')}/fhir"


def answer(resource: Mapping[str, Any], status: int = 200, **headers: str) -> Response:
    """One resource."""
    body = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body, status, named, content_type=f"{MIME}; charset=utf-8")


def outcome(status: int, code: str, detail: str = "", expression: str = "", **headers: str) -> Response:
    """Why not, in codes; `code` is of HL7's issue types. Whatever is not there has one answer."""
    issue: dict[str, Any] = {"severity": "error", "code": code}
    if detail:
        issue["details"] = {"coding": [{"system": PROBLEM, "code": detail}]}
    if expression:
        issue["expression"] = [expression]
    return answer({"resourceType": "OperationOutcome", "issue": [issue]}, status, **headers)


def searchset(kind: str, found: Sequence[Resource], total: int | None, asked: Pairs, more: Pairs | None) -> Resource:
    """One page of a search. `total` counts what the asker may see, all pages together; None: not counted."""
    links = [{"relation": "self", "url": _address(kind, asked)}]
    if more is not None:
        links.append({"relation": "next", "url": _address(kind, more)})
    bundle: Resource = {"resourceType": "Bundle", "type": "searchset"}
    if total is not None:
        bundle["total"] = total
    bundle["link"] = links
    if found:
        bundle["entry"] = [_entry(kind, resource) for resource in found]
    return bundle


def _entry(kind: str, resource: Resource) -> Resource:
    return {"fullUrl": f"{root()}/{kind}/{resource['id']}", "resource": resource, "search": {"mode": "match"}}


def _address(kind: str, pairs: Pairs) -> str:
    query = urlencode(sorted(pairs), safe="|:/,")
    return f"{root()}/{kind}?{query}" if query else f"{root()}/{kind}"
