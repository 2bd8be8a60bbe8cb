"""Messages posted to webhooks: chat rooms and ticket systems whose addresses the settings hold."""

from urllib.parse import urlsplit

import httpx

from flows.notices.outbox import Message, NotTaken
from flows.settings import WEBHOOK_PREFIX, webhook
from flows.this_machine import is_this_machine

_SECONDS = 20.0


def post(message: Message) -> None:
    """Post one message as JSON. Raises NotTaken when it is not taken, or the webhook is not set.

    ``text`` is what chat rooms show; the rest is for whoever routes it. ``id`` stays the same when it is sent again.
    """
    found = webhook(message.target)
    if found.url is None:
        raise NotTaken(f"its address is not set: {WEBHOOK_PREFIX}{message.target.upper()}_URL")
    address = found.url.get_secret_value()
    parts = urlsplit(address)
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise NotTaken("its address is not https")
    headers = {"Authorization": f"Bearer {found.token.get_secret_value()}"} if found.token else {}
    said = {
        "id": message.message_id,
        "role": message.role,
        "subject": message.digest.subject,
        "text": f"{message.digest.subject}\n\n{message.digest.text}",
    }
    try:
        answer = httpx.post(address, json=said, headers=headers, timeout=_SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotTaken(f"the webhook cannot be reached ({type(error).__name__})") from None
    if not answer.is_success:
        raise NotTaken(f"the webhook refused ({answer.status_code})")
