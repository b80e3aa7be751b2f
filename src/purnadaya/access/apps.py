"""The app's name for Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Organisations, users and roles."""

    name = "purnadaya.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every sign-in, and of every one that fails."""
        from purnadaya.access import security, sessions  # noqa: PLC0415 - models must be loaded first

        sessions.watch_sign_ins()
        security.watch_the_door()
