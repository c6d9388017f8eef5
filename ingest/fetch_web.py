"""One GET over the border: pinned address, limits on time and size, redirects checked one by one.

``Web`` is the only place with httpx. The name is given to TLS (SNI and certificate check), the resolved address to the socket.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin

import httpcore
import httpx

from ingest.fetch_border import Border, Refused

USER_AGENT = "Civsam/0.1 (hamtar kallor till en kunskapsbas)"
MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_PIECE = 1 << 16


class WebLimits(NamedTuple):
    """What one original may cost: seconds to connect, to wait for more, in all; bytes."""

    connect: float = 10.0
    wait: float = 15.0
    seconds: float = 60.0
    size: int = 50_000_000


class Fault(Exception):
    """Nothing came. ``is_gone``: the site says that the page no longer exists. ``status``: what it said, 0 when nothing."""

    def __init__(self, what: str, next_step: str = "", *, is_gone: bool = False, status: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step or "Försök igen senare. Kontrollera sedan kalla_url i faktabladet"
        self.is_gone = is_gone
        self.status = status


@dataclass(frozen=True, slots=True)
class Page:
    """What came: where from in the end, its headers, and its bytes (None: not modified)."""

    url: str
    headers: Mapping[str, str]
    data: bytes | None


class Web:
    """Use it as a context manager. ``context`` is the machine's usual TLS checks; tests give one with their own CA."""

    def __init__(self, border: Border, limits: WebLimits | None = None, context: ssl.SSLContext | None = None) -> None:
        self._border = border
        self._limits = limits or WebLimits()
        self._backend = _PinnedBackend(border)
        transport = _Transport(self._backend, context or httpx.create_ssl_context())
        self._client = httpx.Client(
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept-Language": "sv", "Accept-Encoding": "gzip, identity"},
            timeout=httpx.Timeout(self._limits.wait, connect=self._limits.connect),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        before: Callable[[str], None] = lambda _: None,
        largest: int = 0,
    ) -> Page:
        """The page in the end. ``before`` is told every address before it is gone to, and may wait or raise.

        Raises Fault, and Refused when it may not go there.
        """
        left = self._limits.seconds
        for _ in range(MOST_REDIRECTS + 1):
            self._border.check(url)
            before(url)
            started = time.monotonic()
            self._backend.deadline = started + left
            found = self._get_once(url, headers, largest or self._limits.size)
            if isinstance(found, Page):
                return found
            url, left = found, left - (time.monotonic() - started)
        raise Fault(
            f"Sidan leder vidare mer än {MOST_REDIRECTS} gånger", "Öppna sidan och skriv rätt adress i kalla_url"
        )

    def _get_once(self, url: str, headers: Mapping[str, str], largest: int) -> Page | str:
        try:
            self._client.cookies.clear()
            with self._client.stream("GET", url, headers=headers) as response:
                return self._received(url, response, largest)
        except httpx.TimeoutException as error:
            raise Fault("Webbplatsen svarar för långsamt") from error
        except (httpx.TransportError, httpcore.ProtocolError, httpx.InvalidURL, httpx.DecodingError) as error:
            raise _told(error) from error

    def _received(self, url: str, response: httpx.Response, largest: int) -> Page | str:
        code, headers = response.status_code, {name.lower(): value for name, value in response.headers.items()}
        if code in _REDIRECTS:
            if not headers.get("location"):
                raise Fault("Sidan leder vidare utan att säga vart", status=code)
            return urljoin(url, headers["location"])
        if code == 304:
            return Page(url, headers, None)
        if code in _GONE:
            raise Fault(
                f"Sidan finns inte längre (svar {code})",
                "Leta upp källan på nytt och rätta kalla_url, eller avsluta faktabladet",
                is_gone=True,
                status=code,
            )
        if code != 200:
            raise Fault(f"Webbplatsen svarade {code}{_WHY.get(code, '')}", status=code)
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdecimal() and int(declared[:15]) > largest:
            raise _too_large(largest)
        return Page(url, headers, _bounded(_decoded(response, headers), largest))


