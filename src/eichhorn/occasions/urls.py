"""Addresses of occasions."""

from django.urls import path

from eichhorn.occasions.views import deciding, keeping, reading

app_name = "occasions"
urlpatterns = [
    path("settings/occasions/", keeping.all_of_them, name="all"),
    path("settings/occasions/regions/", keeping.show_region, name="show_region"),
    path("settings/occasions/regions/<int:region_id>/hide/", keeping.hide_region, name="hide_region"),
    path("settings/occasions/new/", keeping.new_own, name="new_own"),
    path("settings/occasions/new-election/", keeping.new_election, name="new_election"),
    path("settings/occasions/<int:entry_id>/", keeping.entry, name="entry"),
    path("settings/occasions/<int:entry_id>/remove/", keeping.remove, name="remove"),
    path("settings/occasions/file/", reading.read_file, name="read_file"),
    path("settings/occasions/files/<int:source_id>/drop/", reading.drop, name="drop"),
    path("plan/occasions/<int:entry_id>/<str:day>/", deciding.decide, name="decide"),
    path("plan/occasions/<int:entry_id>/<str:day>/leave/", deciding.leave, name="leave"),
]
