"""Addresses of the plan."""

from django.urls import path

from eichhorn.planning.views import campaigns, efforts, goals, handing, hours, house, series, slots

app_name = "planning"
urlpatterns = [
    path("plan/goals/", goals.goals, name="goals"),
    path("plan/campaigns/", campaigns.campaigns, name="campaigns"),
    path("plan/new/", slots.new, name="new"),
    path("plan/slots/<int:slot_id>/", slots.slot, name="slot"),
    path("plan/slots/<int:slot_id>/edit/", slots.edit, name="edit"),
    path("plan/slots/<int:slot_id>/put-back/", slots.put_back, name="put_back"),
    path("plan/slots/<int:slot_id>/take-up/", slots.take_up, name="take_up"),
    path("plan/slots/<int:slot_id>/hand-over/", handing.hand_over, name="hand_over"),
    path("plan/slots/<int:slot_id>/spent/", efforts.note_spent, name="note_spent"),
    path("plan/slots/<int:slot_id>/take/", handing.take, name="take"),
    path("plan/series/", series.all_of_them, name="all_series"),
    path("plan/series/new/", series.new, name="new_series"),
    path("plan/series/<int:series_id>/", series.series, name="series"),
    path("plan/series/<int:series_id>/edit/", series.edit, name="edit_series"),
    path("plan/series/<int:series_id>/end/", series.end, name="end_series"),
    path("plan/hours/", hours.hours, name="hours"),
    path("plan/cadence/", house.cadence, name="cadence"),
    path("plan/cadence/budget/", house.budget, name="budget"),
    path("plan/cadence/terms/", house.terms, name="terms"),
    path("plan/cadence/kinds/new/", house.kind, name="new_kind"),
    path("plan/cadence/kinds/<int:kind_id>/", house.kind, name="kind"),
    path("plan/cadence/kinds/<int:kind_id>/take-learned/", efforts.take_learned, name="take_learned"),
    path("plan/cadence/<int:channel_id>/", house.places, name="places"),
]
