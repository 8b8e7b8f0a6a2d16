"""What every way of running the site shares. Safe by itself: `dev` and `test` only loosen it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from ioipm.settings.environment import BASE_DIR, bucket, env

VAR_DIR = BASE_DIR / env("VAR_DIR")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# The site and who may call it
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
BASE_URL = env("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
ROOT_URLCONF = "ioipm.urls"
WSGI_APPLICATION = "ioipm.wsgi.application"

INSTALLED_APPS = [
    "ioipm",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ioipm.middleware.SecurityHeadersMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "ioipm.middleware.CacheControlMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ioipm.middleware.LanguageInPathMiddleware",
    "forms.files.uploads.BoundedUploadsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ioipm.origin.SameOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "ioipm.access.idle.IdleLogOffMiddleware",
    "ioipm.access.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ioipm.middleware.OldAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
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

# Data
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # WAL lets patients read while an editor saves; a writer waits its turn instead of failing. FULL: a message that
    # was thanked for survives a power cut too.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # A database that does not answer must not keep a patient waiting: PostgreSQL's own patience has no end.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=10000")}
if "redis" in CACHES["default"]["BACKEND"]:
    # A cache that does not answer must not keep a patient waiting: Redis itself waits without end and tries again.
    CACHES["default"].setdefault("OPTIONS", {}).update(
        socket_connect_timeout=0.3, socket_timeout=0.3, retry=Retry(NoBackoff(), 0)
    )

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ioipm.static_files.OneStylesheetStorage"},
}
if env("MEDIA_BUCKET"):
    STORAGES["default"] = {"BACKEND": "ioipm.storage.BucketStorage", "OPTIONS": bucket("MEDIA_BUCKET")}
STORAGES["patient_files"] = {
    "BACKEND": "forms.storage.PatientFileStorage",
    "OPTIONS": {"location": VAR_DIR / "private"},
}
if env("PRIVATE_BUCKET"):
    STORAGES["patient_files"] = {"BACKEND": "forms.storage.PatientFileBucket", "OPTIONS": bucket("PRIVATE_BUCKET")}
CLAMAV_URL = env("CLAMAV_URL")

# What only whoever changes the site looks at: /styleguide/
STYLEGUIDE = False

# Languages and times
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "America/Chicago"
USE_TZ = True

# Who logs in
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
TRUSTED_PROXIES = env("TRUSTED_PROXIES") if env("BEHIND_TLS_PROXY") else 0
# The sixth wrong password for one account from one address closes that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "ioipm.visitors.visitor_address"
AXES_LOCKOUT_TEMPLATE = "wagtailadmin/locked_out.html"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "code"]
AXES_DISABLE_ACCESS_LOG = True
SECOND_FACTOR = True
OTP_TOTP_ISSUER = "IOIPM"
# A session lasts until the browser is closed or nobody has worked in the admin for so long.
SESSION_COOKIE_AGE = env("IDLE_MINUTES") * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ioipm.views.not_sent_from_here"
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # knows Django's own middleware only, not ours that is made of it

# Messages: the first key seals, all of them open
MESSAGE_KEYS = env("MESSAGE_KEYS")

# Spam. Of each kind, how many from one address in how many seconds: more than is usual, and more than is taken.
VISITOR_ADDRESS = "ioipm.visitors.visitor_address"
RATE_LIMITS = {
    "message": {"suspected": {600: 10, 86_400: 50}, "refused": {600: 40, 86_400: 200}},
    "newsletter": {"suspected": {}, "refused": {600: 10, 86_400: 50}},
}
RECAPTCHA_PUBLIC_KEY = env("RECAPTCHA_PUBLIC_KEY")
RECAPTCHA_PRIVATE_KEY = env("RECAPTCHA_PRIVATE_KEY")
RECAPTCHA_SCORE = env("RECAPTCHA_SCORE")
RECAPTCHA_DOMAIN = "www.google.com"
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 2  # seconds; `forms.recaptcha` waits less

# Mail: whatever sends one puts it into the outbox; the worker sends what is there by DELIVERY_BACKEND
EMAIL_TIMEOUT = 10
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DELIVERY_BACKEND = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "forms.outbox.queue.OutboxBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")

# Wagtail
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "ioipm.access.password_reset.PasswordResetForm"  # noqa: S105
WAGTAIL_SITE_NAME = "Institute of Interventional Pain Management"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS = []
# PostgreSQL knows one grammar for all pages; SQLite takes no notice.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["docx", "pdf", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILREDIRECTS_AUTO_CREATE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ioipm.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        # Django's own handlers would mail errors out and print them a second time.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "propagate": False},
        # Who edited which page stands in Wagtail's own history; background tasks are told of when they fail.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # What it has to say, `ioipm.access.lockout` says in one line.
        "axes": {"level": "ERROR"},
    },
}
