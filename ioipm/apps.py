from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ioipm"

    def ready(self) -> None:
        from ioipm import checks  # noqa: F401  (registers them)
        from ioipm.access import login_log, user_email  # noqa: F401  (connect their signals)
