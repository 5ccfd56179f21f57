"""Files of a corpus that are compressed: ``.gz`` and ``.zst``."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any


def unpacked(file: IO[bytes], uri: str) -> Iterable[bytes]:
    """Return the lines of a file, compressed or not."""
    name = uri.lower()
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if name.endswith(".zst"):
        return io.BufferedReader(_Zstandard(file))
    return file


def packed(file: IO[bytes], uri: str) -> AbstractContextManager[Any]:
    """Return what to write to, compressed as the file of the corpus is; ``file`` stays open."""
    name = uri.lower()
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=file, mode="wb", mtime=0)
    if name.endswith(".zst"):
        import zstandard

        packed: AbstractContextManager[Any] = zstandard.ZstdCompressor().stream_writer(
            file, closefd=False
        )
        return packed
    return nullcontext(file)


class _Zstandard(io.RawIOBase):
    """The content of a file in the format of Zstandard; one that ends too early raises EOFError,
    which the reader of the library does not."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard

        self._file = file
        self._make = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._held = b""
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, and return the number of bytes.

        Raises:
            EOFError: the file ends within a frame.
            OSError: it is damaged.
        """
        import zstandard

        while not self._held:
            data = self._rest or self._file.read(1 << 17)
            self._rest = b""
            if not data:
                if self._frame is not None:
                    raise EOFError("the file ends within a frame")
                return 0
            if self._frame is None:
                self._frame = self._make()
            try:
                self._held = self._frame.decompress(data)
            except zstandard.ZstdError as error:
                raise OSError(str(error)) from None
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size
