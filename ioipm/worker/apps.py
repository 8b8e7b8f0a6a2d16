from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "ioipm.worker"
    label = "worker"
    verbose_name = "Worker"
