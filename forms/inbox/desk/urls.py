"""URLs of the front desk, below /admin/messages/."""

from django.urls import path

from forms.inbox.desk.views import actions, bulk, delete, export, file, listing, message

app_name = "desk"

urlpatterns = [
    path("", listing.MessagesView.as_view(), name="list"),
    path("results/", listing.MessagesView.as_view(results_only=True), name="list_results"),
    path("search/", listing.SearchView.as_view(), name="search"),
    path("export/csv/", export.CsvView.as_view(), name="export_csv"),
    path("export/xlsx/", export.XlsxView.as_view(), name="export_xlsx"),
    path("change/", bulk.BulkChangeView.as_view(), name="bulk_change"),
    path("delete/", bulk.BulkDeleteView.as_view(), name="bulk_delete"),
    path("<int:pk>/", message.MessageView.as_view(), name="message"),
    path("<int:pk>/files/<int:file_pk>/", file.FileView.as_view(), name="file"),
    path("<int:pk>/take/", actions.TakeView.as_view(), name="take"),
    path("<int:pk>/release/", actions.ReleaseView.as_view(), name="release"),
    path("<int:pk>/hand-over/", actions.HandOverView.as_view(), name="hand_over"),
    path("<int:pk>/status/", actions.StatusView.as_view(), name="status"),
    path("<int:pk>/hold/", actions.HoldView.as_view(), name="hold"),
    path("<int:pk>/contact/", actions.ContactView.as_view(), name="contact"),
    path("<int:pk>/reminder/", actions.ReminderView.as_view(), name="reminder"),
    path("<int:pk>/note/", actions.NoteView.as_view(), name="note"),
    path("<int:pk>/delete/", delete.DeleteView.as_view(), name="delete"),
]
