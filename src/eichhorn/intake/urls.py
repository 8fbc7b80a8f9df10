"""Addresses of the form's builder."""

from django.urls import path

from eichhorn.intake import views

app_name = "intake"
urlpatterns = [
    path("requests/types/", views.every, name="types"),
    path("requests/types/new/", views.new_type, name="new_type"),
    path("requests/types/<int:type_id>/", views.one_type, name="type"),
    path("requests/types/<int:type_id>/retire/", views.retire, name="retire"),
    path("requests/types/<int:type_id>/offer/", views.offer_again, name="offer"),
    path("requests/types/questions/new/", views.new_question, name="new_question"),
    path("requests/types/questions/<int:question_id>/", views.question, name="question"),
    path("requests/types/questions/<int:question_id>/move/", views.move, name="move"),
    path("requests/types/questions/<int:question_id>/remove/", views.remove, name="remove"),
]
