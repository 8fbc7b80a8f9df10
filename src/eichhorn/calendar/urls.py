"""Addresses of the calendar."""

from django.urls import path

from eichhorn.calendar.views import keeping, looking, printing, sharing

app_name = "calendar"
urlpatterns = [
    path("plan/calendar/", looking.calendar, name="calendar"),
    path("plan/calendar/month/", looking.this_month, name="this_month"),
    path("plan/calendar/week/", looking.this_week, name="this_week"),
    path("plan/calendar/day/", looking.this_day, name="this_day"),
    path("plan/calendar/table.csv", looking.table, name="table"),
    path("plan/calendar/plan.pdf", printing.file, name="paper"),
    path("plan/calendar/views/", keeping.views, name="views"),
    path("plan/calendar/views/keep/", keeping.keep, name="keep"),
    path("plan/calendar/views/month-first/", keeping.begin_with_month, name="begin_with_month"),
    path("plan/calendar/views/<int:kept_id>/begin/", keeping.begin, name="begin"),
    path("plan/calendar/views/<int:kept_id>/rename/", keeping.rename, name="rename"),
    path("plan/calendar/views/<int:kept_id>/drop/", keeping.drop, name="drop"),
    path("plan/calendar/week/<int:year>/<int:week>/", looking.week, name="week"),
    path("plan/calendar/<int:year>/<int:month>/", looking.month, name="month"),
    path("plan/calendar/<int:year>/<int:month>/teams/", looking.teams, name="teams"),
    path("plan/calendar/<int:year>/<int:month>/<int:day>/", looking.day, name="day"),
    path("plan/calendar/views/<int:kept_id>/share/", sharing.share, name="share"),
    path("plan/calendar/views/<int:kept_id>/unshare/", sharing.unshare, name="unshare"),
    path("plan/shared/<str:token>/", sharing.shared, name="shared"),
    path("plan/shared/<str:token>/plan.ics", sharing.feed, name="feed"),
    path("plan/list/", looking.as_list, name="list"),
    path("plan/board/", looking.board, name="board"),
]
