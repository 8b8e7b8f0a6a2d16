"""Create the workflow in which clinicians approve what others have written."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from home.seed.groups import CLINICIANS_NAME, create_clinicians
from pages.models import ClinicalReviewTask
from pages.workflow_members import missing_approvers

NAME = "Clinical review"


@transaction.atomic
def create_clinical_review() -> None:
    """Create the group *Clinicians* and the workflow *Clinical review*, each at most once.

    The workflow applies to all pages, unless staff have chosen another one that somebody can approve. Wagtail's own
    workflow, for the group *Moderators* without members, is replaced.
    """
    create_clinicians()
    group = Group.objects.filter(name=CLINICIANS_NAME).first()
    if not group or ClinicalReviewTask.objects.exists():
        return
    task = ClinicalReviewTask.objects.create(name=NAME)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    root = Page.get_first_root_node()
    if not root.get_workflow() or missing_approvers(root):
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
