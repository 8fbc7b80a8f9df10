"""Addresses of allies, of what they are asked for, and of the pages by which they answer."""

from django.urls import path

from eichhorn.allies.views import answering, asks, entries, own

app_name = "allies"
urlpatterns = [
    path("people/allies/", entries.allies, name="allies"),
    path("people/allies/new/", entries.new, name="new"),
    path("people/allies/<int:ally_id>/", entries.ally, name="ally"),
    path("people/allies/<int:ally_id>/change/", entries.change, name="change"),
    path("people/allies/<int:ally_id>/invite/", entries.invite, name="invite"),
    path("people/allies/<int:ally_id>/remove/", entries.remove, name="remove"),
    path("people/allies/departments/<int:department_id>/", entries.department, name="department"),
    path("requests/asks/", asks.asks, name="asks"),
    path("requests/asks/new/", asks.new, name="ask_new"),
    path("requests/asks/<int:ask_id>/", asks.ask, name="ask"),
    path("requests/asks/<int:ask_id>/change/", asks.change, name="ask_change"),
    path("requests/asks/<int:ask_id>/send/", asks.send, name="ask_send"),
    path("requests/asks/<int:ask_id>/link/", asks.link, name="ask_link"),
    path("requests/asks/<int:ask_id>/withdraw/", asks.withdraw, name="ask_withdraw"),
    path("requests/asks/<int:ask_id>/promised/", asks.promised, name="ask_promised"),
    path("requests/asks/<int:ask_id>/declined/", asks.declined, name="ask_declined"),
    path("requests/asks/<int:ask_id>/told/", asks.told, name="ask_told"),
    path("requests/asks/<int:ask_id>/thank/", asks.thank, name="ask_thank"),
    path("requests/asks/gifts/<int:given_id>/speech/", asks.speech, name="speech"),
    path("give/<str:token>/", answering.answer, name="answer"),
    path("give/<str:token>/later/", answering.later, name="later"),
    path("give/<str:token>/no/", answering.no, name="no"),
    path("give/<str:token>/thanks/", answering.done, name="done"),
    path("my-entry/<str:token>/", own.own, name="own"),
    path("my-entry/<str:token>/confirm/", own.confirm, name="own_confirm"),
    path("my-entry/<str:token>/wake/", own.wake, name="own_wake"),
    path("my-entry/<str:token>/remove/", own.remove, name="own_remove"),
]
