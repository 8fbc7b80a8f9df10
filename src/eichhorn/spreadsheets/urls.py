"""Addresses of tables that are brought in."""

from django.urls import path

from eichhorn.spreadsheets.views import bringing

app_name = "spreadsheets"
urlpatterns = [
    path("plan/spreadsheets/", bringing.bring, name="bring"),
    path("plan/spreadsheets/example.csv", bringing.example, name="example"),
    path("plan/spreadsheets/<int:sheet_id>/", bringing.sheet, name="sheet"),
    path("plan/spreadsheets/<int:sheet_id>/make/", bringing.make, name="make"),
    path("plan/spreadsheets/<int:sheet_id>/undo/", bringing.undo, name="undo"),
]
