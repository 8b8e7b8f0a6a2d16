"""URLs of the list of mails, below /admin/mails/."""

from django.urls import path

from forms.outbox.admin import actions, listing

app_name = "mails"

urlpatterns = [
    path("", listing.MailsView.as_view(), name="list"),
    path("results/", listing.MailsView.as_view(results_only=True), name="list_results"),
    path("<int:pk>/send-again/", actions.SendAgainView.as_view(), name="send_again"),
    path("<int:pk>/delete/", actions.DeleteMailView.as_view(), name="delete"),
]
