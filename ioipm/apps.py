from datetime import timedelta

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ioipm"

    # The jobs that the worker runs regularly. A job may run twice at once or be killed at any point.
    jobs = [
        {
            "name": "delete expired sessions",
            "interval": timedelta(days=1),
            "function": "ioipm.housekeeping.delete_expired_sessions",
            "consequence": "Sessions that have ended fill the database.",
        },
        {
            "name": "delete old versions of pages",
            "interval": timedelta(days=1),
            "function": "ioipm.housekeeping.delete_old_revisions",
            "consequence": "Old versions of pages fill the database.",
        },
    ]

    def ready(self) -> None:
        from ioipm import checks  # noqa: F401  (registers them)
        from ioipm.access import login_log, user_email  # noqa: F401  (connect their signals)
        from ioipm.purge import purger
        from pages.site_version import site_changed

        site_changed.connect(purger.request)
