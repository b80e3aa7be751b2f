"""Logs as json lines: what happened and how long it took; never who, never what about."""

from __future__ import annotations

import logging
import logging.config
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "from", "message": "event"},
        }
    },
    "filters": {"nobody": {"()": "purnadaya.config.logs.WithoutAddresses"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["nobody"]}},
    "loggers": {
        "purnadaya": {"handlers": ["out"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["out"], "level": "ERROR", "propagate": False},
    },
}

logger = logging.getLogger("purnadaya.request")


class WithoutAddresses(logging.Filter):
    """Takes from Django's own lines the request and its address, which may hold ids or names."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line stays; what it says of the page does not."""
        if record.name.startswith("django"):
            record.msg, record.args = str(record.msg).partition(":")[0], ()
            record.__dict__.pop("request", None)
        return True


def configure() -> None:
    """Start logging."""
    logging.config.dictConfig(CONFIG)


class RequestLogMiddleware:
    """One line per request, naming the page's route and not its address, which may hold ids or names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            extra={
                "route": match.view_name if match else "-",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response
