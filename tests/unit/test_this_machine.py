"""Only what stays on the machine goes without TLS."""

import pytest

from flows.this_machine import is_this_machine


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("10.1.2.3", False),
        ("warehouse.example.org", False),
        ("127.0.0.1.example.org", False),  # a name that only looks like it
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_a_host_is_this_machine_by_its_address_and_not_by_how_it_begins(host: str, is_here: bool) -> None:
    assert is_this_machine(host) is is_here
