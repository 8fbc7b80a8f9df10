"""Addresses of what is written again and again."""

from django.urls import path

from eichhorn.snippets import views

app_name = "snippets"
urlpatterns = [
    path("settings/snippets/mentions/", views.mentions, name="mentions"),
    path("settings/snippets/mentions/<int:mentioned_id>/", views.mentioned, name="mentioned"),
    path("settings/snippets/mentions/<int:mentioned_id>/forget/", views.forget, name="forget"),
    path("settings/snippets/links/", views.links, name="links"),
    path("settings/snippets/", views.hashtags, name="hashtags"),
    path("settings/snippets/<slug:kind>/", views.snippets, name="of_kind"),
    path("settings/snippets/<slug:kind>/<int:snippet_id>/", views.snippet, name="snippet"),
    path("settings/snippets/<slug:kind>/<int:snippet_id>/drop/", views.drop, name="drop"),
]
