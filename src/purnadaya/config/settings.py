"""Django's settings. What an operator may change is read from the environment; see docs/reference.md."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from purnadaya.config import databases, environment, sqlite

sqlite.swap_in()

SOURCE = Path(__file__).resolve().parent.parent

# --- what the operator decides ---------------------------------------------------------------
HOME = environment.setting("PURNADAYA_HOME", None, environment.home_folder) or environment.default_home()
DATABASE = environment.setting(
    "PURNADAYA_DATABASE", sqlite.database(str(HOME / "purnadaya.sqlite3")), databases.database, secret=True
)
ADDRESS = environment.setting("PURNADAYA_ADDRESS", "127.0.0.1", str)
PORT = environment.setting("PURNADAYA_PORT", 8000, environment.port)
WORKERS = environment.setting("PURNADAYA_WORKERS", 1, environment.few)
HTTPS = environment.setting("PURNADAYA_HTTPS", False, environment.yes_or_no)
HSTS_SUBDOMAINS = environment.setting("PURNADAYA_HSTS_SUBDOMAINS", False, environment.yes_or_no)
ALLOWED_HOSTS = environment.setting("PURNADAYA_HOSTS", ["localhost", "127.0.0.1", "[::1]"], environment.names)
BACKUP_RECIPIENTS: list[str] = environment.setting("PURNADAYA_BACKUP_RECIPIENTS", [], environment.names)
BACKUP_EVERY = environment.setting("PURNADAYA_BACKUP_EVERY", 60.0, environment.minutes_or_none)
BACKUP_TO = environment.setting("PURNADAYA_BACKUP_TO", [HOME / "backups"], environment.folders)
LARGEST_IMPORT = environment.setting("PURNADAYA_LARGEST_IMPORT", 64 << 20, environment.megabytes)
JOBS = environment.setting("PURNADAYA_JOBS", True, environment.yes_or_no)

PROXIES = environment.setting("PURNADAYA_PROXIES", 0, environment.fewer_than_ten)

FILES = HOME / "files"

SECRET_KEY = environment.secret_of(HOME)
DEBUG = False

# --- the house -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "purnadaya.places",
    "purnadaya.rulebook",
    "purnadaya.access",
    "purnadaya.journal",
    "purnadaya.ui",
    "purnadaya.jobs",
    "purnadaya.tallies",
    "purnadaya.people",
    "purnadaya.documents",
    "purnadaya.groups",
    "purnadaya.indicators",
    "purnadaya.imports",
    "purnadaya.office",
    "purnadaya.config",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "purnadaya.config.logs.RequestLogMiddleware",
    "purnadaya.config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "purnadaya.office.failures.FailureMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "purnadaya.access.sessions.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "purnadaya.access.gate.GateMiddleware",
]

ROOT_URLCONF = "purnadaya.config.urls"
WSGI_APPLICATION = "purnadaya.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted(SOURCE.glob("*/office/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "purnadaya.office.navigation.navigation",
            ],
        },
    }
]

# --- the store -------------------------------------------------------------------------------
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "purnadaya.access.limits.LimitsCache", "LOCATION": "cache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "OPTIONS": {"id_function": "purnadaya.kernel.ids.new_id"},
    }
}

# --- coming in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "purnadaya.access.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "purnadaya.access.passwords.NotWellKnown"},
    {"NAME": "purnadaya.access.passwords.NotHerName"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "purnadaya.access.signin.AccountAdapter"
ACCOUNT_FORMS = {"login": "purnadaya.access.signin.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "redeem_code": "10/5m/ip",
    "change_password": "5/5m/user",
    "find_by_number": "10/m/user,100/d/user",
    "look_alike": "20/m/user,300/d/user",
    "second_factor": "10/m/ip,5/5m/key,50/d/key",
}
SECOND_FACTOR_URL = "second_factor"
MFA_ADAPTER = "purnadaya.access.second_factor.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "purnadaya.access.second_factor.SecondStepForm"}
MFA_TOTP_ISSUER = "Purnadaya"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- what a browser is told ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_USE_SESSIONS = False
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "purnadaya.office.failures.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and HSTS_SUBDOMAINS
# What is under our name may be somebody else's: whether it is bound too is the operator's to say, not Django's.
SILENCED_SYSTEM_CHECKS = [] if HSTS_SUBDOMAINS else ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["purnadaya.config.uploads.InMemory"]

# --- words and days --------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- pictures and styles ---------------------------------------------------------------------
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "purnadaya.ui.stylesheet.StylesheetFinder",
]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

LOGGING_CONFIG = None
