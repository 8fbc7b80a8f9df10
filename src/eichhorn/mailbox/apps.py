from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "eichhorn.mailbox"
    label = "mailbox"
