"""Addresses of remarks."""

from django.urls import path

from eichhorn.remarks import views

app_name = "remarks"
urlpatterns = [
    path("plan/posts/<int:draft_id>/remarks/", views.every, name="all"),
    path("plan/remarks/<int:remark_id>/answer/", views.answer, name="answer"),
    path("plan/remarks/<int:remark_id>/settle/", views.settle, name="settle"),
    path("plan/remarks/<int:remark_id>/take/", views.take, name="take"),
    path("plan/remarks/<int:remark_id>/reopen/", views.reopen, name="reopen"),
]
