"""Find the steps of a page's workflow that nobody can approve."""

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import AbstractGroupApprovalTask, Page, Task

from pages.models.clinical_review_task import ClinicalReviewTask
from pages.signing_rights import may_sign


def missing_approvers(page: Page) -> list[tuple[str, str]]:
    """Return, for each step of the page's workflow that nobody can approve, its name and those of its groups."""
    workflow = page.get_workflow()
    tasks = [task.specific for task in workflow.tasks.filter(active=True)] if workflow else []
    return [
        (task.name, ", ".join(f"“{group.name}”" for group in task.groups.all()) or "—")
        for task in tasks
        if isinstance(task, AbstractGroupApprovalTask) and not approvers(task)
    ]


def approvers(task: Task) -> list[Any]:
    """Return the users who can approve the step: active members of its groups.

    The members of a clinical review must also be able to sign.
    """
    members = get_user_model().objects.filter(groups__in=task.groups.all(), is_active=True).distinct()
    return [user for user in members if not isinstance(task, ClinicalReviewTask) or may_sign(user)]
