"""Wires the house when Django is ready."""

from django.apps import AppConfig

from purnadaya.config import logs


class ConfigConfig(AppConfig):
    """Wiring, logs and the checks an operator is told of."""

    name = "purnadaya.config"
    label = "config"

    def ready(self) -> None:
        """Start logs, connect facts to what follows from them, register checks."""
        from purnadaya.config import checks, wiring  # noqa: PLC0415 - models must be loaded first

        logs.configure()
        checks.register_all()
        wiring.wire()
