"""The composition root: it reads like a table of contents, and nothing is wired anywhere else."""

from datetime import datetime
from functools import partial

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from rumah_inovasi import health, packaged
from rumah_inovasi import house as houses
from rumah_inovasi.accounts import account_views, reset_views
from rumah_inovasi.accounts import current as accounts_current
from rumah_inovasi.accounts import sizes as accounts_sizes
from rumah_inovasi.accounts import views as accounts_views
from rumah_inovasi.catalogue import (
    attachment_views,
    history_views,
    list_views,
    preview_views,
    review_views,
    stewardship_views,
    upload_views,
    writing_views,
    writings_views,
)
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue import views as catalogue_views
from rumah_inovasi.feedback import views as feedback_views
from rumah_inovasi.front import (
    admin_accounts,
    admin_audit,
    admin_terms,
    admin_units,
    admin_views,
    claim_views,
    desk_views,
    handover_views,
)
from rumah_inovasi.front import views as front_views
from rumah_inovasi.handbook import views as handbook_views
from rumah_inovasi.house import House, Panel, Panels
from rumah_inovasi.insight import need_views, synonym_views, telling_views
from rumah_inovasi.insight import queries as insight
from rumah_inovasi.insight import views as insight_views
from rumah_inovasi.interoperability import views as interoperability_views
from rumah_inovasi.learning import desk_views as learning_desk
from rumah_inovasi.learning import panels as learning_panels
from rumah_inovasi.learning import preview_views as learning_preview
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning import views as learning_views
from rumah_inovasi.learning import writing_views as learning_writing
from rumah_inovasi.membership import decision_views, invitation_views, member_views, own_views, request_views
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.membership import views as membership_views
from rumah_inovasi.page_cache import middleware as page_cache
from rumah_inovasi.page_cache.freshness import Freshness, Held
from rumah_inovasi.replication import decision_views as replication_decisions
from rumah_inovasi.replication import deeds as replication_deeds
from rumah_inovasi.replication import panels as replication_panels
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.replication import record_views as replication_records
from rumah_inovasi.replication import statement_views as replication_statements
from rumah_inovasi.replication import views as replication_views
from rumah_inovasi.saved import ending_views as saved_endings
from rumah_inovasi.saved import views as saved_views
from rumah_inovasi.search import counting, engines
from rumah_inovasi.search import current as search_current
from rumah_inovasi.search import problem_views as search_problem
from rumah_inovasi.search import similar as search_similar
from rumah_inovasi.search import views as search_views
from rumah_inovasi.search import workshops as search_workshops
from rumah_inovasi.settings import Settings
from rumah_inovasi.web import assets, current, errors, filters, headers, hosts, language, origin, site

MIB = 1024 * 1024
# What capabilities show on the pages of others.
PANELS = Panels(
    write_up=(
        Panel("replication", replication_panels.on_write_up),
        Panel("learning", learning_panels.on_write_up),
    ),
    beside=(Panel("similar", search_similar.on_write_up),),
    deeds=(replication_deeds.on_write_up,),
    applied_counts=replication.applied_counts,
    workshops_with=search_workshops.numbers,
    answers_to=insight.answers_to,
)
BLUEPRINTS = (
    language.blueprint,
    accounts_views.blueprint,
    account_views.blueprint,
    reset_views.blueprint,
    own_views.blueprint,
    request_views.blueprint,
    membership_views.blueprint,
    invitation_views.blueprint,
    member_views.blueprint,
    decision_views.blueprint,
    front_views.blueprint,
    desk_views.blueprint,
    admin_views.blueprint,
    admin_units.blueprint,
    admin_accounts.blueprint,
    admin_terms.blueprint,
    admin_audit.blueprint,
    search_views.blueprint,
    search_problem.blueprint,
    saved_views.blueprint,
    saved_endings.blueprint,
    catalogue_views.blueprint,
    history_views.blueprint,
    list_views.blueprint,
    attachment_views.blueprint,
    writings_views.blueprint,
    writing_views.blueprint,
    preview_views.blueprint,
    upload_views.blueprint,
    review_views.blueprint,
    stewardship_views.blueprint,
    handover_views.blueprint,
    replication_views.blueprint,
    replication_statements.blueprint,
    replication_decisions.blueprint,
    replication_records.blueprint,
    learning_views.blueprint,
    learning_desk.blueprint,
    learning_preview.blueprint,
    *learning_writing.BLUEPRINTS,
    feedback_views.blueprint,
    insight_views.blueprint,
    synonym_views.blueprint,
    need_views.blueprint,
    telling_views.blueprint,
    handbook_views.blueprint,
    claim_views.blueprint,
    interoperability_views.blueprint,
    health.blueprint,
)


def build_house(settings: Settings) -> House:
    """The house with all its capabilities."""
    return houses.build(settings, PANELS)


def create_app(house: House) -> Flask:
    """The web application over a house."""
    app = Flask("rumah_inovasi", static_folder=str(assets.FOLDER), template_folder=str(packaged.folder("templates")))
    app.extensions[current.EXTENSION] = house
    engine = app.extensions[search_current.EXTENSION] = engines.build(house.settings)
    freshness = Freshness(house.database, house.clock, engine.stamp)
    counting.install(app, house)
    _configure(app)
    language.install(app, house.settings)
    hosts.install(app, house.settings)
    origin.install(app)
    errors.install(app)
    accounts_sizes.install(app)
    accounts_current.install(app, house.settings, membership.grants_of)
    accounts_views.install(app)
    headers.install(app, house.settings)
    filters.install(app)
    assets.install(app)
    site.install(app, house.settings, Held(freshness, lambda: _newest_change(house)))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    page_cache.install(app, house.settings.locale, freshness, noticed=partial(counting.note_kept, app))
    _trust_proxies(app, house.settings.proxies)
    return app


def _configure(app: Flask) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=MIB,
        MAX_FORM_MEMORY_SIZE=MIB // 2,
        MAX_FORM_PARTS=200,
    )
    app.json.ensure_ascii = app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has them
    app.jinja_env.undefined = StrictUndefined  # a misspelt name in a template is an error, not an empty place
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False


def _trust_proxies(app: Flask, count: int) -> None:
    if count:  # in front of all else: what follows sees the address that the reader asked for
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _newest_change(house: House) -> datetime | None:
    with house.database.read() as session:
        return max(filter(None, (catalogue.newest_change(session), learning.newest_change(session))), default=None)
