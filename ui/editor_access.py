"""Who is an editor: password hashes, sessions kept in memory, a limit on guesses, and tokens that no other site can know."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError

from assistant.errors import SettingsError
from ui import editor_texts as texts

SHORTEST: Final = 12  # characters of a password
LONGEST: Final = 256
GUESSES: Final = 5  # wrong passwords for one name within the window; then nobody gets in by that name
ALL_GUESSES: Final = 40  # for all names together: a list of names must not help
WINDOW: Final = 15 * 60.0  # seconds
IDLE: Final = 60 * 60.0  # seconds without a request, after which one must log in again
WHOLE: Final = 10 * 60 * 60.0  # seconds a session may last in all
MOST_SESSIONS: Final = 200

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_LONGEST_NAME: Final = 64  # characters that are kept of a name that somebody writes
_HASHER: Final = PasswordHasher()

Clock = Callable[[], float]


def is_name(name: str) -> bool:
    """True for what an editor may be called: small letters a to z, digits and ``._@-``."""
    return bool(_NAME.fullmatch(name))


def hashed(name: str, password: str) -> str:
    """``name:hash`` for the settings. Raises SettingsError when one of them cannot be used."""
    if not is_name(name):
        raise SettingsError(texts.BAD_NAME, where=repr(name), next_step=texts.BAD_NAME_NEXT)
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError(texts.bad_password(SHORTEST, LONGEST), next_step=texts.BAD_PASSWORD_NEXT)
    return f"{name}:{_HASHER.hash(password)}"


class Editors:
    """The editors of the settings, by name."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self._nobody = _HASHER.hash(secrets.token_urlsafe())  # checked for unknown names: that takes as long

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def __contains__(self, name: object) -> bool:
        return name in self._hashes

    def know(self, name: str, password: str) -> bool:
        """True when it is the editor's password. Slow on purpose: run it in a thread."""
        try:
            _HASHER.verify(self._hashes.get(name, self._nobody), password[: LONGEST + 1])
        except (Argon2Error, InvalidHashError):
            return False
        return name in self._hashes


def editors_of(setting: str) -> Editors:
    """``name:hash`` with spaces between. Raises SettingsError, which never shows a hash."""
    hashes: dict[str, str] = {}
    for number, part in enumerate(setting.split(), 1):
        name, _, value = part.partition(":")
        try:
            usable = is_name(name) and name not in hashes and extract_parameters(value).type is Type.ID
        except InvalidHashError:
            usable = False
        if not usable:
            raise SettingsError(texts.bad_editor(number), where="CIVSAM_EDITORS", next_step=texts.BAD_EDITOR_NEXT)
        hashes[name] = value
    return Editors(hashes)


class Guesses:
    """How many wrong passwords there have been lately, for each name that was written, in memory alone."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._wrong: deque[tuple[float, str]] = deque(maxlen=ALL_GUESSES)
        self._lock = Lock()

    def begin(self, name: str) -> bool:
        """Count a try, before its password is looked at; False when it may not be made."""
        now, name = self._clock(), name[:_LONGEST_NAME]
        with self._lock:
            while self._wrong and now - self._wrong[0][0] > WINDOW:
                self._wrong.popleft()
            if len(self._wrong) >= ALL_GUESSES or sum(one == name for _, one in self._wrong) >= GUESSES:
                return False
            self._wrong.append((now, name))
            return True

    def right(self, name: str) -> None:
        """It was the right one: what was counted for the name is forgotten."""
        with self._lock:
            kept = [one for one in self._wrong if one[1] != name[:_LONGEST_NAME]]
            self._wrong.clear()
            self._wrong.extend(kept)


@dataclass(slots=True)
class _Session:
    name: str
    begun: float
    seen: float


class Sessions:
    """Who is logged in, by the hash of what their cookie says. In memory: a restart logs everyone out."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def begin(self, name: str) -> str:
        """A new session's token."""
        token, now = new_token(), self._clock()
        with self._lock:
            self._forget(now)
            while len(self._sessions) >= MOST_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[_digest(token)] = _Session(name, now, now)
        return token

    def name_of(self, token: str) -> str | None:
        """Whose session it is; None when it is nobody's, or not any longer."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            session = self._sessions.get(_digest(token))
            if session is None:
                return None
            session.seen = now
            return session.name

    def end(self, token: str) -> None:
        with self._lock:
            self._sessions.pop(_digest(token), None)

    def _forget(self, now: float) -> None:
        for key, one in list(self._sessions.items()):
            if now - one.seen > IDLE or now - one.begun > WHOLE:
                del self._sessions[key]


class Tokens:
    """What a form must carry: only we can make it, and only for one session."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, key: str) -> str:
        return hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest()

    def fits(self, key: str, token: str) -> bool:
        return bool(key) and hmac.compare_digest(self.of(key).encode(), token.encode("utf-8", "replace"))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
