"""The words for what groups choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from purnadaya.groups.rules.groups import Ending, GroupKind, Post, Terrain
from purnadaya.groups.rules.meetings import Attended, Excuse, Topic
from purnadaya.groups.rules.outreach import OccasionKind

KIND_WORDS: Mapping[Any, Any] = {
    GroupKind.P3A: _("P3A, learning centre of women and children"),
    GroupKind.RETURNEES: _("Group of returned migrants"),
    GroupKind.FARMERS: _("Women farmers"),
    GroupKind.SAVINGS: _("Savings group"),
    GroupKind.BUSINESS: _("Group business"),
    GroupKind.OTHER: _("Another kind"),
}
SHORT_KIND_WORDS: Mapping[Any, Any] = {
    GroupKind.P3A: _("P3A"),
    GroupKind.RETURNEES: _("Returned migrants"),
    GroupKind.FARMERS: _("Women farmers"),
    GroupKind.SAVINGS: _("Savings group"),
    GroupKind.BUSINESS: _("Group business"),
    GroupKind.OTHER: _("Group"),
}
TERRAIN_WORDS: Mapping[Any, Any] = {
    Terrain.MOUNTAIN: _("Mountain"),
    Terrain.COAST: _("Coast"),
    Terrain.TOWN_EDGE: _("Edge of town"),
    Terrain.PLAIN: _("Plain"),
}
POST_WORDS: Mapping[Any, Any] = {
    Post.CHAIR: _("Chair"),
    Post.VICE_CHAIR: _("Vice chair"),
    Post.SECRETARY: _("Secretary"),
    Post.TREASURER: _("Treasurer"),
    Post.SECTION: _("Head of a section"),
}
ENDING_WORDS: Mapping[Any, Any] = {
    Ending.MOVED: _("Moved away"),
    Ending.WORK: _("Busy with work"),
    Ending.FAMILY: _("Family"),
    Ending.ABROAD: _("Went abroad"),
    Ending.DIED: _("Died"),
    Ending.OTHER: _("Another reason"),
}
ATTENDED_WORDS: Mapping[Any, Any] = {
    Attended.PRESENT: _("Present"),
    Attended.EXCUSED: _("Excused"),
    Attended.ABSENT: _("Absent"),
}
EXCUSE_WORDS: Mapping[Any, Any] = {
    Excuse.ILL: _("Ill"),
    Excuse.WORK: _("Work"),
    Excuse.FAMILY: _("Child or family"),
    Excuse.CEREMONY: _("Ceremony or helping neighbours"),
    Excuse.AWAY: _("Out of town"),
    Excuse.OTHER: _("Something else"),
}
TOPIC_WORDS: Mapping[Any, Any] = {
    Topic.BEFORE_MIGRATION: _("Rights before leaving for work abroad"),
    Topic.DURING_MIGRATION: _("Rights while working abroad"),
    Topic.AFTER_MIGRATION: _("Rights after coming home"),
    Topic.GENDER: _("Gender and equality"),
    Topic.HUMAN_RIGHTS: _("Human rights"),
    Topic.PARALEGAL: _("Paralegal law"),
    Topic.VIOLENCE: _("Violence at home and against women"),
    Topic.TRAFFICKING: _("Trafficking of people"),
    Topic.CHILDREN: _("Children and parenting"),
    Topic.HEALTH: _("Health"),
    Topic.ECONOMY: _("Household money and business"),
    Topic.CRAFTS: _("Crafts, cooking, skills"),
    Topic.VILLAGE_LAW: _("Village law and planning"),
    Topic.VILLAGE_FUNDS: _("Village funds and proposals"),
    Topic.ORGANISING: _("Organising the group"),
    Topic.SPEAKING: _("Speaking and leading"),
    Topic.MEDIA: _("Social media and campaigns"),
    Topic.OTHER: _("Another topic"),
}
OCCASION_WORDS: Mapping[Any, Any] = {
    OccasionKind.PKK: _("PKK meeting"),
    OccasionKind.POSYANDU: _("Posyandu"),
    OccasionKind.FILM: _("Film screening"),
    OccasionKind.GATHERING: _("Gathering"),
    OccasionKind.RELIGIOUS: _("Religious meeting"),
    OccasionKind.SCHOOL: _("School"),
    OccasionKind.VILLAGE: _("Village meeting"),
    OccasionKind.MEDIA: _("Radio or social media"),
    OccasionKind.OTHER: _("Another occasion"),
}

AGE_WORDS: Mapping[str, Any] = {
    "under_18": _("Under 18"),
    "18_24": _("18 to 24"),
    "25_59": _("25 to 59"),
    "60_up": _("60 and older"),
    "age_unknown": _("Age not known"),
}
REACHED_WORDS: Mapping[str, Any] = {
    "women_under_18": _("Girls under 18"),
    "women_18_24": _("Women of 18 to 24"),
    "women_25_59": _("Women of 25 to 59"),
    "women_60_up": _("Women of 60 and older"),
    "women_age_unknown": _("Women, age not known"),
    "men_under_18": _("Boys under 18"),
    "men_18_24": _("Men of 18 to 24"),
    "men_25_59": _("Men of 25 to 59"),
    "men_60_up": _("Men of 60 and older"),
    "men_age_unknown": _("Men, age not known"),
}


def topic_words(own: Mapping[str, str]) -> dict[str, Any]:
    """Every topic by its code; own topics (id → name) after ours, before "another"."""
    ours = {one.value: words for one, words in TOPIC_WORDS.items()}
    other = {Topic.OTHER.value: ours.pop(Topic.OTHER.value)}
    return {**ours, **own, **other}


PROBLEM_WORDS: Mapping[str, Any] = {
    "groups.day_in_future": _("This day is still to come."),
    "groups.day_too_old": _("That is too long ago. Look at the year."),
    "groups.decree_without_number": _("Write the number of the decree too."),
    "groups.nothing_changed": _("Nothing was changed."),
    "groups.closed": _("This group is no more."),
    "groups.not_closed": _("This group is not closed."),
    "groups.met_later": _("The group met after that day. Look at the day."),
    "groups.no_such_next_meeting": _("The group does not meet on that day."),
    "groups.topic_there_already": _("There is a topic of this name already."),
    "groups.topic_retired": _("This topic is not taught any more."),
    "groups.unknown_topic": _("Choose a topic."),
    "groups.member_already": _("She is a member already."),
    "groups.member_then_already": _("She was a member on that day already. Look at the day."),
    "groups.not_a_member": _("She is no member of this group."),
    "groups.not_member_then": _("She was no member on that day, or not all that time."),
    "groups.since_after_until": _("That is after her last day as a member."),
    "groups.held_a_post_before": _("She held a post in the group before that day. Look at the day."),
    "groups.post_taken": _("Another member holds this post in that time. End that first."),
    "groups.holds_it_already": _("She holds this post already in that time."),
    "groups.holds_a_post": _("She holds a post in the group. End or strike that first."),
    "groups.twice_in_the_round": _("Someone stands in the round twice."),
    "groups.meeting_to_come": _("This day is still to come. If that is right, say so below."),
    "groups.too_many_a_day": _("At most %(most)s meetings on one day."),
    "groups.no_meeting_before": _("There is no earlier meeting on that day."),
    "groups.next_before_this": _("The next meeting comes after this one."),
    "groups.guests_out_of_range": _("A number from 0 to %(most)s."),
    "groups.many_guests": _("Saved. So many guests came? Look at the number once more."),
    "groups.accounts_differ": _(
        "Saved, together with what a colleague wrote of this meeting. In some things you two differ: see below."
    ),
    "groups.joined_account": _("Saved, together with what a colleague wrote of this meeting. Nothing is there twice."),
    "groups.too_many_lines": _("At most %(most)s people by name. Count the others as guests."),
    "groups.not_members": _("Not everyone marked is a member. Say below who came as a guest, or let her join first."),
    "groups.told_twice": _("Someone stands there twice."),
    "groups.cancelled": _("This meeting was cancelled."),
    "groups.cancelled_that_day": _("The meeting of this day was cancelled."),
    "groups.not_cancelled": _("This meeting was not cancelled."),
    "groups.has_decisions": _("Something was agreed at it that is still open. Say below that it falls away too."),
    "groups.not_empty": _("Something still stands in this group. Strike that out first."),
    "groups.written_about_since": _("More was written about this meeting since. It stays."),
    "groups.struck_already": _("This was struck out already."),
    "groups.settled_already": _("A colleague settled this already."),
    "groups.minutes_out_of_range": _("Minutes: a number from 1 to %(most)s."),
    "groups.one_teacher": _("Name one teacher."),
    "groups.decision_without_owner": _("Who does it? Choose one, or: all of us."),
    "groups.one_owner": _("Choose one who does it."),
    "groups.due_before_decided": _("That is before it was agreed."),
    "groups.decision_settled": _("This is settled already."),
    "groups.decision_open": _("This is still open."),
    "groups.done_before_decided": _("That is before it was agreed."),
    "groups.reach_out_of_range": _("A number from 0 to %(most)s."),
    "groups.nobody_reached": _("How many were there? Write a number in one box at least."),
    "groups.more_disabled_than_reached": _("That is more than all who were there (%(reached)s)."),
    "groups.no_topic": _("What was taught? Choose one topic at least."),
    "groups.outreach_there_already": _(
        "A public education of this day, occasion and village is written down already. If this is another one, say so "
        "here."
    ),
    "groups.outreach_cancelled": _("This public education was cancelled."),
    "groups.outreach_not_cancelled": _("This public education was not cancelled."),
    "groups.village_out_of_reach": _("This village is outside your area. Ask your coordinator."),
}
