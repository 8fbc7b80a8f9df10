"""Settings of one installation, read from the environment; `eichhorn up` sets what is missing.

The difficult thing: the same file serves the embedded database and any external one, so nothing here starts
anything. Whoever runs without `eichhorn up` sets DATABASE_URL and EICHHORN_HOME.
"""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from eichhorn.foundation import crypto
from eichhorn.media.stores.address import Address

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(
    os.environ.get("EICHHORN_HOME", "/var/lib/eichhorn" if os.geteuid() == 0 else "~/.local/share/eichhorn")
).expanduser()
KEYS = crypto.Keys.for_home(HOME)

BUCKET = Address.from_environment()
"""Where pictures lie; None is the folder in the home."""

DEBUG = False
SECRET_KEY = KEYS.derive("django").hex()
SECRET_KEY_FALLBACKS = [crypto.Keys(older).derive("django").hex() for older in KEYS.older]
"""Whoever was signed in when the key was changed stays signed in."""
ALLOWED_HOSTS = [h for h in os.environ.get("EICHHORN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
PUBLIC_URL = os.environ.get("EICHHORN_PUBLIC_URL", "http://127.0.0.1:8017").rstrip("/")
"""Where people reach this installation; links in mail begin with it."""
HTTPS = PUBLIC_URL.startswith("https://")

STAGE = os.environ.get("EICHHORN_STAGE", "on") == "on"
"""Whether the rehearsal stage is open; `--empty` closes it."""
STAGE_URL = os.environ.get("EICHHORN_STAGE_URL", PUBLIC_URL)
OUTBOUND_ALLOW = frozenset(a for a in os.environ.get("EICHHORN_OUTBOUND_ALLOW", "").split(",") if a)
"""host:port pairs that may be reached although their address is private; only from configuration."""
PLC_DIRECTORY = os.environ.get("EICHHORN_PLC_DIRECTORY", "")
"""Where accounts of the AT protocol are looked up; empty asks the public directory."""

SEND_DEADLINE_S = float(os.environ.get("EICHHORN_SEND_DEADLINE_S", "60"))
"""The longest one sending may take before it counts as doubtful; the HTTP factory gives up earlier."""
DOUBT_PAUSE_S = float(os.environ.get("EICHHORN_DOUBT_PAUSE_S", "30"))
"""The pause after a doubt before the network is asked again."""
SEND_SLOTS = int(os.environ.get("EICHHORN_SEND_SLOTS", "20"))
"""How many posts one worker sends at a time."""

ABSENCES_KEPT_FOR = timedelta(days=int(os.environ.get("EICHHORN_ABSENCES_KEPT_DAYS", "90")))
"""How long an absence or a deputy is kept after its end."""

API_PER_MINUTE = int(os.environ.get("EICHHORN_API_PER_MINUTE", "600"))
"""How many requests a program may make with one token in a minute."""

METRICS_TOKEN = os.environ.get("EICHHORN_METRICS_TOKEN", "")
"""With it /metrics answers other machines too; without it this machine alone."""

NETWORKS = [
    "eichhorn.networks.mastodon.Mastodon",
    "eichhorn.networks.bluesky.Bluesky",
    "eichhorn.networks.x.X",
    "eichhorn.networks.linkedin.LinkedIn",
    "eichhorn.networks.telegram.Telegram",
    "eichhorn.networks.wordpress.WordPress",
    "eichhorn.networks.matrix.Matrix",
    "eichhorn.networks.by_hand.ByHand",
    *(path for path in os.environ.get("EICHHORN_NETWORKS", "").split(",") if path),
]
"""Dotted paths; those of the environment are other people's, and `eichhorn doctor` names them."""

EICHHORN_THREAD = "eichhorn.web.thread.of_slot"
"""Who ties the thread of a slot together; pages of every room show it and know no room above them."""
EICHHORN_VIDEOS_SEEN = "eichhorn.library.queries.videos_seen"
"""Who knows which videos somebody may find: those of confidential posts are not for everybody."""
EICHHORN_BESIDE_DRAFT = ("eichhorn.remarks.showing.panel",)
EICHHORN_BESIDE_SLOT = ("eichhorn.topics.showing.panel",)
EICHHORN_BESIDE_TOPIC = (
    "eichhorn.measures.showing.panel", "eichhorn.ideas.showing.of_topic", "eichhorn.carrying.showing.of_topic",
)  # fmt: skip
EICHHORN_BESIDE_MEASURE = ("eichhorn.carrying.showing.of_measure",)
EICHHORN_BESIDE_WAY = ("eichhorn.carrying.showing.of_goal",)
"""What later rooms show beside a draft, a post, a topic, a measure and the way to a goal, in this order."""

INSTALLED_APPS = [
    "eichhorn.foundation",
    "eichhorn.ui",
    "eichhorn.people",
    "eichhorn.duty",
    "eichhorn.notices",
    "eichhorn.media",
    "eichhorn.library",
    "eichhorn.video",
    "eichhorn.stage",
    "eichhorn.channels",
    "eichhorn.situation",
    "eichhorn.strategy",
    "eichhorn.concept",
    "eichhorn.guidelines",
    "eichhorn.occasions",
    "eichhorn.planning",
    "eichhorn.topics",
    "eichhorn.lenses",
    "eichhorn.measures",
    "eichhorn.intake",
    "eichhorn.noticing",
    "eichhorn.redthread",
    "eichhorn.carrying",
    "eichhorn.figures",
    "eichhorn.desk",
    "eichhorn.mailbox",
    "eichhorn.snippets",
    "eichhorn.composer",
    "eichhorn.content",
    "eichhorn.ideas",
    "eichhorn.allies",
    "eichhorn.review",
    "eichhorn.remarks",
    "eichhorn.spreadsheets",
    "eichhorn.delivery",
    "eichhorn.dialogue",
    "eichhorn.calendar",
    "eichhorn.moving",
    "eichhorn.several",
    "eichhorn.queueing",
    "eichhorn.conference",
    "eichhorn.api",
    "eichhorn.webhooks",
    "eichhorn.web",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "eichhorn.config.health.answer_first",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "eichhorn.ui.compressing.Compressed",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "eichhorn.ui.middleware.lead_up",
    "eichhorn.people.middleware.Around",
    "eichhorn.people.gate.Gate",
]

ROOT_URLCONF = "eichhorn.config.urls"
WSGI_APPLICATION = "eichhorn.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "eichhorn.ui.context.shell",
                "eichhorn.web.context.frame",
            ],
        },
    }
]

