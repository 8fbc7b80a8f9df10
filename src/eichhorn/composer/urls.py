"""Addresses of posts in the making."""

from django.urls import path

from eichhorn.composer.views import draft, history, pictures, posts, presence

app_name = "composer"
urlpatterns = [
    path("plan/posts/", posts.posts, name="posts"),
    path("plan/posts/new/", posts.new, name="new"),
    path("plan/posts/<int:draft_id>/", draft.draft, name="draft"),
    path("plan/posts/<int:draft_id>/autosave/", draft.autosave, name="autosave"),
    path("plan/posts/<int:draft_id>/look/", draft.look, name="look"),
    path("plan/posts/<int:draft_id>/cut/", draft.cut, name="cut"),
    path("plan/posts/<int:draft_id>/insert/", draft.insert, name="insert"),
    path("plan/posts/<int:draft_id>/card/", draft.card, name="card"),
    path("plan/posts/<int:draft_id>/here/", presence.here, name="here"),
    path("plan/posts/<int:draft_id>/take/", draft.take, name="take"),
    path("plan/posts/<int:draft_id>/justify/", draft.justify, name="justify"),
    path("plan/posts/<int:draft_id>/goal/", draft.goal, name="goal"),
    path("plan/posts/<int:draft_id>/pictures/", pictures.attach, name="attach"),
    path("plan/posts/<int:draft_id>/video/", pictures.attach_video, name="attach_video"),
    path("plan/posts/<int:draft_id>/pictures/<str:digest>/", pictures.framing, name="framing"),
    path("plan/posts/<int:draft_id>/history/", history.history, name="history"),
    path("plan/posts/<int:draft_id>/history/<int:number>/restore/", history.restore, name="restore"),
    path("plan/slots/<int:slot_id>/draft/", posts.begin, name="begin"),
]
