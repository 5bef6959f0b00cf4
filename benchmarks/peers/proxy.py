"""A proxy on loopback that answers for the registries itself: nothing that is asked through it leaves the machine.

Programs find it, and trust the certificate made for it, by the environment variables that they heed anyway.
"""

from __future__ import annotations

import contextlib
import shutil
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from registries import HOSTS, Said

# aiohttp heeds a proxy only where it is told to
_HEED = """\
try:
    import aiohttp
except ImportError:
    pass
else:
    plain = aiohttp.ClientSession.__init__
    aiohttp.ClientSession.__init__ = lambda self, *given, **named: plain(self, *given, **{"trust_env": True, **named})
"""


class Proxy:
    """The proxy; use it as a context manager. `answer` is given an address and what the client accepts.

    In `folder` lies ca.pem, and what programs must find to heed the proxy.
    """

    def __init__(self, answer: Callable[[str, str], Said], folder: Path, tls: ssl.SSLContext) -> None:
        self.answer, self.tls = answer, tls
        self.asked: Counter[str] = Counter()  # requests by host
        self.refused: Counter[str] = Counter()  # … to hosts it does not answer for
        self._folder = folder.absolute()
        (folder / "sitecustomize.py").write_text(_HEED)
        self._server = _Threads(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": self}))

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a program must be started with."""
        trusted = str(self._folder / "ca.pem")
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"), self.url)
        certificates = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), trusted)
        return proxies | certificates | {"NO_PROXY": "", "no_proxy": "", "PYTHONPATH": str(self._folder)}


def certified(folder: Path) -> ssl.SSLContext:
    """An authority and a certificate of the hosts, made in a folder: ca.pem is to be trusted."""
    openssl = shutil.which("openssl")
    if not openssl:
        raise SystemExit("openssl is needed to make the proxy's certificate")
    (folder / "hosts.txt").write_text("subjectAltName=" + ",".join(f"DNS:{h}" for h in HOSTS) + "\n")
    new = "req -newkey rsa:2048 -nodes"
    for command in (
        f"{new} -x509 -days 2 -subj /CN=slips -keyout ca.key -out ca.pem",
        f"{new} -subj /CN=registries -keyout key.pem -out request.pem",
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile hosts.txt -out cert.pem",
    ):
        subprocess.run([openssl, *command.split()], cwd=folder, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return tls


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is none of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy: Proxy
    host = ""

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_CONNECT(self) -> None:
        host = self.path.rpartition(":")[0]
        if host not in HOSTS:
            self.proxy.refused[host] += 1
            self.send_error(502)
            self.close_connection = True
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.host = host
        with contextlib.suppress(ssl.SSLError):
            self.connection = self.proxy.tls.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            self.close_connection = False

    def do_GET(self) -> None:
        url = f"https://{self.host}{self.path}" if self.host else self.path
        host = urlsplit(url).hostname or ""
        self.proxy.asked[host] += 1
        if host not in HOSTS:
            self.proxy.refused[host] += 1
        self._say(self.proxy.answer(url, self.headers.get("Accept", "")))

    do_HEAD = do_GET

    def _say(self, said: Said) -> None:
        body = said.body.encode()
        self.send_response(said.status)
        for name, value in ({"Content-Type": said.type, "Content-Length": str(len(body))} | dict(said.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
