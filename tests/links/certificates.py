"""Throw-away certificates, made with ``openssl``: an authority and what servers of faults show."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

NAMES = (
    "example.com,*.example.com,example.net,*.example.net,example.org,*.example.org,"
    "iana.org,*.iana.org,web.archive.org,localhost"
)
"""The names that the good certificate is for."""
KINDS = ("good", "expired", "wrong-host", "self-signed")
AUTHORITY = "authority.pem"


def missing() -> str:
    """Return the reason why no certificates can be made here, or ``""``."""
    return "" if shutil.which("openssl") else "openssl is not installed"


TODAY = ("-days", "2")
LONG_AGO = ("-not_before", "20200101000000Z", "-not_after", "20200201000000Z")


def make(folder: Path) -> None:
    """Write ``AUTHORITY`` and, for each of ``KINDS``, a file with key and certificate."""
    folder.mkdir(exist_ok=True)
    names = ",".join(f"DNS:{name}" for name in NAMES.split(","))
    _openssl(
        folder,
        *_request("authority", "Authority of tests"),
        # Python 3.13 and later want these.
        *("-x509", "-days", "2", "-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    (folder / AUTHORITY).write_bytes((folder / "authority.crt").read_bytes())
    _openssl(
        folder,
        *_request("self-signed", "self-signed.example.com"),
        *("-x509", "-days", "2", "-addext", f"subjectAltName={names}"),
    )
    for kind, dates, alternative in (
        ("good", TODAY, names),
        ("expired", LONG_AGO, names),
        ("wrong-host", TODAY, "DNS:other.example.org"),
    ):
        _openssl(folder, *_request(kind, f"{kind}.example.com"))
        extensions = folder / f"{kind}.ext"
        extensions.write_text(
            f"subjectAltName={alternative}\nauthorityKeyIdentifier=keyid\n", encoding="utf-8"
        )
        _openssl(
            folder,
            *("x509", "-req", "-in", f"{kind}.crt", "-CA", "authority.crt", "-CAkey"),
            *("authority.key", "-CAcreateserial", "-extfile", extensions.name),
            *("-out", f"{kind}.signed", *dates),
        )
        (folder / f"{kind}.signed").replace(folder / f"{kind}.crt")
    for kind in KINDS:
        both = (folder / f"{kind}.key").read_bytes() + (folder / f"{kind}.crt").read_bytes()
        (folder / f"{kind}.pem").write_bytes(both)


def _request(name: str, subject: str) -> tuple[str, ...]:
    """Arguments that make a key and a request for a certificate, or with ``-x509`` the latter."""
    return (
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-keyout", f"{name}.key", "-out", f"{name}.crt", "-subj", f"/CN={subject}"),
    )


def _openssl(folder: Path, *arguments: str) -> None:
    fault = _run(folder, *arguments)
    if fault and arguments[-len(LONG_AGO) :] == LONG_AGO:
        # Before OpenSSL 3.4 there are no such options, but days may be negative.
        fault = _run(folder, *arguments[: -len(LONG_AGO)], "-days", "-1")
    assert not fault, fault


def _run(folder: Path, *arguments: str) -> str:
    """Return what went wrong, or ``""``."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)
    return done.stderr.decode("utf-8", "replace") if done.returncode else ""
