"""Text messages over an interface compatible with Twilio's Messages resource (API version 2010-04-01).

    POST <url>/2010-04-01/Accounts/<account>/Messages.json     Authorization: Basic <account>:<token>
    To, Body, From or MessagingServiceSid, StatusCallback      application/x-www-form-urlencoded

    201 {"sid": "SM...", "status": "queued"}
    400 {"code": 21211, ...}    refused; the codes of `UNFIT` say that the number is at fault
    401, 403, 408, 429, 503     not taken, later perhaps
    anything else, or a break after the request was written: it may have been taken (there is no key of idempotency)

Each message of a notice carries its own callback address with the notice's id and token; see `routes/reports.py`.
"""

from dataclasses import dataclass

import httpx

from kernel.telemetry.logs import logger
from services.notifications.model import Answered, Receipt
from services.notifications.providers.port import Message
from services.notifications.providers.sms import NEVER_WRITTEN, NOT_TAKEN, REFERENCE_CHARACTERS_MAX, retry_after
from services.notifications.settings import SMS_CONNECT_TIMEOUT_SECONDS, SMS_TIMEOUT_SECONDS

UNFIT = frozenset({21211, 21214, 21217, 21610, 21614, 30003, 30005, 30006})
"""No number, not reachable, opted out, a landline: about this number, not about the moment."""
OVERLOADED = frozenset({20429, 21611, 30001, 30022, 30023})
"""Their queues are full: later it may go."""

log = logger("twilio")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Where text messages leave, in whose name, and where the callbacks come in."""

    url: str
    account: str
    token: str
    sender: str
    name: str
    callback_url: str | None = None
    timeout_seconds: float = SMS_TIMEOUT_SECONDS


def callback_address(callback_url: str, provider: str, token: str) -> str:
    """Where the status of one message is told."""
    return f"{callback_url}/provider-reports/{provider}/status/{token}"


class TwilioProvider:
    """One kept HTTP client."""

    def __init__(self, account: TwilioAccount) -> None:
        self._account = account
        self._timeout = httpx.Timeout(account.timeout_seconds, connect=SMS_CONNECT_TIMEOUT_SECONDS)
        self._client: httpx.Client | None = None

    def send(self, message: Message) -> Receipt:
        """One POST."""
        account = self._account
        path = f"{account.url}/2010-04-01/Accounts/{account.account}/Messages.json"
        try:
            response = self._open().post(path, data=self._form(message))
        except NEVER_WRITTEN as error:
            return self._broke(Answered.UNAVAILABLE, "connection", error)
        except httpx.HTTPError as error:
            return self._broke(Answered.UNSURE, "broke-after-request", error)
        return _receipt(response)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    def _form(self, message: Message) -> dict[str, str]:
        account = self._account
        by = "MessagingServiceSid" if account.sender.startswith("MG") else "From"
        form = {"To": message.to, "Body": message.text.body, by: account.sender}
        if account.callback_url is not None and message.token:
            form["StatusCallback"] = callback_address(account.callback_url, account.name, message.token)
        return form

    def _open(self) -> httpx.Client:
        if self._client is None:
            auth = (self._account.account, self._account.token)
            # trust_env=False: a proxy variable of the machine must not carry addresses elsewhere.
            self._client = httpx.Client(auth=auth, timeout=self._timeout, trust_env=False)
        return self._client

    def _broke(self, answered: Answered, code: str, error: Exception) -> Receipt:
        log.event("twilio.broke", level="warning", error_type=type(error).__name__)
        self.close()
        return Receipt(answered=answered, code=code, trouble=True)


def _receipt(response: httpx.Response) -> Receipt:
    status, found = response.status_code, _body(response)
    number = found.get("code") if isinstance(found.get("code"), int) else None
    code = f"twilio-{number or status}"
    if response.is_success:
        sid = found.get("sid")
        reference = sid[:REFERENCE_CHARACTERS_MAX] if isinstance(sid, str) else None
        return Receipt(answered=Answered.ACCEPTED, code="", reference=reference)
    if status in NOT_TAKEN or number in OVERLOADED:
        wait = retry_after(response)
        return Receipt(answered=Answered.UNAVAILABLE, code=code, retry_after_seconds=wait, trouble=True)
    if 400 <= status < 500:
        return Receipt(answered=Answered.REFUSED, code=code, address_unfit=number in UNFIT)
    return Receipt(answered=Answered.UNSURE, code=code, trouble=True)


def _body(response: httpx.Response) -> dict[str, object]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
