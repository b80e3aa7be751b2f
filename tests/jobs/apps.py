"""The jobs of the tests as an app beside the house."""

from django.apps import AppConfig


class TestsConfig(AppConfig):
    name = "tests.jobs"
    label = "tests_jobs"

    def ready(self) -> None:
        from tests.jobs import counting  # noqa: F401