DATABASE = dj_database_url.parse(os.environ.get("DATABASE_URL", "postgresql:///eichhorn"))
SILENT_LINE = {
    "connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 30_000, "options": "-c idle_in_transaction_session_timeout=120s",
}  # fmt: skip
"""A line that died without a word is noticed within half a minute here, and what it held locked is free after two."""
DATABASES = {
    "default": {
        **DATABASE, "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True, "OPTIONS": SILENT_LINE | DATABASE.get("OPTIONS", {}),
    }
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["eichhorn.people.backend.PeopleWhoAreHere"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PROXIES = int(os.environ.get("EICHHORN_PROXIES", "0"))
"""How many reverse proxies of ours stand in front; so many entries of X-Forwarded-For are believed."""
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "eichhorn.people.adapter.OurWay"
ACCOUNT_FORMS = {
    "login": "eichhorn.people.forms.SignInForm",
    "reset_password": "eichhorn.people.forms.ForgottenForm",
    "reset_password_from_key": "eichhorn.people.forms.NewPasswordForm",
    "set_password": "eichhorn.people.forms.FirstPasswordForm",
    "change_password": "eichhorn.people.forms.ChangePasswordForm",
    "reauthenticate": "eichhorn.people.second_factor_forms.ConfirmByPasswordForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = False
"""Those count in the cache of one process; `people.adapter` counts tries and letters for all of them together."""
MFA_ADAPTER = "eichhorn.people.mfa.OurFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""Nobody signs up here; an address is the administration's word."""
MFA_TOTP_TOLERANCE = 1
"""Half a minute early or late: telephones are."""
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "eichhorn.people.second_factor_forms.CodeForm",
    "authenticate_webauthn": "eichhorn.people.second_factor_forms.PasskeyAsSecondForm",
    "reauthenticate": "eichhorn.people.second_factor_forms.ConfirmByCodeForm",
    "reauthenticate_webauthn": "eichhorn.people.second_factor_forms.ConfirmByPasskeyForm",
    "activate_totp": "eichhorn.people.second_factor_forms.AppForm",
    "add_webauthn": "eichhorn.people.second_factor_forms.PasskeyForm",
    "edit_webauthn": "eichhorn.people.second_factor_forms.PasskeyNameForm",
    "login_webauthn": "eichhorn.people.second_factor_forms.PasskeyAloneForm",
}
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "eichhorn.people.sessions"
SESSION_COOKIE_NAME = "eichhorn_session"
CSRF_COOKIE_NAME = "eichhorn_csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "eichhorn.ui.errors.stale_form"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "eichhorn_language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: WhiteNoise serves what lies in the package
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "media"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/ui/build/[^/]+-[\w-]{8}\.\w+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

MAIL_URL = os.environ.get("EICHHORN_SMTP_URL", "")
"""smtp://user:password@host:port, smtps:// or smtp+starttls://; empty means the outbox page."""
MAIL_FROM = os.environ.get("EICHHORN_MAIL_FROM", "eichhorn@localhost")
MAILDROP = os.environ.get("EICHHORN_MAILDROP", "")
"""A Maildir folder into which a mail server puts requests; empty means that none come by mail."""
IMAP_URL = os.environ.get("EICHHORN_IMAP_URL", "")
"""imaps://user:password@host:port/folder, from which requests are read; empty means none."""
EICHHORN_LETTERS = "eichhorn.notices.services.tell"
"""Who takes in the letters of `people`, which stands below whoever sends them."""
EICHHORN_CHANNELS = "eichhorn.channels.queries.active"
"""Who knows the channels that a role can be limited to; `people` stands below them."""

DEFAULT_EXCEPTION_REPORTER_FILTER = "eichhorn.config.faults.OurSettings"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"event": {"()": "eichhorn.foundation.log.EventFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
    "root": {"handlers": ["console"], "level": os.environ.get("EICHHORN_LOG_LEVEL", "INFO")},
    "loggers": {"procrastinate": {"level": "WARNING"}, "fido2": {"level": "WARNING"}},
}
