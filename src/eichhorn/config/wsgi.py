"""The web application.

What is loaded here is shared by all web processes and stays as long as they do. So every page is loaded before they part,
and the collector passes over all of it: it would look through it again and again, and copy what is shared by touching it.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eichhorn.config.settings")
application = get_wsgi_application()
get_resolver().resolve("/")
gc.collect()
gc.freeze()
