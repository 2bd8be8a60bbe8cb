"""Messages by mail, through a server that the settings name."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from flows.notices.outbox import Message, NotTaken
from flows.settings import Settings

_SECONDS = 20.0


def send_mail(settings: Settings, message: Message) -> None:
    """Hand one message to the mail server. Raises NotTaken when it is not taken, or no server is set."""
    if not settings.smtp_host or not settings.smtp_from:
        raise NotTaken("no mail server is set: CYP_SMTP_HOST and CYP_SMTP_FROM")
    if settings.smtp_user and settings.smtp_security == "none":
        raise NotTaken("a login is not sent over an open connection: set CYP_SMTP_SECURITY to starttls or tls")
    try:
        with _connected(settings) as server:
            if settings.smtp_user and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(_as_mail(settings, message))
    except smtplib.SMTPRecipientsRefused as refused:
        codes = sorted({str(code) for code, _ in refused.recipients.values()})
        raise NotTaken(f"the mail server refused the address ({', '.join(codes)})") from None
    except smtplib.SMTPResponseException as refused:
        raise NotTaken(f"the mail server refused ({type(refused).__name__}, {refused.smtp_code})") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"the mail server cannot be used ({type(error).__name__})") from None


def _connected(settings: Settings) -> smtplib.SMTP:
    place = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*place, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(*place, timeout=_SECONDS)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _as_mail(settings: Settings, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = settings.smtp_from
    mail["To"] = message.target
    mail["Subject"] = message.digest.subject
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = f"<{message.message_id}@{settings.smtp_from.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"  # so that no absence notice answers
    mail.set_content(message.digest.text)
    return mail
