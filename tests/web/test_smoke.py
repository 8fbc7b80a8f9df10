import pytest
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db

@pytest.mark.parametrize("path", ["/", "/settings/", "/search/", "/search/?q=a", "/dialogue/"])
@pytest.mark.parametrize("role", list(RoleKind))
def test_pages(house, path, role):
    answer = make.people.client_of(make.people.person("Miriam A", role=role)).get(path)
    assert answer.status_code == 200
    print(answer.content.decode()[:0])
