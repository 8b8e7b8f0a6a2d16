"""The dashboard panel that warns when jobs do not run."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from ioipm.worker.jobs import overdue_jobs


class WorkerPanel(Component):
    """List what does not work because a job fails or does not run. Empty if all jobs run."""

    name = "worker"
    template_name = "ioipm/worker_panel.html"
    order = 40  # above what waits for the user

    def get_context_data(self, parent_context: Any) -> dict:
        user = parent_context["request"].user
        return {"problems": overdue_jobs(), "reads_messages": user.has_perm("site_forms.change_message")}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel to the dashboard of all staff, who can tell the person who runs the site.

    Receives the hook `construct_homepage_panels`.
    """
    panels.append(WorkerPanel())
