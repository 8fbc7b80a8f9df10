"""Addresses of the strategy document."""

from django.urls import path, register_converter

from eichhorn.concept import views
from eichhorn.concept.rules import Question


class QuestionConverter:
    """One of the seven questions in an address."""

    regex = "|".join(Question)

    def to_python(self, value: str) -> Question:
        return Question(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(QuestionConverter, "question")
app_name = "concept"
urlpatterns = [
    path("plan/strategy/", views.document, name="document"),
    path("plan/strategy/versions/", views.versions, name="versions"),
    path("plan/strategy/versions/<int:number>/", views.version, name="version"),
    path("plan/strategy/versions/<int:number>/strategy.docx", views.word, name="word"),
    path("plan/strategy/versions/<int:number>/strategy.pdf", views.pdf, name="pdf"),
    path("plan/strategy/versions/<int:number>/take-back/", views.take_back, name="take_back"),
    path("plan/strategy/draft/", views.draft, name="draft"),
    path("plan/strategy/draft/begin/", views.begin, name="begin"),
    path("plan/strategy/draft/discard/", views.discard, name="discard"),
    path("plan/strategy/draft/decide/", views.decide, name="decide"),
    path("plan/strategy/draft/<question:question>/", views.answer, name="answer"),
]
