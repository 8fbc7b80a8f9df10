"""Addresses of posts in the making."""

from django.urls import path

from eichhorn.content import views

app_name = "content"
urlpatterns = [
    path("plan/posts/", views.posts, name="posts"),
    path("plan/posts/new/", views.new, name="new"),
    path("plan/posts/<int:draft_id>/", views.draft, name="draft"),
    path("plan/posts/<int:draft_id>/autosave/", views.autosave, name="autosave"),
    path("plan/posts/<int:draft_id>/look/", views.look, name="look"),
    path("plan/posts/<int:draft_id>/take/", views.take, name="take"),
    path("plan/posts/<int:draft_id>/justify/", views.justify, name="justify"),
    path("plan/posts/<int:draft_id>/history/", views.history, name="history"),
    path("plan/posts/<int:draft_id>/history/<int:number>/restore/", views.restore, name="restore"),
    path("plan/slots/<int:slot_id>/draft/", views.begin, name="begin"),
]
