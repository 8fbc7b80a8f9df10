"""Who has a draft open at this moment; nothing else, and nothing that lasts."""

from django.db import models


class Here(models.Model):
    """Somebody who has a draft open to write on it. Forgotten a minute after they were last here; no history is kept."""

    draft = models.ForeignKey("content.Draft", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="here_is_one_a_draft_and_person")]

    def __str__(self) -> str:
        return f"here {self.pk}"
