"""The body of a request while it arrives, encrypted with a key that only this process knows."""

import io
import os
from tempfile import SpooledTemporaryFile

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

BYTES_IN_MEMORY = 256 * 1024  # of one body; what is longer is written to a temporary file


class EncryptedBody:
    """A buffer as Waitress uses it: bytes are appended, then read once from the beginning.

    200 people who each send photos of 20 MB need a disk. A patient's file must not be readable there, also not after a
    crash, so it is encrypted (AES in counter mode). The key is never stored. Nobody but the site's account can open the
    file, and it disappears with the process.
    """

    def __init__(self) -> None:
        self._cipher = Cipher(AES(os.urandom(32)), CTR(os.urandom(16)))
        self._encryptor = self._cipher.encryptor()
        self._file = SpooledTemporaryFile(max_size=BYTES_IN_MEMORY)  # noqa: SIM115 `close` closes it
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._file.write(self._encryptor.update(data))
        self._length += len(data)

    def getfile(self) -> io.BufferedReader:
        """Return a file to read the body from."""
        self._file.seek(0)
        return io.BufferedReader(_Decrypted(self._file, self._cipher.decryptor()))

    def close(self) -> None:
        """Delete the body."""
        self._file.close()


class _Decrypted(io.RawIOBase):
    """The decrypted content of a file."""

    def __init__(self, file: SpooledTemporaryFile, decryptor: CipherContext) -> None:
        self._file, self._decryptor = file, decryptor

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        data = self._decryptor.update(self._file.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)
