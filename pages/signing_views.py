"""The views in which clinicians read the medical text of a page or passage and sign it."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from pages.models import ClinicalReviewTask, Passage, PersonPage, Review
from pages.models.reviewed import ReviewedMixin
from pages.signatures import may_withdraw, record_on_paper, sign, withdraw
from pages.signing_rights import may_record_on_paper, may_sign, person_of
from pages.signing_text import Part, text_to_sign
from pages.signing_urls import PAGE, PASSAGE, withdrawal_url

DRAFT = "draft"
LIVE = "live"


def in_one_year() -> datetime.date:
    """Return the day on which the next review is due, if the clinician chooses no other day."""
    return timezone.localdate() + datetime.timedelta(days=365)


class SignForm(forms.Form):
    """The fields of a signature. `text` is the fingerprint of the text that the clinician has read."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=64)
    review_due = forms.DateField(
        label=gettext_lazy("Next review due"),
        initial=in_one_year,
        widget=AdminDateInput,
        help_text=gettext_lazy("A mail reminds you 30 days before. Not shown to patients."),
    )

    def clean_review_due(self) -> datetime.date:
        """Return the day. Raise `ValidationError` for a day that has passed."""
        if self.cleaned_data["review_due"] <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        return self.cleaned_data["review_due"]


class PaperForm(SignForm):
    """The fields of a signature on paper."""

    reviewer = forms.ModelChoiceField(
        label=gettext_lazy("Signed by"),
        queryset=PersonPage.objects.none(),
        help_text=gettext_lazy("The person on the paper. Their page must be published."),
    )
    reviewed_on = forms.DateField(
        label=gettext_lazy("Signed on"), widget=AdminDateInput, help_text=gettext_lazy("The date on the paper.")
    )
    field_order = ["text", "reviewer", "reviewed_on", "review_due"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = PersonPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
        self.fields["reviewer"].queryset = people.order_by("title")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["reviewer"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]

    def clean_reviewed_on(self) -> datetime.date:
        """Return the day. Raise `ValidationError` for a day in the future."""
        if self.cleaned_data["reviewed_on"] > timezone.localdate():
            raise ValidationError(_("This day is in the future. Choose the day on which the page was reviewed."))
        return self.cleaned_data["reviewed_on"]


class TargetMixin(WagtailAdminTemplateMixin):
    """Finds the page or passage of the address. Raises `Http404` if clinicians do not sign it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "user"

    @cached_property
    def target(self) -> Any:
        """The page or passage as it is published."""
        models = {PASSAGE: Passage, PAGE: Page}
        if self.kwargs["kind"] not in models:
            raise Http404
        found: Any = get_object_or_404(models[self.kwargs["kind"]], pk=self.kwargs["pk"])
        target = found.specific if isinstance(found, Page) else found
        if not isinstance(target, ReviewedMixin):
            raise Http404
        return target

    def get_page_subtitle(self) -> str:
        """Return the name of the page or passage."""
        return getattr(self.target, "title", "") or str(self.target)

    @property
    def return_url(self) -> str:
        """The address of the report for a page, and of the list of passages for a passage."""
        if isinstance(self.target, Passage):
            return reverse(Passage.snippet_viewset.get_url_name("list"))
        return reverse("medical_reviews")


class SignView(TargetMixin, FormView):
    """Shows exactly the text that is signed, and signs it as the person of the user.

    The text is the latest draft, or the published one with `?version=live`.
    """

    form_class: type[SignForm] = SignForm
    template_name = "pages/sign.html"
    page_title = gettext_lazy("Read and sign")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise `PermissionDenied` for a user who may not sign."""
        if not self.is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def is_allowed(user: Any) -> bool:
        """Return whether the user may open the view."""
        return may_sign(user)

    def signature(self, version: Any, cleaned: dict[str, Any]) -> Review:
        """Sign the version and return the review."""
        return sign(version, self.request.user, cleaned["review_due"])

    @property
    def signer_name(self) -> str:
        """The name that patients will see; "" if the form asks for it."""
        return person_of(self.request.user).full_name

    @cached_property
    def version_name(self) -> str:
        """Which version is signed. A published page without a newer draft has one version."""
        return LIVE if self.request.GET.get("version") == LIVE and self.target.live else DRAFT

    @cached_property
    def version(self) -> Any:
        """The page or passage with the text that is signed."""
        revision = self.target.get_latest_revision()
        return revision.as_object() if revision and self.version_name == DRAFT else self.target

    def get_initial(self) -> dict[str, Any]:
        """Return the initial values, with the fingerprint of the text."""
        return {**super().get_initial(), "text": self.version.clinical_fingerprint}

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        """Sign the text in one transaction with a lock, so that nobody changes it after it was compared."""
        with transaction.atomic():
            list(type(self.target)._default_manager.select_for_update().filter(pk=self.target.pk).values_list("pk"))
            del self.target
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignForm) -> HttpResponse:
        """Sign, approve the clinical review of the page if it waits for one, and redirect.

        If the text has changed since the view was opened, show the new text with an error instead.
        """
        if form.cleaned_data["text"] != self.version.clinical_fingerprint:
            return self.form_invalid(self._form_with_new_text())
        review = self.signature(self.version, form.cleaned_data)
        self._approve(review)
        messages.success(self.request, _("The review of “%(page)s” is signed by %(name)s.") % self._names(review))
        return redirect(self.return_url)

    def _form_with_new_text(self) -> SignForm:
        """Return the form that was sent, with an error and the fingerprint of the new text."""
        data = self.request.POST.copy()
        data["text"] = self.version.clinical_fingerprint
        form = self.get_form_class()(data)
        form.full_clean()
        message = _("The text has changed since you opened this page. Nothing was signed. Read the text below again.")
        form.add_error(None, message)
        return form

    def _names(self, review: Review) -> dict[str, str]:
        return {"page": self.get_page_subtitle(), "name": review.reviewer_name}

    def _approve(self, review: Review) -> None:
        """Approve the clinical review that the page waits for, which publishes it if that is the last step."""
        if not self.is_awaited:
            return
        state = self.target.current_workflow_task_state
        state.revision = self.target.get_latest_revision()
        state.save(update_fields=["revision"])
        state.task.specific.on_action(state, self.request.user, "approve", review=review)

    @cached_property
    def is_awaited(self) -> bool:
        """Whether the signature approves the page: it waits for a clinical review by a group of the user."""
        task = getattr(self.target, "current_workflow_task", None)
        return (
            isinstance(task, ClinicalReviewTask)
            and self.version_name == DRAFT
            and bool(task.get_actions(self.target, self.request.user))
        )

    @property
    def other_version(self) -> str:
        """The name of the other version, if its medical text differs from the one that is shown; otherwise ""."""
        if isinstance(self.target, Passage) or not self.target.live:
            return ""
        latest = self.target.get_latest_revision_as_object()
        differs = latest.clinical_fingerprint != self.target.clinical_fingerprint
        return {LIVE: DRAFT, DRAFT: LIVE}[self.version_name] if differs else ""

    @property
    def preview_url(self) -> str:
        """The address of the page with pictures and layout; "" for a passage."""
        if isinstance(self.target, Passage):
            return ""
        if self.version_name == LIVE:
            return self.target.get_url(self.request) or ""
        return reverse("wagtailadmin_pages:view_draft", args=[self.target.pk])

    @property
    def withdrawal_url(self) -> str:
        """The address of the view that withdraws the review that is shown."""
        return withdrawal_url(self.version)

    def parts(self) -> list[Part]:
        """Return the text that is signed, field by field."""
        return text_to_sign(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context of the template."""
        return super().get_context_data(
            parts=self.parts(),
            target=self.target,
            review=self.version.review,
            is_lapsed=self.version.is_review_lapsed,
            may_withdraw=self.version.review and may_withdraw(self.version.review, self.request.user),
            **kwargs,
        )


class PaperView(SignView):
    """Records that a clinician has signed the text on paper."""

    form_class = PaperForm
    page_title = gettext_lazy("Record a signature on paper")
    signer_name = ""

    @staticmethod
    def is_allowed(user: Any) -> bool:
        """Return whether the user may open the view."""
        return may_record_on_paper(user)

    def signature(self, version: Any, cleaned: dict[str, Any]) -> Review:
        """Record the signature and return the review."""
        names = ("reviewer", "reviewed_on", "review_due")
        return record_on_paper(version, self.request.user, **{name: cleaned[name] for name in names})


class WithdrawView(TargetMixin, TemplateView):
    """Withdraws the latest review of the text after a question."""

    template_name = "pages/withdraw_review.html"
    page_title = gettext_lazy("Withdraw the medical review")

    @cached_property
    def review(self) -> Review:
        """The review. Raises `Http404` without one, and `PermissionDenied` for a user who may not withdraw it."""
        review = get_object_or_404(self.target.reviews, pk=self.kwargs["review_pk"])
        if not may_withdraw(review, self.request.user):
            raise PermissionDenied
        return review

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context of the template."""
        return super().get_context_data(review=self.review, target=self.target, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        """Withdraw the review, and redirect."""
        withdraw(self.review, request.user)
        messages.success(request, _("The review is withdrawn. Patients do not see it any more."))
        return redirect(self.return_url)
