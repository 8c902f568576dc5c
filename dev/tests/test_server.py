"""Taken ports are passed over."""

import socket
from contextlib import ExitStack, closing

import pytest

from dev import say, server


def occupy(stack, port=0):
    taken = stack.enter_context(closing(socket.socket()))
    taken.bind(("127.0.0.1", port))
    taken.listen()
    return taken.getsockname()[1]


def test_the_next_free_port_is_taken_and_told(capsys):
    with ExitStack() as stack:
        first = occupy(stack)
        found = server.free_port(first, first + 50)
        assert first < found <= first + 50 and server.is_free(found)
        assert f"port {first} is taken, using {found}" in capsys.readouterr().out


def test_no_free_port_is_a_problem():
    with ExitStack() as stack:
        first = occupy(stack)
        with pytest.raises(say.Problem, match="no port"):
            server.free_port(first, first)


def test_a_server_that_does_not_answer_is_not_ready():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert not server.answers(port)
