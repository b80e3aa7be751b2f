"""The app's name for Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "purnadaya.jobs"
    label = "jobs"
