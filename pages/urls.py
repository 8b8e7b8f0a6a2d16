"""The URL patterns of pages: those of `wagtail.urls`, with our own view for the last one, which serves pages."""

from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_urlpatterns

from pages import views

urlpatterns = [
    *(pattern for pattern in wagtail_urlpatterns if pattern.name != "wagtail_serve"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
