"""Who is told what: policies, what follows from which fact, words, forms. The only place that knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Model

from purnadaya.access import append_only_sql, policies, resealing, shelf
from purnadaya.access import facts as access_facts
from purnadaya.access import models as access
from purnadaya.access import queries as access_queries
from purnadaya.access.models import AtTheDoor
from purnadaya.access.policies import ScopedPolicy
from purnadaya.access.queries import Server, organisation_for, user_for
from purnadaya.access.roles import SECURITY_READERS, USER_VERBS, ScopeKind
from purnadaya.access.scopes import register_scope
from purnadaya.access.security import note_of
from purnadaya.config import counting
from purnadaya.documents import models as documents
from purnadaya.documents import queries as documents_queries
from purnadaya.documents import rules as documents_rules
from purnadaya.documents import subject as documents_subject
from purnadaya.documents.office import forms as documents_forms
from purnadaya.documents.office.section import section as documents_section
from purnadaya.documents.office.words import PROBLEM_WORDS as DOCUMENT_WORDS
from purnadaya.documents.office.words import READ_WORDS as DOCUMENT_READ_WORDS
from purnadaya.groups import facts as group_facts
from purnadaya.groups import models as groups
from purnadaya.groups import queries as group_queries
from purnadaya.groups import rules as group_rules
from purnadaya.groups import story as groups_story
from purnadaya.groups import subject as groups_subject
from purnadaya.groups.office import forms as group_forms
from purnadaya.groups.office import home as groups_home
from purnadaya.groups.office import meeting_forms, outreach_forms, taught_forms
from purnadaya.groups.office import outreach as group_outreach
from purnadaya.groups.office import papers as group_papers
from purnadaya.groups.office import story_words as groups_story_words
from purnadaya.groups.office.section import section as groups_section
from purnadaya.groups.office.words import PROBLEM_WORDS as GROUP_WORDS
from purnadaya.imports import checks as import_checks
from purnadaya.imports import jobs as import_jobs
from purnadaya.imports import models as imports
from purnadaya.imports import queries as import_queries
from purnadaya.imports import reactions as import_reactions
from purnadaya.imports import subject as import_subject
from purnadaya.imports.office import forms as import_forms
from purnadaya.imports.office import home as imports_home
from purnadaya.imports.policy import ImportPolicy
from purnadaya.imports.row_words import ROW_PROBLEM_WORDS
from purnadaya.imports.words import PROBLEM_WORDS as IMPORT_WORDS
from purnadaya.jobs.models import Job
from purnadaya.jobs.policy import JobPolicy
from purnadaya.journal import models as journal
from purnadaya.journal import queries, reading, verifying, wires
from purnadaya.journal import subject as journal_subject
from purnadaya.journal.contents import contents_of
from purnadaya.journal.reading import Masked
from purnadaya.journal.stories import Storyteller, register_teller
from purnadaya.journal.subjects import register_holder
from purnadaya.kernel.commands import Actor, Work
from purnadaya.kernel.problems import not_found
from purnadaya.kernel.together import once
from purnadaya.office import forms as office_forms
from purnadaya.office import looks, rulebook_forms, scheduled
from purnadaya.office.backup.erased import note_erased
from purnadaya.office.job_words import PROBLEM_WORDS as JOB_WORDS
from purnadaya.office.waiting_words import PROBLEM_WORDS as WAITING_WORDS
from purnadaya.people import commands as people_commands
from purnadaya.people import facts as people_facts
from purnadaya.people import models as people
from purnadaya.people import queries as people_queries
from purnadaya.people import rules as people_rules
from purnadaya.people import story as people_story
from purnadaya.people import subject as people_subject
from purnadaya.people.office import forms as people_forms
from purnadaya.people.office import life_forms, sharing
from purnadaya.people.office import story_words as people_story_words
from purnadaya.places.queries import HamletList, hamlet_for
from purnadaya.places.reactions import remember_hamlet
from purnadaya.rulebook.models import OwnValue
from purnadaya.rulebook.queries import OwnValues, own_value_for
from purnadaya.tallies import engine as tallies
from purnadaya.tallies import subject as tallies_subject
from purnadaya.tallies.policy import POLICY as FIGURES
from purnadaya.tallies.policy import Tallied
from purnadaya.ui.forms import CommandForm, register_form
from purnadaya.ui.parts import register_part
from purnadaya.ui.sections import register_section
from purnadaya.ui.words import register_words

Settled: TypeAlias = (
    people_facts.PersonRegistered
    | people_facts.PersonCorrected
    | people_facts.PersonMoved
    | group_facts.GroupFounded
    | group_facts.GroupCorrected
)
"""Facts that say where a person lives."""

LOG_READERS = {role: frozenset({"see"}) for role in ("coordinator", "organisation_admin", "system_admin", "auditor")}
READING_READERS = {role: frozenset({"see"}) for role in ("coordinator", "organisation_admin", "auditor")}
WAITING_KEEPERS = {
    "coordinator": frozenset({"see", "settle"}),
    "organisation_admin": frozenset({"see", "settle"}),
}
HAMLET_KEEPERS = {
    role: frozenset({"name_hamlet"}) for role in ("group_officer", "facilitator", "paralegal", "coordinator")
}
RULE_KEEPERS = {
    **{role: frozenset({"see", "set"}) for role in ("programme_manager", "organisation_admin")},
    **{role: frozenset({"see"}) for role in ("coordinator", "auditor")},
}
"""The values themselves everyone reads in the book; this is about their reasons and who set them."""

JOBS = (
    scheduled.take_backup, scheduled.try_drill, scheduled.sweep, scheduled.tidy, scheduled.find_twins,
    scheduled.roll_up, scheduled.recount, import_jobs.read_sheet, import_jobs.take_in_sheet, import_jobs.undo,
)  # fmt: skip
"""Every job there is; reading this makes them known."""

FORMS: tuple[type[CommandForm], ...] = (
    people_forms.RegisterPersonForm,
    people_forms.CorrectPersonForm,
    people_forms.ReceiveRequestForm,
    people_forms.AnswerRequestForm,
    people_forms.RefuseRequestForm,
    people_forms.ErasePersonForm,
    *life_forms.FORMS,
    *documents_forms.FORMS,
    *group_forms.FORMS,
    *meeting_forms.FORMS,
    *taught_forms.FORMS,
    *outreach_forms.FORMS,
    *import_forms.FORMS,
    office_forms.InviteUserForm,
    office_forms.CorrectUserForm,
    office_forms.IssueCodeForm,
    office_forms.ResetSecondFactorForm,
    office_forms.GiveRoleForm,
    office_forms.EndRoleForm,
    office_forms.CloseSignInForm,
    office_forms.OpenSignInForm,
    office_forms.FoundOrganisationForm,
    office_forms.NameHamletForm,
    rulebook_forms.SetValueForm,
    rulebook_forms.EndValueForm,
)

WORDS = (
    people_forms.PROBLEM_WORDS,
    life_forms.PROBLEM_WORDS,
    DOCUMENT_WORDS,
    GROUP_WORDS,
    IMPORT_WORDS,
    ROW_PROBLEM_WORDS,
    sharing.PROBLEM_WORDS,
    office_forms.PROBLEM_WORDS,
    office_forms.PLACE_WORDS,
    rulebook_forms.PROBLEM_WORDS,
    WAITING_WORDS,
    JOB_WORDS,
)


def wire() -> None:
    """Connect everything, once, when Django is ready."""
    _policies()
    _holders()
    _ties()
    _tellers()
    _consequences()
    counting.wire()
    _words_and_forms()
    _checks()


def _policies() -> None:
    person = people_queries.AccompaniedPolicy("person", people_rules.VERBS, path="")
    policies.register(person, people.Person, people_queries.Registry)
    request = people_queries.RequestPolicy("request", people_rules.REQUEST_VERBS, area="area", area_lookup="area")
    policies.register(request, people.SubjectRequest)
    for kind, model in people.ENTRIES.items():
        policies.register(people_queries.AccompaniedPolicy(kind, people_rules.ENTRY_VERBS), model)
    policies.register(people_queries.AccompaniedPolicy("document", documents_rules.VERBS), documents.Document)
    _group_policies()
    policies.register(ImportPolicy("import_file"), imports.ImportFile)
    policies.register(ImportPolicy("import_sheet", path="file__"), imports.ImportSheet)
    policies.register(ImportPolicy(import_queries.ROW_KIND, path="sheet__file__"), imports.ImportRow)
    policies.register(ImportPolicy("import_mapping"), imports.ImportMapping)
    policies.register(ScopedPolicy("user", USER_VERBS), access.User, access.Organisation)
    policies.register(ScopedPolicy("server", {}), Server)
    policies.register(ScopedPolicy("security", SECURITY_READERS), access.SecurityEvent)
    policies.register(ScopedPolicy("operation", LOG_READERS), journal.Operation)
    policies.register(ScopedPolicy("reading", READING_READERS), journal.Reading)
    waiting = ScopedPolicy("waiting", WAITING_KEEPERS, area="area", area_lookup="area")
    policies.register(waiting, journal.WaitingItem)
    policies.register(JobPolicy(), Job)
    policies.register(ScopedPolicy("hamlet", HAMLET_KEEPERS, area="village_code"), HamletList)
    policies.register(ScopedPolicy("own_value", RULE_KEEPERS), OwnValue, OwnValues)
    policies.register(FIGURES, Tallied)


GROUP_TABLES: dict[str, type[Model]] = {
    "membership": groups.Membership,
    "officer": groups.OfficerTerm,
    "meeting": groups.Meeting,
    "decision": groups.Decision,
}
MEETING_TABLES: dict[str, type[Model]] = {
    "lesson": groups.Lesson,
    "guest": groups.NamedGuest,
    "difference": groups.Difference,
}


def _group_policies() -> None:
    verbs = group_rules.VERBS
    policies.register(group_queries.GroupPolicy("group", verbs, path=""), groups.Group, group_queries.Programme)
    for kind, table in GROUP_TABLES.items():
        policies.register(group_queries.GroupPolicy(kind, verbs), table)
    for kind, table in MEETING_TABLES.items():
        policies.register(group_queries.GroupPolicy(kind, verbs, path="meeting__group__"), table)
    policies.register(group_queries.OutreachPolicy("outreach", verbs), groups.Outreach)
    register_scope(ScopeKind.GROUP, group_queries.group_lies)
    policies.register(ScopedPolicy("topic", group_rules.TOPIC_VERBS), groups.OwnTopic, group_queries.TopicList)


def _holders() -> None:
    # The waiting room is searched by what the registry still holds, so it comes first; documents rest on consents,
    # so they go before these.
    register_holder("journal", journal_subject)
    register_holder("groups", groups_subject)
    register_holder("documents", documents_subject)
    register_holder("imports", import_subject)
    register_holder("people", people_subject)
    register_holder("tallies", tallies_subject)


def _ties() -> None:
    shelf.register_speaker("imports", import_checks.shelved)
    people_queries.register_ties("belonging", group_queries.belonging_to)
    people_queries.register_ties("meetings", group_queries.ties_of, *group_queries.TIED_BY)
    people_queries.register_ties("documents", documents_queries.ties_of, *documents_queries.TIED_BY)


def _tellers() -> None:
    register_teller("people", Storyteller(people_story.entries, people_story_words.tell, people_story_words.KIND_WORDS))
    register_teller("groups", Storyteller(groups_story.entries, groups_story_words.tell, groups_story_words.KIND_WORDS))


def _consequences() -> None:
    wires.react_to(people_facts.PersonRegistered, _remember_hamlet)
    wires.react_to(people_facts.PersonCorrected, _remember_hamlet)
    wires.react_to(people_facts.PersonMoved, _remember_hamlet)
    wires.react_to(group_facts.GroupFounded, _remember_hamlet)
    wires.react_to(group_facts.GroupCorrected, _remember_hamlet)
    wires.react_to(people_facts.PersonUnregistered, lambda fact, _: import_reactions.taken_back(fact.person_id))
    wires.react_to(group_facts.MemberJoined, _accompany)
    wires.react_to(
        group_facts.MembershipCorrected,
        lambda fact, _: people_commands.correct_by_group(fact.membership_id, fact.since),
    )
    wires.react_to(group_facts.MemberLeft, lambda fact, _: people_commands.end_by_group(fact.membership_id, fact.until))
    wires.react_to(
        group_facts.MembershipStruck, lambda fact, work: people_commands.strike_by_group(fact.membership_id, work)
    )
    wires.react_to(group_facts.GroupCorrected, _move_with_group)
    wires.listen_to(people_facts.PersonErased, lambda fact, _: scheduled.sweep_soon())
    wires.listen_to(people_facts.PersonErased, lambda fact, _: note_erased(settings.HOME))
    wires.react_to(access_facts.SignInClosed, lambda fact, _: note_of(fact.user_id, AtTheDoor.SIGN_IN_CLOSED))
    wires.react_to(access_facts.SignInOpened, lambda fact, _: note_of(fact.user_id, AtTheDoor.SIGN_IN_OPENED))
    wires.react_to(access_facts.SecondFactorReset, lambda fact, _: note_of(fact.user_id, AtTheDoor.SECOND_FACTOR_RESET))


def _remember_hamlet(fact: Settled, work: Work) -> None:
    correction = isinstance(fact, (people_facts.PersonCorrected, group_facts.GroupCorrected))
    named = not correction or "hamlet" in getattr(fact, "fields", ())
    if named and fact.hamlet and work.organisation_id:
        owner, village, hamlet = work.organisation_id, fact.village, fact.hamlet
        once(("hamlet", owner, village, hamlet), lambda: remember_hamlet(owner, village, hamlet))


def _accompany(fact: group_facts.MemberJoined, work: Work) -> None:
    people_commands.accompany_by_group(
        fact.membership_id, fact.person_id, fact.group_id, fact.village, fact.since, work
    )


def _move_with_group(fact: group_facts.GroupCorrected, work: Work) -> None:
    if "village" in fact.fields:
        people_commands.move_group(fact.group_id, fact.village)


def _words_and_forms() -> None:
    for words in WORDS:
        register_words(words)
    for form in FORMS:
        register_form(form)
    for part in (taught_forms.lesson_rows, taught_forms.decision_rows, taught_forms.guest_rows):
        register_part("meeting", part)
    register_section("home", groups_home.section)
    register_section("home", imports_home.section)
    register_section("person", groups_section)
    register_section("person", documents_section)
    register_section("person", looks.section)
    register_section("meeting", group_papers.meeting_section)
    register_section("group", group_papers.group_section)
    register_section("group", group_outreach.section)
    queries.register_kind("person", people_queries.person_for)
    reading.register_masked(
        "person", Masked(people_queries.called_for, {**people_forms.READ_WORDS, **DOCUMENT_READ_WORDS})
    )
    queries.register_kind("document", documents_queries.told_document_for)
    reading.register_masked("organisation", Masked(_registries, people_forms.REGISTRY_READ_WORDS))
    queries.register_kind("group", group_queries.group_for)
    reading.register_masked("group", Masked(group_queries.named_groups, group_papers.GROUP_READ_WORDS))
    reading.register_masked("meeting", Masked(group_papers.named, group_papers.MEETING_READ_WORDS))
    queries.register_kind("meeting", group_queries.meeting_for)
    queries.register_kind("decision", group_queries.decision_for)
    queries.register_kind("topic", group_queries.topic_for)
    queries.register_kind("outreach", group_queries.outreach_for)
    queries.register_kind("import_file", import_queries.file_for)
    queries.register_kind("user", user_for)
    queries.register_kind("organisation", organisation_for)
    queries.register_kind("hamlet", hamlet_for)
    queries.register_kind("own_value", _own_value_with_its_reason)


def _own_value_with_its_reason(actor: Actor, value_id: UUID) -> OwnValue:
    """The rulebook lies below access and cannot ask itself who may read why a value was set."""
    value = own_value_for(actor, value_id)
    if not policies.can(actor, "see", value):
        raise not_found()
    return value


def _registries(actor: Actor, ids: set[str]) -> dict[str, str]:
    """An organisation's readings as a whole are of its registry."""
    return {of: str(people_forms.REGISTRY) for of in ids if of == str(actor.organisation_id)}