_WHY = {401: " (kräver inloggning)", 403: " (tillåter inte hämtning)", 429: " (för många frågor)", 503: " (upptagen)"}


def _bounded(pieces: Iterable[bytes], largest: int) -> bytes:
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > largest:
            raise _too_large(largest)
    return bytes(data)


def _decoded(response: httpx.Response, headers: Mapping[str, str]) -> Iterator[bytes]:
    """The body, unpacked a little at a time: what is small on the wire may be huge unpacked."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip"):
        raise Fault(f"Svaret är packat på ett sätt som inte går att läsa ({coding[:20]!r})")
    if coding in ("identity", ""):
        yield from response.iter_raw(_PIECE)
        return
    unpack = zlib.decompressobj(wbits=31)
    for packed in response.iter_raw(_PIECE):
        rest = packed
        while rest and not unpack.eof:
            try:
                yield unpack.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Fault("Svaret är skadat på vägen") from error
            rest = unpack.unconsumed_tail
    if not unpack.eof:
        raise Fault("Svaret bröts på vägen")


def _too_large(largest: int) -> Fault:
    return Fault(
        f"Källan är större än {largest / 1_000_000:g} MB",
        "Ladda ner den för hand och lägg den i en mapp som läses in, om den behövs",
    )


def _told(error: Exception) -> Fault:
    """A fault of the transport in Swedish; a certificate that does not fit is told as such."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Refused):
            return Fault(seen.what, seen.next_step)
        if isinstance(seen, ssl.SSLCertVerificationError):
            return Fault(
                "Webbplatsens certifikat går inte att lita på", "Öppna sidan i en webbläsare och se vad den säger"
            )
        if isinstance(seen, ssl.SSLError):
            return Fault("Det gick inte att få en säker anslutning (TLS)")
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, httpx.ConnectError):
        return Fault("Det går inte att nå webbplatsen", "Kontrollera nätverket och försök igen")
    return Fault("Anslutningen bröts eller svaret går inte att tolka")


# --- under httpx ------------------------------------------------------------------------------------------------


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to what the border resolved, and gives every stream the deadline of the whole fetch."""

    def __init__(self, border: Border) -> None:
        self._border = border
        self._plain = httpcore.SyncBackend()
        self.deadline = 0.0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        last: Exception | None = None
        for address in self._border.addresses(host.rstrip(".").lower(), port):
            try:
                left = _left(self.deadline, timeout, httpcore.ConnectTimeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last


class _Stream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline: a server that sends a byte now and then gains nothing."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _PinnedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._backend.deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._backend.deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._backend.deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._backend)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _left(deadline: float, timeout: float | None, fault: type[Exception]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise fault("the time of the whole fetch is over")
    return left if timeout is None else min(left, timeout)


class _Transport(httpx.BaseTransport):
    """httpx over httpcore with our own backend: what httpx.HTTPTransport does, which cannot be given one."""

    def __init__(self, backend: _PinnedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=backend, max_keepalive_connections=0, retries=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _translated():
            got = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        assert isinstance(got.stream, Iterable)
        return httpx.Response(got.status, headers=got.headers, stream=_Body(got), extensions=got.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _translated():
            assert isinstance(self._response.stream, Iterable)
            yield from self._response.stream

    def close(self) -> None:
        self._response.close()


class _translated:  # noqa: N801
    """httpcore's errors as httpx's, which is what ``Web`` knows."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, httpcore.TimeoutException):
            raise httpx.ReadTimeout(str(error)) from error
        if isinstance(error, httpcore.ConnectError):
            raise httpx.ConnectError(str(error)) from error
        if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError | httpcore.UnsupportedProtocol):
            raise httpx.TransportError(str(error)) from error
