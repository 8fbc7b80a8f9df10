"""Who has which part in which cell; a cell is a lens and something of the strategy."""

from django.db import models
from django.db.models import Q

from eichhorn.lenses.rules import Kind, Lens, Part

SUBJECTS = tuple(kind.value for kind in Kind)


def _one_of(names: tuple[str, ...]) -> Q:
    """Return that exactly one of these is named."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class Share(models.Model):
    """A person or a department has a part in a cell."""

    lens = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Lens])
    part = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Part])
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.CASCADE, related_name="+")
    audience = models.ForeignKey("topics.Audience", null=True, on_delete=models.CASCADE, related_name="+")
    pillar = models.ForeignKey("strategy.Pillar", null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lens__in=[one.value for one in Lens]), name="share_lens_is_known"),
            models.CheckConstraint(condition=Q(part__in=[one.value for one in Part]), name="share_part_is_known"),
            models.CheckConstraint(condition=_one_of(SUBJECTS), name="share_is_of_one_thing"),
            models.CheckConstraint(condition=_one_of(("person", "department")), name="share_is_of_one_of_us"),
            models.UniqueConstraint(
                fields=["lens", *SUBJECTS], condition=Q(part=Part.ACCOUNTABLE), nulls_distinct=False,
                name="cell_has_one_accountable",
            ),
            models.UniqueConstraint(
                fields=["lens", "part", *SUBJECTS, "person", "department"], nulls_distinct=False, name="share_is_said_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.part} {self.lens}"
