"""Answers leave at once: Nagle's algorithm is switched off on the sockets this process listens on."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

DESCRIPTORS = Path("/proc/self/fd")


def send_without_delay() -> None:
    """Set TCP_NODELAY on every TCP socket of this process; connections accepted from a listening one inherit it.

    Streamlit binds its socket without naming the protocol, so asyncio leaves Nagle's algorithm on, and the body of each answer
    waits 40 ms for the acknowledgement of its header. Where there is no /proc, everything works but slower.
    """
    if not DESCRIPTORS.is_dir():
        return
    for descriptor in DESCRIPTORS.iterdir():
        _switch_off(int(descriptor.name))


def _switch_off(descriptor: int) -> None:
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return
        copy = socket.socket(fileno=os.dup(descriptor))
    except OSError:
        # The descriptor of the listing itself is closed by now.
        return
    with copy:
        if copy.family in (socket.AF_INET, socket.AF_INET6) and copy.type == socket.SOCK_STREAM:
            copy.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
