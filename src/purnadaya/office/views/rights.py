"""Her file, to be handed to her."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.kernel.problems import Refused
from purnadaya.office.rights import file_about
from purnadaya.ui.words import say


@needs("request", "settle")
@require_POST
@never_cache
def export(request: Request, request_id: UUID) -> HttpResponse:
    """Make the file and give it out, this once; nothing of it stays on the server."""
    try:
        made = file_about(request.actor, request_id)
    except Refused as refusal:
        if any(problem.code == "access.not_found" for problem in refusal.problems):
            raise
        messages.error(request, " ".join(say(problem) for problem in refusal.problems))
        return redirect("people:request", request_id)
    name = f"data-{timezone.localdate():%Y%m%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)
