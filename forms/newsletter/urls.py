"""Public URLs of the newsletter, below `/newsletter/` and `/es/newsletter/`."""

from django.urls import path

from forms.newsletter import views

app_name = "newsletter"

urlpatterns = [
    path("", views.sign_up_view, name="sign_up"),
    path("check-your-mail/", views.result_view, {"name": "check_mail"}, name="check_mail"),
    path("confirmed/", views.result_view, {"name": "confirmed"}, name="confirmed"),
    path("unsubscribed/", views.result_view, {"name": "unsubscribed"}, name="unsubscribed"),
    path("confirm/<str:signed>/", views.confirm_view, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe_view, name="unsubscribe"),
]
