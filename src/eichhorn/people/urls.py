"""Addresses of sign-in, links, the own account, and the directory."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from eichhorn.people import views

rooms_own = (
    [
        path("account/", views.own.account, name="account"),
        path("account/language/", views.own.choose_language, name="language"),
        path("enter/<str:token>/", views.doors.enter, name="enter"),
        path("invited/<str:token>/", views.doors.invited, name="invited"),
        path("set-up/<str:token>/", views.doors.set_up, name="set_up"),
        path("settings/people/", views.directory.persons, name="persons"),
        path("settings/people/add/", views.directory.add, name="add"),
        path("settings/people/<int:number>/", views.directory.person, name="person"),
        path("settings/people/<int:number>/invite/", views.directory.invite, name="invite"),
        path("settings/people/<int:number>/role/", views.directory.give_role, name="give_role"),
        path("settings/people/<int:number>/leave/", views.directory.leave, name="leave"),
        path("settings/people/role/<int:number>/end/", views.directory.end_role, name="end_role"),
        path("settings/organisation/", views.groups.organisation, name="organisation"),
        path("settings/departments/", views.groups.departments, name="departments"),
        path("settings/departments/<int:number>/", views.groups.rename, name="rename_department"),
        path("settings/departments/team/", views.groups.add_team, name="add_team"),
        path("settings/departments/team/<int:number>/", views.groups.team, name="team"),
    ],
    "people",
)

urlpatterns = [
    path("", include(rooms_own)),
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-in/closed/", allauth.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", allauth.password_reset, name="account_reset_password"),
    path("sign-in/forgotten/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/forgotten/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/password/first/", allauth.password_set, name="account_set_password"),
]
