"""The door for the web server."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from purnadaya.config.keeper import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")

# Granian's own processes stay behind, with the port, when the one that started them is killed.
die_with_parent(signal.SIGKILL)

application = get_wsgi_application()
