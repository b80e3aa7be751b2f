"""The house's settings, with the jobs of the tests."""

from purnadaya.config.settings import *  # noqa: F403
from purnadaya.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs"]
