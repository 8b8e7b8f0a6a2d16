"""The step of a workflow in which a clinician signs the page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from pages.models.review import Review


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """A clinician reads the page, and signs it or requests changes.

    The step can only be approved by signing (`pages.signing_views`), because the clinician has to see exactly the text
    that is signed, with the passages and warning signs that the editor shows only by their names.
    """

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return the actions for users of the groups.

        For a page with medical text only “Request changes”: the button that signs is added by a hook.
        """
        actions = super().get_actions(obj, user)
        return [action for action in actions if action[0] == "reject"] if has_medical_text(obj) else actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Perform the action. Raise `PermissionDenied` for an approval of medical text without the user's signature.

        `review` is the signature. A request cannot send one: all that it sends is text.
        """
        review = kwargs.pop("review", None)
        is_signed = isinstance(review, Review) and review.recorded_by_id == user.pk
        if action_name == "approve" and not is_signed and has_medical_text(task_state.workflow_state.content_object):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """Return the description that the admin shows where steps are chosen."""
        return gettext("A clinician of the chosen groups reads the page and signs it, or requests changes")


def has_medical_text(page: Any) -> bool:
    """Return whether clinicians sign pages of this type. Takes a page also as an instance of `Page`."""
    return hasattr(getattr(page, "specific_class", type(page)), "clinical_fingerprint")
