"""The mirror is read from what this machine's apt knows."""

import pytest

from dev.setup import apt

# The folder is the archive's usual one; which host it lies on is what is tested.
ARCHIVE = "debian"
MIRROR = f"http://mirror.example/{ARCHIVE}"
NAMED = f"http://named.example/{ARCHIVE}"
MAIN = f"'{MIRROR}/dists/bookworm/InRelease' a 0"
SECURITY = f"'{MIRROR}-security/dists/bookworm-security/InRelease' b 0"
UPDATES = f"'http://other.example/{ARCHIVE}/dists/bookworm-updates/InRelease' c 0"
VENDOR = "'https://vendor.example/apt/dists/stable/InRelease' d 0"
INDEX = f"'http://no.example/{ARCHIVE}/dists/bookworm/main/binary-amd64/Packages.xz' e 0"
FILE = "'mirror+file:/etc/apt/mirrors/debian.list/dists/trixie/InRelease' f 0"


@pytest.mark.parametrize(
    "lines, mirror",
    [
        ([MAIN, UPDATES, SECURITY], f"{MIRROR}/"),
        ([VENDOR, SECURITY, UPDATES, MAIN], f"{MIRROR}/"),
        ([SECURITY, FILE], "mirror+file:/etc/apt/mirrors/debian.list/"),
        ([VENDOR], "https://vendor.example/apt/"),
        ([INDEX, SECURITY, UPDATES], None),
        ([], None),
    ],
)
def test_the_mirror_among_other_sources(lines, mirror):
    assert apt.parse_mirror("\n".join(lines)) == mirror


def test_a_named_mirror_wins_and_ends_with_a_slash(monkeypatch):
    monkeypatch.setenv("ODOO_DEB_MIRROR", NAMED)
    assert apt.mirror() == f"{NAMED}/"


def test_the_private_apt_reads_no_source_of_the_machine(tmp_path):
    options = apt.private_options(tmp_path)
    assert "Dir::Etc::SourceList=/dev/null" in options
    assert f"Dir::State::Lists={tmp_path / 'lists'}" in options
    apt.write_sources(tmp_path, f"{MIRROR}/", ["unstable"])
    text = (tmp_path / "sources" / "unstable.sources").read_text()
    assert f"URIs: {MIRROR}/" in text and f"Signed-By: {apt.KEYRING}" in text
