"""Text messages over HTTP: the interface a provider, or a small adapter in front of one, offers.

    POST <url>        Authorization: Bearer <token>        Content-Type: application/json
    {"to": "+15550100", "text": "...", "reference": "<notice id>"}

    2xx {"id": "<provider's id>"}   taken; the same `reference` again should answer the first id and send nothing
    400, 404, 422                   refused for good; {"code": "address"} says that the number is at fault
    401, 403, 408, 429, 503         not taken, later perhaps; `Retry-After` in seconds is honoured
    anything else, or a break after the request was written: it may have been taken
"""

import httpx

from kernel.telemetry.logs import logger
from services.notifications.model import Answered, Receipt
from services.notifications.providers.port import Message
from services.notifications.settings import SMS_CONNECT_TIMEOUT_SECONDS, SMS_TIMEOUT_SECONDS

REFUSED = frozenset({400, 404, 422})
NOT_TAKEN = frozenset({401, 403, 408, 429, 503})  # 401 and 403 are our settings: mended by us, sent later
REFERENCE_CHARACTERS_MAX = 128
NEVER_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

log = logger("sms")


class SmsProvider:
    """One kept HTTP client."""

    def __init__(self, url: str, token: str, timeout_seconds: float = SMS_TIMEOUT_SECONDS) -> None:
        self._url, self._token = url, token
        self._timeout = httpx.Timeout(timeout_seconds, connect=SMS_CONNECT_TIMEOUT_SECONDS)
        self._client: httpx.Client | None = None

    def send(self, message: Message) -> Receipt:
        """One POST."""
        body = {"to": message.to, "text": message.text.body, "reference": message.reference}
        try:
            response = self._open().post(self._url, json=body)
        except NEVER_WRITTEN as error:
            return self._broke(Answered.UNAVAILABLE, "connection", error)
        except httpx.HTTPError as error:
            return self._broke(Answered.UNSURE, "broke-after-request", error)
        return _receipt(response)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    def _open(self) -> httpx.Client:
        if self._client is None:
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            # trust_env=False: a proxy variable of the machine must not carry addresses elsewhere.
            self._client = httpx.Client(headers=headers, timeout=self._timeout, trust_env=False)
        return self._client

    def _broke(self, answered: Answered, code: str, error: Exception) -> Receipt:
        log.event("sms.broke", level="warning", error_type=type(error).__name__)
        self.close()
        return Receipt(answered=answered, code=code, trouble=True)


def _receipt(response: httpx.Response) -> Receipt:
    status, code = response.status_code, f"sms-{response.status_code}"
    if response.is_success:
        return Receipt(answered=Answered.ACCEPTED, code="", reference=_field(response, "id"))
    if status in REFUSED:
        return Receipt(answered=Answered.REFUSED, code=code, address_unfit=_field(response, "code") == "address")
    if status in NOT_TAKEN:
        wait = retry_after(response)
        return Receipt(answered=Answered.UNAVAILABLE, code=code, retry_after_seconds=wait, trouble=True)
    return Receipt(answered=Answered.UNSURE, code=code, trouble=True)


def _field(response: httpx.Response, name: str) -> str | None:
    try:
        value = response.json()[name]
    except (ValueError, KeyError, TypeError):
        return None
    return value[:REFERENCE_CHARACTERS_MAX] if isinstance(value, str) else None


def retry_after(response: httpx.Response) -> int:
    """The pause that the provider asks for, in seconds; 0 without one that can be read."""
    text = response.headers.get("Retry-After", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
