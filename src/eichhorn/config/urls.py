"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("eichhorn.api.urls")),
    path("", include("eichhorn.library.urls")),
    path("", include("eichhorn.video.urls")),
    path("", include("eichhorn.media.urls")),
    path("", include("eichhorn.delivery.urls")),
    path("", include("eichhorn.guidelines.urls")),
    path("", include("eichhorn.composer.urls")),
    path("", include("eichhorn.ideas.urls")),
    path("", include("eichhorn.allies.urls")),
    path("", include("eichhorn.review.urls")),
    path("", include("eichhorn.remarks.urls")),
    path("", include("eichhorn.spreadsheets.urls")),
    path("", include("eichhorn.ui.urls")),
    path("", include("eichhorn.people.urls")),
    path("", include("eichhorn.stage.urls")),
    path("", include("eichhorn.channels.urls")),
    path("", include("eichhorn.notices.urls")),
    path("", include("eichhorn.strategy.urls")),
    path("", include("eichhorn.concept.urls")),
    path("", include("eichhorn.redthread.urls")),
    path("", include("eichhorn.carrying.urls")),
    path("", include("eichhorn.figures.urls")),
    path("", include("eichhorn.topics.urls")),
    path("", include("eichhorn.lenses.urls")),
    path("", include("eichhorn.measures.urls")),
    path("", include("eichhorn.calendar.urls")),
    path("", include("eichhorn.moving.urls")),
    path("", include("eichhorn.several.urls")),
    path("", include("eichhorn.queueing.urls")),
    path("", include("eichhorn.conference.urls")),
    path("", include("eichhorn.occasions.urls")),
    path("", include("eichhorn.planning.urls")),
    path("", include("eichhorn.intake.urls")),
    path("", include("eichhorn.mailbox.urls")),
    path("", include("eichhorn.desk.urls")),
    path("", include("eichhorn.snippets.urls")),
    path("", include("eichhorn.duty.urls")),
    path("", include("eichhorn.dialogue.urls")),
    path("", include("eichhorn.situation.urls")),
    path("", include("eichhorn.webhooks.urls")),
    path("", include("eichhorn.web.urls")),
]

handler400 = "eichhorn.ui.errors.bad_request"
handler403 = "eichhorn.ui.errors.forbidden"
handler404 = "eichhorn.ui.errors.missing"
handler500 = "eichhorn.ui.errors.broken"
