"""Addresses of sign-in, links, the own account, and the directory."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from eichhorn.people import views

rooms_own = (
    [
        path("account/", views.own.account, name="account"),
        path("account/language/", views.own.choose_language, name="language"),
        path("settings/sign-in/", views.sign_in.overview, name="sign_in"),
        path("settings/sign-in/needed/", views.sign_in.needed, name="second_factor_needed"),
        path("settings/sign-in/devices/<int:number>/end/", views.sign_in.end_session, name="end_session"),
        path("settings/sign-in/devices/end/", views.sign_in.end_others, name="end_other_sessions"),
        path("enter/<str:token>/", views.doors.enter, name="enter"),
        path("invited/<str:token>/", views.doors.invited, name="invited"),
        path("set-up/<str:token>/", views.doors.set_up, name="set_up"),
        path("settings/people/", views.directory.persons, name="persons"),
        path("settings/people/add/", views.directory.add, name="add"),
        path("settings/people/<int:number>/", views.directory.person, name="person"),
        path("settings/people/<int:number>/invite/", views.directory.invite, name="invite"),
        path("settings/people/<int:number>/role/", views.directory.give_role, name="give_role"),
        path("settings/people/<int:number>/leave/", views.directory.leave, name="leave"),
        path(
            "settings/people/<int:number>/second-factor/reset/",
            views.directory.reset_second_factor,
            name="reset_second_factor",
        ),
        path("settings/people/role/<int:number>/end/", views.directory.end_role, name="end_role"),
        path("settings/people/identity/<int:number>/let-go/", views.sign_in_rules.let_go, name="let_go"),
        path("settings/roles/", views.own_roles.overview, name="roles"),
        path("settings/roles/add/", views.own_roles.add, name="add_role"),
        path("settings/roles/<int:number>/", views.own_roles.change, name="own_role"),
        path("settings/roles/<int:number>/remove/", views.own_roles.remove, name="remove_role"),
        path("settings/sign-in-rules/", views.sign_in_rules.overview, name="sign_in_rules"),
        path("settings/sign-in-rules/provider/add/", views.sign_in_rules.add_provider, name="add_provider"),
        path("settings/sign-in-rules/provider/<int:number>/", views.sign_in_rules.provider, name="provider"),
        path(
            "settings/sign-in-rules/provider/<int:number>/remove/",
            views.sign_in_rules.remove_provider,
            name="remove_provider",
        ),
        path("sign-in/by/<int:number>/", views.providers.leave_for, name="leave_for_provider"),
        path("settings/sign-in-rules/provider/add/saml/", views.sign_in_rules.add_saml, name="add_saml"),
        path("sign-in/by/<int:number>/post/", views.providers.saml_post, name="saml_post"),
        path("sign-in/by/<int:number>/metadata/", views.providers.saml_metadata, name="saml_metadata"),
        path("sign-in/by/<int:number>/back/", views.providers.come_back, name="back_from_provider"),
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
    path("sign-in/second/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("settings/sign-in/own/", views.sign_in.overview, name="mfa_index"),  # where allauth leads back to
    path("settings/sign-in/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("settings/sign-in/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("settings/sign-in/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("settings/sign-in/app/", views.sign_in.add_app, name="mfa_activate_totp"),
    path("settings/sign-in/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/sign-in/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("settings/sign-in/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("settings/sign-in/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("settings/sign-in/passkeys/add/", views.sign_in.add_passkey, name="mfa_add_webauthn"),
    path("settings/sign-in/passkeys/<int:pk>/name/", views.sign_in.rename_passkey, name="mfa_edit_webauthn"),
    path("settings/sign-in/passkeys/<int:pk>/remove/", views.sign_in.remove_passkey, name="mfa_remove_webauthn"),
]
