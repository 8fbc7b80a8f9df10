"""Addresses of the editorial meeting."""

from django.urls import path

from eichhorn.conference.views import lines, meetings

app_name = "conference"
urlpatterns = [
    path("plan/meetings/", meetings.every, name="all"),
    path("plan/meetings/new/", meetings.new, name="new"),
    path("plan/meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("plan/meetings/<int:meeting_id>/edit/", meetings.edit, name="edit"),
    path("plan/meetings/<int:meeting_id>/people/", meetings.people_of, name="people"),
    path("plan/meetings/<int:meeting_id>/open/", meetings.open_, name="open"),
    path("plan/meetings/<int:meeting_id>/close/", meetings.close, name="close"),
    path("plan/meetings/<int:meeting_id>/call-off/", meetings.call_off, name="call_off"),
    path("plan/meetings/<int:meeting_id>/point/", meetings.point, name="point"),
    path("plan/meetings/<int:meeting_id>/add/", meetings.add, name="add"),
    path("plan/meetings/<int:meeting_id>/mail/", meetings.mail, name="mail"),
    path("plan/meetings/<int:meeting_id>/screen/", lines.screen, name="screen"),
    path("plan/meetings/lines/<int:line_id>/", lines.line, name="line"),
]
