PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
RUN := .venv/bin/python
INSTALL := .venv/bin/pip install --disable-pip-version-check --quiet --retries 1 --timeout 20 --require-hashes
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-strip-extras --custom-compile-command "make requirements"
# One file of tests starts faster in one process; everything else runs in as many processes as there are cores.
PARALLEL = $(if $(findstring .py,$(filter tests/%,$(ARGS))),,-n auto --dist loadgroup)

.DEFAULT_GOAL := help
.PHONY: help run ready serve work seed password secret backup restore test lint tools requirements messages icons pictures bench bench-data freshness outages \
	lighthouse crash-test slow-clients

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | while IFS='|' read -r name text; do printf '%-15s %s\n' "$$name" "$$text"; done

run: export DJANGO_SETTINGS_MODULE = ioipm.settings.dev
run: export BASE_URL ?= http://localhost:$(PORT)
run: .venv/site ## set the site up and serve it for development [PORT=8000]
	@$(RUN) manage.py prepare --port $(PORT)
	@$(RUN) manage.py runserver $(PORT)

ready: export DJANGO_SETTINGS_MODULE = ioipm.settings.production
ready: .venv/site ## do what the production server needs before it starts: check, collect static files, migrate
	@$(RUN) manage.py check --deploy --fail-level WARNING
	@$(RUN) manage.py collectstatic --no-input --verbosity 0
	@$(RUN) manage.py prepare --port $(PORT)

serve: export DJANGO_SETTINGS_MODULE = ioipm.settings.production
serve: ready ## serve the site with the production settings [PORT=8000]
	@.venv/bin/gunicorn --config ioipm/gunicorn_conf.py --bind 127.0.0.1:$(PORT) ioipm.wsgi

work: .venv/site ## send mails and do what else is due, until stopped [ARGS=--once]
	@$(RUN) manage.py work $(ARGS)

seed: .venv/site ## publish the pages under home/content/ that are missing [ARGS="--dry-run"]
	@$(RUN) manage.py seed $(ARGS)

password: .venv/site ## set another password for a user of the admin [USER_NAME=admin]
	@$(RUN) manage.py changepassword $(or $(USER_NAME),admin)

secret: .venv/site ## print a SECRET_KEY for production
	@$(RUN) -c 'import secrets; print(secrets.token_urlsafe(60))'

backup: .venv/site ## back up database, media and private files into one file [TO=var/backups]
	@$(RUN) manage.py backup $(if $(TO),--to "$(TO)")

restore: .venv/site ## bring the site back from a backup [FROM=file] [ARGS=--replace]
	@test -n "$(FROM)" || { echo "Name the backup: make restore FROM=var/backups/ioipm-….tar"; exit 1; }
	@$(RUN) manage.py restore "$(FROM)" $(ARGS)

test: .venv/tools ## run the tests in parallel, on SQLite or on the database in DATABASE_URL [ARGS=tests/search] [WHOLE=1: the slow ones too]
	@$(RUN) -m pytest $(PARALLEL) $(ARGS)

lint: .venv/tools ## check style and types of Python, and style of templates, CSS and JavaScript
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(RUN) -m djlint --lint --quiet templates
	@$(MAKE) -s node_modules/.package-lock.json
	@node_modules/.bin/biome check --error-on-warnings

tools: .venv/tools node_modules/.package-lock.json ## install everything that tests and lint need

requirements: .venv/tools ## compile requirements.in and requirements-dev.in [ARGS="--upgrade-package wagtail"]
	@$(COMPILE) $(ARGS) requirements.in --output-file requirements.txt >/dev/null
	@$(COMPILE) $(ARGS) requirements-dev.in --output-file requirements-dev.txt >/dev/null

messages: .venv/site ## collect the interface's texts for translators and compile what they wrote
	@$(RUN) manage.py makemessages
	@$(RUN) manage.py compilemessages --locale es --ignore .venv

icons: .venv/tools ## make favicon, phone icons and social card from their sources (needs Chromium)
	@$(RUN) -m icons.make

bench: .venv/tools ## measure how fast pages are, cached, rendered, and with 10,000 conditions [ARGS="--rounds 1"]
	@$(RUN) -m tests.bench.load $(ARGS)

bench-data: .venv/tools ## measure search with 10,000 pages and the desk with 100,000 messages
	@$(RUN) -m pytest -s tests/bench/bench_search.py tests/bench/bench_messages.py

freshness: .venv/tools ## act as staff while readers read, and count who gets an old page [ARGS="--actions unpublish"]
	@$(RUN) -m tests.bench.freshness $(ARGS)

outages: .venv/tools ## take PostgreSQL and Redis away from the running site, and print what readers notice
	@$(RUN) -m tests.bench.outages $(ARGS)

lighthouse: .venv/tools tests/bench/lighthouse/node_modules/.package-lock.json ## measure ten pages with Lighthouse (needs npm, Chromium and nginx)
	@$(RUN) -m tests.bench.lighthouse $(ARGS)

crash-test: .venv/tools ## send messages while servers are killed, and count what is lost [ARGS="--runs 1 --seed 7"]
	@$(RUN) -m tests.crash $(ARGS)

slow-clients: .venv/tools ## measure how long a reader waits beside 200 slow clients of the server [ARGS="--servers all"]
	@$(RUN) -m tests.bench.slow_clients $(ARGS)

pictures: .venv/tools ## take pictures of every kind of page, screen and paper, into var/pictures/, and those of README.md and docs/
	@$(RUN) -m pytest -s tests/browser/take_pictures.py tests/browser/take_pictures_for_docs.py

.venv/site: requirements.txt | .venv/bin/python
	@echo "Installing the packages the site runs on (a minute or two)"
	@mkdir -p var && $(INSTALL) -r requirements.txt 2>var/install.log || { $(NOT_INSTALLED); }
	@touch $@

.venv/tools: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages for tests and lint (a minute or two)"
	@mkdir -p var && $(INSTALL) -r requirements.txt -r requirements-dev.txt 2>var/install.log || { $(NOT_INSTALLED); }
	@touch $@ .venv/site

# npm writes this file at the end of an installation.
node_modules/.package-lock.json: package-lock.json
	@command -v npm >/dev/null || { echo "CSS and JavaScript are not checked: npm was not found. Install Node.js 18 or later (Debian: npm)."; exit 1; }
	@echo "Installing the tools from npm"
	@mkdir -p var && npm ci --silent >var/install.log 2>&1 || { $(NOT_INSTALLED); }
	@touch $@

tests/bench/lighthouse/node_modules/.package-lock.json: tests/bench/lighthouse/package-lock.json
	@echo "Installing Lighthouse from npm (a minute)"
	@mkdir -p var && npm ci --silent --prefix tests/bench/lighthouse >var/install.log 2>&1 || { $(NOT_INSTALLED); }
	@touch $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found. Install it, or name it: make run PYTHON=/path/to/python3"; exit 1; }
	@echo "Making the environment in .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "The environment could not be made: install Python's venv module (Debian: python3-venv)."; exit 1; }

NOT_INSTALLED = echo "The packages could not be installed: is the package index reachable? See var/install.log, then run the same command again."; exit 1
