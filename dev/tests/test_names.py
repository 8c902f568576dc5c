"""What the repository's own check finds."""

import pytest

from dev.lint import names


@pytest.mark.parametrize(
    "host", ["py" + "pi.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]
)
def test_registry_hosts_are_found(host):
    assert names.HOSTS.search(f'"resolved": "https://{host}/x"')


def test_paths_of_a_machine_are_found_and_of_every_machine_are_not():
    home, root = "/ho" + "me/anna/x", "/ro" + "ot/x"
    assert names.PLACES.search(f"path = '{home}'") and names.PLACES.search(f"cd {root}")
    assert not names.PLACES.search("/usr/bin/odoo ~/.cache /var/lib example.com/home/anna")
