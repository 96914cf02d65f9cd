"""A wire between a ledger's clients and their node that keeps every byte that goes through in either direction."""

from collections.abc import Iterator
from contextlib import contextmanager
from socket import IPPROTO_TCP, SHUT_WR, TCP_NODELAY, create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit

PIECE = 1 << 16
"""How many bytes are taken at once."""


def carry(near: socket, far: socket, kept: bytearray) -> None:
    """Carry bytes one way until no more come."""
    while piece := near.recv(PIECE):
        kept += piece
        far.sendall(piece)
    far.shutdown(SHUT_WR)


@contextmanager
def recording(node: str) -> Iterator[tuple[str, list[bytearray]]]:
    """Give the wire's address, and what went over it: of each connection what was asked, and what was answered."""
    place = urlsplit(node)
    wire: list[bytearray] = []

    class Tap(BaseRequestHandler):
        def handle(self) -> None:
            asked, told = bytearray(), bytearray()
            wire.extend((asked, told))
            with create_connection((str(place.hostname), place.port or 80)) as far:
                for each in (self.request, far):
                    each.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
                back = Thread(target=carry, args=(far, self.request, told), daemon=True)
                back.start()
                carry(self.request, far, asked)
                back.join()

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Tap) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", wire
        finally:
            server.shutdown()
