from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ioipm"

    def ready(self) -> None:
        from ioipm.access import login_log  # noqa: F401  (connects its signals)
