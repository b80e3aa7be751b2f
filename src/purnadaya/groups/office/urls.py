"""Addresses of groups."""

from django.urls import path

from purnadaya.groups.office import backlog, groups, meetings, members, taught

app_name = "groups"
urlpatterns = [
    path("", groups.index, name="groups"),
    path("baru/", groups.found, name="found"),
    path("materi/", groups.topics, name="topics"),
    path("materi/baru/", groups.name_topic, name="name_topic"),
    path("materi/<uuid:topic_id>/akhiri/", groups.retire_topic, name="retire_topic"),
    path("<uuid:group_id>/", groups.group, name="group"),
    path("<uuid:group_id>/ubah/", groups.correct, name="correct"),
    path("<uuid:group_id>/tutup/", groups.close, name="close"),
    path("<uuid:group_id>/buka/", groups.reopen, name="reopen"),
    path("<uuid:group_id>/anggota/", members.index, name="members"),
    path("<uuid:group_id>/anggota/baru/", members.look, name="look"),
    path("<uuid:group_id>/anggota/baru/<uuid:person_id>/", members.join, name="join"),
    path("<uuid:group_id>/anggota/<uuid:membership_id>/keluar/", members.leave, name="leave"),
    path("<uuid:group_id>/anggota/<uuid:membership_id>/ubah/", members.correct, name="correct_membership"),
    path("<uuid:group_id>/anggota/<uuid:membership_id>/coret/", members.strike, name="strike_membership"),
    path("<uuid:group_id>/pengurus/baru/", members.take_post, name="take_post"),
    path("<uuid:group_id>/pengurus/<uuid:term_id>/akhiri/", members.leave_post, name="leave_post"),
    path("<uuid:group_id>/pengurus/<uuid:term_id>/coret/", members.strike_post, name="strike_post"),
    path("<uuid:group_id>/kertas/undangan/", groups.invite, name="invite"),
    path("<uuid:group_id>/giliran/", members.turns, name="turns"),
    path("<uuid:group_id>/pertemuan/", meetings.index, name="meetings"),
    path("<uuid:group_id>/pertemuan/baru/", meetings.hold, name="hold"),
    path("<uuid:group_id>/pertemuan/susulan/", backlog.backlog, name="backlog"),
    path("<uuid:group_id>/keputusan/", taught.index, name="decisions"),
    path("pertemuan/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("pertemuan/<uuid:meeting_id>/ubah/", meetings.correct, name="correct_meeting"),
    path("pertemuan/<uuid:meeting_id>/hadir/", meetings.attendance, name="attendance"),
    path("pertemuan/<uuid:meeting_id>/batal/", meetings.cancel, name="cancel_meeting"),
    path("pertemuan/<uuid:meeting_id>/pulih/", meetings.reinstate, name="reinstate_meeting"),
    path("pertemuan/<uuid:meeting_id>/tanggal/", meetings.move, name="move_meeting"),
    path("pertemuan/<uuid:meeting_id>/beda/<uuid:difference_id>/", meetings.settle, name="settle_difference"),
    path("pertemuan/<uuid:meeting_id>/materi/", taught.lesson, name="lesson"),
    path("pertemuan/<uuid:meeting_id>/materi/<uuid:lesson_id>/coret/", taught.strike_lesson, name="strike_lesson"),
    path("pertemuan/<uuid:meeting_id>/tamu/", taught.guest, name="guest"),
    path("pertemuan/<uuid:meeting_id>/tamu/<uuid:guest_id>/coret/", taught.strike_guest, name="strike_guest"),
    path("pertemuan/<uuid:meeting_id>/keputusan/", taught.decide, name="decide"),
    path("keputusan/<uuid:decision_id>/", taught.decision, name="decision"),
    path("keputusan/<uuid:decision_id>/ubah/", taught.correct_decision, name="correct_decision"),
    path("keputusan/<uuid:decision_id>/gugur/", taught.drop_decision, name="drop_decision"),
    path("keputusan/<uuid:decision_id>/buka/", taught.reopen_decision, name="reopen_decision"),
]
