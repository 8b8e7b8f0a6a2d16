"""Settings that development, tests and production share. They are safe: `dev` and `test` only loosen them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ioipm.settings.environment import BASE_DIR, bucket, cache_settings, env, frontend_cache
from ioipm.settings.security import *  # noqa: F403

VAR_DIR = BASE_DIR / env("VAR_DIR")
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# The site and its host names
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
BASE_URL = env("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
ROOT_URLCONF = "ioipm.urls"
WSGI_APPLICATION = "ioipm.wsgi.application"

INSTALLED_APPS = [
    "ioipm",
    "ioipm.worker",
    "forms",
    "home",
    "pages",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "ioipm.page_cache.middleware.PageCacheMiddleware",
    "ioipm.proxy_count.ProxyCountMiddleware",
    # These set headers, so they come before all that may answer: static files and redirects have the same headers.
    "ioipm.middleware.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ioipm.middleware.CacheControlMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ioipm.middleware.LanguageInPathMiddleware",
    "django.middleware.common.CommonMiddleware",
    "forms.inbox.files.uploads.BoundedUploadsMiddleware",
    "ioipm.whole_requests.WholeRequestMiddleware",
    "ioipm.csrf.SameOriginCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "ioipm.access.idle.IdleLogOffMiddleware",
    "ioipm.access.signed_out.SignedOutMiddleware",
    "ioipm.access.second_factor.SecondFactorMiddleware",
    "ioipm.access.odd_requests.OddRequestsMiddleware",
    "ioipm.access.refused_actions.RefusedActionsMiddleware",
    "ioipm.middleware.OldAddressMiddleware",
    "forms.form_pages.moved.MovedFormMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATE_LOADERS = ["ioipm.template_loader.UnindentedLoader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Fields of one form: Wagtail needs more than Django's 1,000 for a page with many blocks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Data
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # WAL lets patients read while an editor saves, and IMMEDIATE lets a second writer wait instead of failing. FULL: a
    # committed message is on the disk, so that it survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # Seconds. By default the client waits for PostgreSQL without a limit.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache_settings(env("CACHE_URL"))}

# Public pages are kept in the memory of each process, and in the cache of CACHE_URL if there is one.
PAGE_CACHE = True
PAGE_CACHE_IS_SHARED = bool(env("CACHE_URL"))
# For how long a proxy may show a page without asking. A proxy that is told of each change may keep it longer.
WAGTAILFRONTENDCACHE = frontend_cache(env("PURGE_URL"))
SECONDS_IN_SHARED_CACHES = 60 if WAGTAILFRONTENDCACHE else 1

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ioipm.static_files.OneStylesheetStorage"},
}
if env("MEDIA_BUCKET"):
    STORAGES["default"] = {"BACKEND": "ioipm.storage.BucketStorage", "OPTIONS": bucket("MEDIA_BUCKET")}
STORAGES["patient_files"] = {
    "BACKEND": "forms.inbox.storage.PatientFileStorage",
    "OPTIONS": {"location": VAR_DIR / "private"},
}
if env("PRIVATE_BUCKET"):
    STORAGES["patient_files"] = {
        "BACKEND": "forms.inbox.storage.PatientFileBucket",
        "OPTIONS": bucket("PRIVATE_BUCKET"),
    }
CLAMAV_URL = env("CLAMAV_URL")

# The page /styleguide/, for developers
STYLEGUIDE = False

# Languages and times
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
# Whether Spanish pages about conditions and treatments may be public before a qualified person has reviewed them
# (45 CFR 92.201(c)(3)). In production a value must be chosen.
PUBLISH_UNREVIEWED_SPANISH = env("PUBLISH_UNREVIEWED_SPANISH") != "no"
TIME_ZONE = "America/Chicago"
# All staff work on the clinic's clock. With one zone to choose from, the admin does not ask.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_TZ = True
FORMAT_MODULE_PATH = ["ioipm.formats"]

# Keys of messages and files: the first one encrypts, all of them decrypt.
MESSAGE_KEYS = env("MESSAGE_KEYS")

# Whether a clinician must approve medical text before it is published
REQUIRE_MEDICAL_REVIEW = env("REQUIRE_MEDICAL_REVIEW")

# Rate limits per address of a visitor: {seconds: number}. Above "suspected" a message is marked as suspicious, above
# "refused" it is refused.
VISITOR_ADDRESS = "ioipm.visitors.visitor_address"
RATE_LIMITS = {
    "message": {"suspected": {600: 10, 86_400: 50}, "refused": {600: 40, 86_400: 200}},
    "newsletter": {"suspected": {}, "refused": {600: 10, 86_400: 50}},
}
RECAPTCHA_PUBLIC_KEY = env("RECAPTCHA_PUBLIC_KEY")
RECAPTCHA_PRIVATE_KEY = env("RECAPTCHA_PRIVATE_KEY")
RECAPTCHA_SCORE = env("RECAPTCHA_SCORE")
RECAPTCHA_DOMAIN = "www.google.com"
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 2  # seconds; `forms.spam.recaptcha` stops waiting earlier

# Mail: EMAIL_BACKEND stores each mail in the outbox, and the worker sends it by DELIVERY_BACKEND.
EMAIL_BACKEND = "forms.outbox.queue.OutboxBackend"
_mail_server = env.email_url("EMAIL_URL", default="consolemail://")
DELIVERY_BACKEND = _mail_server["EMAIL_BACKEND"]
EMAIL_HOST = _mail_server["EMAIL_HOST"]
EMAIL_PORT = _mail_server["EMAIL_PORT"]
EMAIL_HOST_USER = _mail_server["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail_server["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail_server.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail_server.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail_server["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")

# Wagtail
# Versions of each page that `ioipm.housekeeping` keeps
KEPT_REVISIONS = env("KEPT_REVISIONS")
WAGTAIL_SITE_NAME = "Institute of Interventional Pain Management"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.approved_pages.publish_approved"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # a submitted page notifies the people who can approve it
WAGTAILEMBEDS_FINDERS = []
# PostgreSQL uses one language's stemming for all pages; SQLite ignores SEARCH_CONFIG.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}}
# No SVG, which can contain scripts, and no GIF, because moving images distract.
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 52_000_000  # phones call 50 megapixels what is up to 50.4
WAGTAILIMAGES_IMAGE_FORM_BASE = "ioipm.uploads.images.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "ioipm.uploads.documents.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["docx", "pdf", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILREDIRECTS_AUTO_CREATE = True

# Whether requests for addresses without a page are counted for the report “Addresses not found”
COUNT_MISSING_ADDRESSES = True

LOGGING_CONFIG = "ioipm.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ioipm.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        # Django's own handlers would mail errors to administrators and print them a second time.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "propagate": False},
        # Wagtail's own history records who edited which page; background tasks are logged when they fail.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # Waitress logs each request that waits for a thread, and each client that leaves.
        "waitress": {"level": "WARNING"},
        "waitress.queue": {"level": "ERROR"},
        # `ioipm.access.login_log` logs each login, refusal and lock in one line.
        "axes": {"level": "ERROR"},
    },
}
