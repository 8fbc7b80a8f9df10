"""A notice as a mail: plain text, one recipient, no header that its text could write.

The difficult thing: a mail may leave twice. So its Message-ID is always the same, and a mail program shows it once.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from eichhorn.foundation.crypto import Keys


def letter(
    *, number: int, to_email: str, subject: str, body: str, language: str, made_at: datetime, sender: str, keys: Keys
) -> EmailMessage:
    """Return the mail; the subject has been cleaned when the notice was taken in."""
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name or "Eichhorn", addr_spec=address)
    mail["To"] = Address(addr_spec=plain_address(to_email))
    mail["Subject"] = subject
    mail["Date"] = format_datetime(made_at)
    mail["Message-ID"] = f"<{identity(number, keys)}@{address.partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = language
    mail.set_content(body, charset="utf-8", cte="quoted-printable")
    return mail


def identity(number: int, keys: Keys) -> str:
    """Return what stands before the @ of its Message-ID: nobody guesses it, so who names it has had the letter."""
    return keys.derive(f"notice:{number}").hex()[:32]


def plain_address(email: str) -> str:
    """Return the address with its domain as the mail system writes it, umlauts as xn--."""
    local, _at, domain = email.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
