"""Addresses of posts in the making."""

from django.urls import path

from eichhorn.content.views import composer, history, pictures, posts

app_name = "content"
urlpatterns = [
    path("plan/posts/", posts.posts, name="posts"),
    path("plan/posts/new/", posts.new, name="new"),
    path("plan/posts/<int:draft_id>/", composer.draft, name="draft"),
    path("plan/posts/<int:draft_id>/autosave/", composer.autosave, name="autosave"),
    path("plan/posts/<int:draft_id>/look/", composer.look, name="look"),
    path("plan/posts/<int:draft_id>/cut/", composer.cut, name="cut"),
    path("plan/posts/<int:draft_id>/insert/", composer.insert, name="insert"),
    path("plan/posts/<int:draft_id>/take/", composer.take, name="take"),
    path("plan/posts/<int:draft_id>/justify/", composer.justify, name="justify"),
    path("plan/posts/<int:draft_id>/goal/", composer.goal, name="goal"),
    path("plan/posts/<int:draft_id>/pictures/", pictures.attach, name="attach"),
    path("plan/posts/<int:draft_id>/history/", history.history, name="history"),
    path("plan/posts/<int:draft_id>/history/<int:number>/restore/", history.restore, name="restore"),
    path("plan/slots/<int:slot_id>/draft/", posts.begin, name="begin"),
]
