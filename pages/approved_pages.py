"""Publish pages that have passed all steps of a workflow.

Wagtail imports this module while it defines its models, so it imports nothing of Wagtail.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish the latest revision of the page (setting `WAGTAIL_FINISH_WORKFLOW_ACTION`).

    The users who approve need no permission to publish, unless the page has medical text that nobody has signed.
    """
    page: Any = workflow_state.content_object
    revision = page.get_latest_revision()
    is_approved = getattr(revision.as_object(), "is_reviewed", True)
    revision.publish(user=user, skip_permission_checks=is_approved)
