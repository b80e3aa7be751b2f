"""Addresses of groups."""

from django.urls import path

from purnadaya.groups.office import backlog, meetings, taught

app_name = "groups"
urlpatterns = [
    path("<uuid:group_id>/", meetings.index, name="group"),
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
