"""What providers tell of messages afterwards. Nobody signs in here: each report is signed by its provider.

    POST /provider-reports/<provider>                   what our documented interface says (JSON)
        X-Alliance-Timestamp: <unix seconds>            X-Alliance-Signature: <hex HMAC-SHA256 of "<timestamp>.<body>">
        {"reports": [{"reference": "<ours>", "event": "delivered", "id": "<theirs>", "code": "..."}]}
        event: taken, delayed, delivered, failed, unfit (the address), complained

    POST /provider-reports/<provider>/status/<token>    the status callback of a Twilio-compatible provider (form)
        X-Twilio-Signature over the address that we gave and all fields

These paths, and nothing else of this service, are let through from outside (`ALLIANCE_CALLBACK_URL`).
"""

from collections.abc import Mapping
from typing import Any

from flask import current_app, request

from kernel.errors import NotFound, Unauthenticated
from kernel.settings import Settings
from kernel.telemetry import metrics
from kernel.web.access import allow_anyone
from kernel.web.body import Blueprint, parse
from kernel.web.node import current_node
from services.notifications.commands import RecordReport
from services.notifications.decisions.signatures import is_form_signed, is_signed
from services.notifications.gateways import OWN
from services.notifications.model import Notice, Report, Reported
from services.notifications.providers.listed import Listed, listed
from services.notifications.providers.twilio import UNFIT, callback_address
from services.notifications.providers.ways import secret_of
from services.notifications.queries.reports import notice_of_reference, notice_of_token
from services.notifications.schemas.reports import Reports, Status, Taken, loaded

reports = Blueprint("notifications-reports", __name__, description="What providers tell of messages")

STATUSES: Mapping[str, Reported] = {
    "accepted": Reported.TAKEN,
    "scheduled": Reported.TAKEN,
    "queued": Reported.TAKEN,
    "sending": Reported.TAKEN,
    "sent": Reported.TAKEN,
    "delivered": Reported.DELIVERED,
    "read": Reported.DELIVERED,
    "undelivered": Reported.FAILED,
    "failed": Reported.FAILED,
    "canceled": Reported.FAILED,
}


@reports.post("/provider-reports/<string:provider>")
@allow_anyone("a provider signs its reports with a secret that it shares with us")
@reports.response(202, Taken)
def take_reports(provider: str) -> dict[str, int]:
    """Each counts once, however often the request comes. One about a message that is none of ours changes nothing."""
    listed_one, body = _provider(provider), request.get_data()
    secret, now = secret_of(listed_one, "report_secret_file"), current_node().clock.now()
    moment, given = (request.headers.get(f"X-Alliance-{name}", "") for name in ("Timestamp", "Signature"))
    if not is_signed(secret, moment, body, given, now):
        metrics.report("webhook", "forged")
        raise Unauthenticated("signature")
    taken = 0
    found = loaded(Reports(), parse(body))["reports"]
    for number, one in enumerate(found):
        report = Report(
            told=one["event"], code=one["code"] or f"{provider}-{one['event'].value}", at=now, provider=provider,
            reference=one["id"],
        )  # fmt: skip
        taken += _told_of(one["reference"], listed_one, report, f"{provider}:{given}:{number}")
    return {"taken": taken, "not_ours": len(found) - taken}


@reports.post("/provider-reports/<string:provider>/status/<string:token>")
@allow_anyone("a provider signs its callbacks with the token of the account")
@reports.response(204)
def take_status(provider: str, token: str) -> None:
    """One message moved on at the provider."""
    listed_one, form = _provider(provider), list(request.form.items(multi=True))
    url = callback_address(_settings().callback_url or "", provider, token)
    given = request.headers.get("X-Twilio-Signature", "")
    if listed_one.kind != "twilio" or not is_form_signed(secret_of(listed_one, "token_file"), url, form, given):
        metrics.report("callback", "forged")
        raise Unauthenticated("signature")
    told = loaded(Status(), dict(form))
    notice = notice_of_token(current_node().reader(OWN), token)
    status = STATUSES.get(told["status"])
    if status is not None:
        code = f"twilio-{told['error'] or told['status']}"
        report = Report(
            told=_weighed(status, told["error"]), code=code, at=current_node().clock.now(), provider=provider,
            reference=told["sid"],
        )  # fmt: skip
        _record(notice, report, "callback", None)


def _weighed(status: Reported, error: int | None) -> Reported:
    return Reported.UNFIT if status is Reported.FAILED and error in UNFIT else status


def _told_of(reference: str, provider: Listed, report: Report, request_id: str) -> bool:
    try:
        notice = notice_of_reference(current_node().reader(OWN), reference)
    except NotFound:
        notice = None
    if notice is None or notice.channel is not provider.channel:
        metrics.report("webhook", "unknown")
        return False
    _record(notice, report, "webhook", request_id)
    return True


def _record(notice: Notice, report: Report, way: str, request_id: str | None) -> None:
    command = RecordReport(child=notice.child, notice=notice.id, report=report)
    reply: dict[str, Any] = current_node().dispatcher.run(command, OWN, request_id)
    metrics.report(way, reply["outcome"])


def _provider(name: str) -> Listed:
    found = next((provider for provider in listed(_settings()) if provider.name == name), None)
    if found is None:
        raise NotFound("no-such-provider")
    return found


def _settings() -> Settings:
    found: Settings = current_app.extensions["alliance.settings"]
    return found
