"""A small disk under a server's data, which can be filled to the last byte and emptied again."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

from rig.child import run


class SmallDisk:
    """A file with ext4 in it, mounted where the data lies; the mount is gone with the run's mount namespace."""

    def __init__(self, data: Path, image: Path, megabytes: int) -> None:
        self.data = data
        self.image = image
        self._size = megabytes << 20
        self._ballast = data / "ballast"
        owner = data.stat()
        before = data.with_name(data.name + ".before")
        data.rename(before)
        data.mkdir(mode=0o700)
        image.unlink(missing_ok=True)
        run(["truncate", "--size", f"{megabytes}M", str(image)])
        run(["mkfs.ext4", "-q", "-m", "0", "-E", "root_owner=0:0", str(image)])
        run(["mount", "-o", "loop,noatime", str(image), str(data)])
        try:
            (data / "lost+found").rmdir()
            run(["cp", "-a", f"{before}/.", str(data)])
            shutil.chown(data, owner.st_uid, owner.st_gid)
            data.chmod(0o700)
        except BaseException:
            self.remove()
            raise
        shutil.rmtree(before)

    @property
    def free_kilobytes(self) -> int:
        """What is left."""
        return shutil.disk_usage(self.data).free // 1024

    def fill(self) -> int:
        """Takes every block that is left; how many kilobytes there still are."""
        with self._ballast.open("ab", buffering=0) as ballast, contextlib.suppress(OSError):
            size = os.fstat(ballast.fileno()).st_size
            os.posix_fallocate(ballast.fileno(), size, max(1, self.free_kilobytes << 10))
        with self._ballast.open("ab", buffering=0) as ballast, contextlib.suppress(OSError):
            while ballast.tell() < self._size:
                ballast.write(bytes(1 << 12))
        return self.free_kilobytes

    def stay_full(self, seconds: float) -> None:
        """Takes what its server gives back, too, for a while."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.fill()
            time.sleep(0.5)

    def empty(self) -> None:
        """Gives the space back."""
        self._ballast.unlink(missing_ok=True)

    def remove(self) -> None:
        """Takes it away when its server has ended; what was in it is gone."""
        run(["umount", "--lazy", str(self.data)])
        self.image.unlink(missing_ok=True)
