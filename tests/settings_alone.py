"""Settings for reading the code (types, migrations): nothing is started, and no key is written anywhere."""

import base64
import os

os.environ.setdefault("EICHHORN_MASTER_KEY", base64.urlsafe_b64encode(bytes(32)).decode())
os.environ.setdefault("EICHHORN_HOME", "/nonexistent")

from eichhorn.config.settings import *  # noqa: F403
