"""Settings of the sign-in, sessions, forms of other sites, and security headers. `base` includes them."""

from datetime import timedelta

from ioipm.settings.environment import env

# Passwords
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
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "ioipm.access.password_reset.PasswordResetForm"  # noqa: S105

# The sixth wrong password for one account from one address locks the account for that address, for 15 minutes.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "ioipm.visitors.visitor_address"
AXES_LOCKOUT_TEMPLATE = "wagtailadmin/locked_out.html"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "code"]
AXES_DISABLE_ACCESS_LOG = True
TRUSTED_PROXIES = env("TRUSTED_PROXIES") if env("BEHIND_TLS_PROXY") else 0

# Second factor
SECOND_FACTOR = True
OTP_TOTP_ISSUER = "IOIPM"

# A session ends when the browser is closed, or after this many seconds without work in the admin.
SESSION_COOKIE_AGE = env("IDLE_MINUTES") * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = True

# Forms that another site sends (CSRF)
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ioipm.views.csrf_failure"
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # looks for Django's CSRF middleware, not for our subclass of it

# Headers that `ioipm.middleware.SecurityHeadersMiddleware` sends. Content security policies: directive and its sources.
PUBLIC_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# What is added to the public policy if the keys of reCAPTCHA are set. {domain} is RECAPTCHA_DOMAIN.
RECAPTCHA_CSP = {
    "script-src": ["https://{domain}/recaptcha/", "https://www.gstatic.com/recaptcha/"],
    "connect-src": ["https://{domain}/recaptcha/"],
    "frame-src": ["https://{domain}/recaptcha/"],
}
# Wagtail's choosers, date fields and translation editor use inline scripts and styles.
ADMIN_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
PERMISSIONS_POLICY = "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
