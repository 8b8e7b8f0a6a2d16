"""URLs: the admin first, then files for browsers and crawlers, then the pages in each language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ioipm import views
from ioipm.styleguide import styleguide
from pages.sitemap import numbered_sitemap, sitemap

handler400 = "ioipm.views.bad_request"
handler404 = "ioipm.views.page_not_found"
handler500 = "ioipm.views.server_error"

urlpatterns = [
    path("admin/", include("ioipm.access.urls")),
    path("admin/", include("pages.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", numbered_sitemap, name="numbered_sitemap"),
    path(f"{settings.MEDIA_URL.lstrip('/')}images/<str:name>", views.image, name="image"),
    *([path("styleguide/", styleguide, name="styleguide")] if settings.STYLEGUIDE else []),
    *i18n_patterns(
        path("newsletter/", include("forms.newsletter.urls")),
        path("", include("search.urls")),
        path("", include("pages.urls")),
        prefix_default_language=False,
    ),
]