def _checks() -> None:
    verifying.register_check("store.sound", verifying.store_is_sound)
    verifying.register_check("journal.guarded", verifying.log_is_guarded)
    verifying.register_check("access.security_guarded", _security_is_guarded)
    verifying.register_check("journal.versions_gapless", verifying.versions_are_gapless)
    verifying.register_check("documents.shelf_whole", documents_queries.shelf_differences)
    verifying.register_check("imports.shelf_whole", import_checks.shelf_differences)
    verifying.register_check("imports.rows_add_up", import_checks.row_differences)
    for name, check in (
        ("access.sealed_opens", resealing.unopened),
        ("access.match_log", lambda: access_queries.user_differences(_told_of("user"))),
        ("people.match_log", lambda: people_queries.registry_differences(_told_of("person"))),
    ):
        verifying.register_check(name, check, opens_sealed=True)
    verifying.register_check("people.filed", people_queries.block_differences)
    verifying.register_check("groups.follow_meetings", group_queries.group_differences)
    verifying.register_check("people.merged", people_queries.standing_differences)
    verifying.register_check("groups.accompany", group_queries.accompaniment_differences)
    verifying.register_check("tallies.counted", tallies.differences)


def _security_is_guarded() -> Iterator[str]:
    return verifying.unguarded({append_only_sql.TABLE: append_only_sql.guard(connection.vendor)})


def _told_of(kind: str) -> Iterator[access_queries.Told]:
    """Every applied operation on things of this kind, in order, for the apps to add up."""
    applied = journal.Operation.objects.applied().filter(object_kind=kind).order_by("seq").iterator()
    for row, contents in contents_of(applied):
        values = contents.values if contents else None
        yield access_queries.Told(row.object_id, row.kind, row.organisation_id, row.object_version, values)
