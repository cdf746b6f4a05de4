"""The audit chains of the other services, for the privacy officer."""

from services.web.gateways.door import Answer, Door

AUDITED = ("consent", "notes", "goals", "notifications")


def search(door: Door, service: str, stream: str, actor: str, cursor: str) -> Answer:
    """{rows, next_cursor}, newest first."""
    return door.get(service, "/audit", stream=stream, actor=actor, cursor=cursor)


def verify(door: Door, service: str, stream: str) -> Answer:
    """Whether the chain of one stream holds."""
    return door.get(service, f"/audit/{stream}/verification")
