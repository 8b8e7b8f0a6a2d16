"""URLs of the subscribers in the admin, below /admin/newsletter/."""

from django.urls import path

from forms.newsletter.admin import delete, listing

app_name = "subscribers"

urlpatterns = [
    path("", listing.SubscribersView.as_view(), name="list"),
    path("results/", listing.SubscribersView.as_view(results_only=True), name="list_results"),
    path("<int:pk>/delete/", delete.DeleteSubscriberView.as_view(), name="delete"),
]
