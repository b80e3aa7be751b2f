"""The page of a village."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.access.gate import Request, signed_in
from purnadaya.access.policies import can, holds
from purnadaya.journal.door import save
from purnadaya.kernel.problems import not_found
from purnadaya.office.forms import NameHamletForm
from purnadaya.people.queries import persons_for
from purnadaya.places.queries import hamlet_list_for, hamlets_of, lineage, village
from purnadaya.places.words import TYPOLOGY_WORDS, local_word, typology_of

TERMS = {
    "village": gettext_lazy("What it is"),
    "village_head": gettext_lazy("Led by"),
    "village_council": gettext_lazy("Its council"),
    "village_regulation": gettext_lazy("Its regulations"),
    "district": gettext_lazy("Lies in a"),
    "hamlet": gettext_lazy("Its parts"),
}


@signed_in
def place(request: Request, code: str) -> HttpResponse:
    """A village: what it is called, who of ours lives there, its hamlets."""
    area = village(code)
    if area is None:
        raise not_found()
    actor = request.actor
    form = NameHamletForm(request.POST or None, actor=actor, fixed={"village": area.code})
    if request.method == "POST" and save(form, actor):
        messages.success(request, _("Saved."))
        return redirect("place", area.code)
    context = {
        "area": area,
        "lineage": lineage(area.code),
        "words": [(label, word) for term, label in TERMS.items() if (word := local_word(term, area.code))],
        "hamlet_word": local_word("hamlet", area.code),
        "typology": TYPOLOGY_WORDS[land] if (land := typology_of(area.code)) else None,
        "hamlets": hamlets_of(actor.organisation_id, area.code),
        "people_count": persons_for(actor, village=area.code).count() if holds(actor, "person", "see") else None,
        "may_name": can(actor, "name_hamlet", hamlet_list_for(actor, area.code)),
        "form": form,
    }
    return render(request, "office/place.html", context, status=422 if form.errors else 200)
