"""What stands before a cluster of brokers: each new connection goes to the first of them that takes it."""

from __future__ import annotations

import contextlib
import socket
import threading


class Balancer:
    """One port of the loopback; it knows nothing of AMQP and keeps no connection alive that its broker has left."""

    def __init__(self, targets: list[tuple[str, int]]) -> None:
        self.targets = list(targets)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def prefer(self, target: tuple[str, int]) -> None:
        """Whom new connections try first; those that are open stay."""
        self.targets = [target, *(other for other in self.targets if other != target)]

    def cut(self) -> None:
        """Ends every open connection; their clients come back to whom is preferred."""
        with self._lock:
            ended, self._open = self._open, set()
        for connection in ended:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Listens no more and ends what is open."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        for target in list(self.targets):
            try:
                broker = socket.create_connection(target, 2)
                break
            except OSError:
                continue
        else:
            client.close()
            return
        broker.settimeout(None)
        for end in (client, broker):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {client, broker}
        back = threading.Thread(target=self._pour, args=(broker, client), daemon=True)
        back.start()
        self._pour(client, broker)
        back.join()
        with self._lock:
            self._open -= {client, broker}
        client.close()
        broker.close()

    @staticmethod
    def _pour(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(1 << 16):
                sink.sendall(chunk)
        # Either end's farewell is both ends' end.
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
