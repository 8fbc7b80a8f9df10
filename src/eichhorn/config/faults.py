"""What is shown of settings beside a trace, should anybody ever switch Django's own report on."""

import re

from django.views.debug import SafeExceptionReporterFilter


class OurSettings(SafeExceptionReporterFilter):
    """Hides what Django hides by its name, and the address of the mail server, in which its password stands."""

    hidden_settings = re.compile(SafeExceptionReporterFilter.hidden_settings.pattern + "|MAIL_URL", flags=re.IGNORECASE)
