"""The site as it is served, which also writes process and path of each rendering to the file that RENDERED names."""

import os
from pathlib import Path

from ioipm.wsgi import application

__all__ = ["application"]
RENDERED = Path(os.environ["RENDERED"])

from ioipm.page_cache.middleware import PageCacheMiddleware  # noqa: E402  (needs the settings)


def counted(render):
    """Return a function that renders a page and writes a line about it."""

    def render_and_write(self, request, key, version):
        with RENDERED.open("a") as log:
            log.write(f"{os.getpid()} {key.path}\n")
        return render(self, request, key, version)

    return render_and_write


PageCacheMiddleware._rendered = counted(PageCacheMiddleware._rendered)
