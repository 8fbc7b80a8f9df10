"""Addresses of the desk: for guests by link, for the team signed in."""

from django.urls import path

from eichhorn.desk.views import entering, guests, house, objecting, passing, requests, status, triage

app_name = "desk"
urlpatterns = [
    path("ask/<str:token>/", guests.ask, name="ask"),
    path("ask/<str:token>/when/", guests.when, name="when"),
    path("ask/<str:token>/thanks/", guests.thanks, name="thanks"),
    path("asked/<str:token>/", status.status, name="status"),
    path("asked/<str:token>/reply/", status.reply, name="reply"),
    path("asked/<str:token>/agree/", status.agree, name="agree"),
    path("asked/<str:token>/object/", objecting.object_to, name="object"),
    path("appeal/<str:token>/", objecting.appeal, name="appeal"),
    path("asked/<str:token>/confirm/", status.confirm, name="confirm"),
    path("asked/<str:token>/mails/", status.choose_rhythm, name="choose_rhythm"),
    path("asked/<str:token>/missing/", status.missing, name="missing"),
    path("asked/<str:token>/change/", status.change, name="change"),
    path("asked/<str:token>/pictures/<int:position>/", status.picture, name="picture"),
    path("requests/", requests.every, name="all"),
    path("requests/triage/", triage.oldest, name="triage"),
    path("requests/triage/<int:request_id>/", triage.decide, name="decide"),
    path("requests/triage/<int:request_id>/letter/", triage.letter, name="letter"),
    path("requests/triage/<int:request_id>/hand-on/", passing.hand_on, name="hand_on"),
    path("requests/triage/<int:request_id>/called/", passing.called, name="called"),
    path("requests/form/", house.form_link, name="form_link"),
    path("requests/form/renew/", house.renew, name="renew"),
    path("requests/<int:request_id>/", requests.one, name="request"),
    path("requests/<int:request_id>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<int:request_id>/undo/", requests.undo, name="undo"),
    path("requests/<int:request_id>/judge/", objecting.judge, name="judge"),
    path("requests/<int:request_id>/reopen/", requests.reopen, name="reopen"),
    path("requests/enter/", entering.enter, name="enter"),
]
