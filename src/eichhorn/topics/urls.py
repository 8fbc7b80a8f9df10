"""Addresses of topics and audiences."""

from django.urls import path

from eichhorn.topics.views import audiences, topics

app_name = "topics"
urlpatterns = [
    path("plan/topics/", topics.themenplan, name="themenplan"),
    path("plan/topics/new/", topics.new, name="new"),
    path("plan/topics/<int:topic_id>/", topics.topic, name="topic"),
    path("plan/topics/<int:topic_id>/change/", topics.change, name="change"),
    path("plan/topics/<int:topic_id>/brief/", topics.brief, name="brief"),
    path("plan/topics/<int:topic_id>/brief/<int:number>/", topics.version, name="version"),
    path("plan/topics/<int:topic_id>/post/", topics.post, name="post"),
    path("plan/topics/of/<int:slot_id>/", topics.choose, name="choose"),
    path("plan/audiences/", audiences.every, name="audiences"),
    path("plan/audiences/new/", audiences.new, name="new_audience"),
    path("plan/audiences/<int:audience_id>/", audiences.audience, name="audience"),
]
