"""The web service: pages for people, put together from the browser's mechanisms and one blueprint per screen."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from contracts.topics import channels_of
from kernel.auth.tokens import TokenChecker
from kernel.clock import SystemClock
from kernel.errors import Transient
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings
from kernel.web import observed
from kernel.web.access import require_marks
from kernel.web.app import BODY_BYTES_MAX
from kernel.web.node import EXTENSION
from kernel.web.program import Program, no_turns
from services.web.browser import forgery, headers, identity, mishaps, render
from services.web.fhir.admission import CHECKER
from services.web.fhir.routes import fhir
from services.web.gateways.openid import providers
from services.web.handlers import COMMANDS, EVENTS, FORESEES, TIMERS
from services.web.pages import BLUEPRINTS
from services.web.pages.by_provider import EXTENSION as EXTENSION_OPENID
from services.web.repository import KINDS

SERVICE = Service(
    name="web",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    timers=TIMERS,
    foresees=FORESEES,
    hears_at_leisure=True,
)
TITLE = "Alliance: staff tools and family pages"
turns = no_turns


class Identifier(BaseConverter):
    """What may stand in an address: identifiers as the events carry them, nothing that a person typed."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,95}"


def pages_app(node: Node, checker: TokenChecker, settings: Settings) -> Flask:
    """The pages, and FHIR for other programs: to those alone somebody may come with a token."""
    app = Flask("services.web", root_path=str(render.ROOT))
    app.config.update(MAX_CONTENT_LENGTH=BODY_BYTES_MAX, MAX_FORM_MEMORY_SIZE=BODY_BYTES_MAX)
    app.extensions[EXTENSION] = node
    app.extensions["alliance.settings"] = settings
    app.url_map.converters["id"] = Identifier
    # Only as many entries as proxies of ours have added are believed: the rest anybody can write.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
    )
    is_secure = settings.public_url.startswith("https://")
    observed.install(app, "web", SystemClock())
    headers.install(app, is_secure)
    identity.install(app, "__Host-alliance" if is_secure else "alliance", is_secure)
    forgery.install(app)
    render.install(app)
    mishaps.install(app)
    observed.add_endpoints(app, "web", lambda: {"store": _answers(node)})
    app.extensions[CHECKER] = checker
    app.extensions[EXTENSION_OPENID] = providers(settings)
    for blueprint in (*BLUEPRINTS, fhir):
        app.register_blueprint(blueprint)
    require_marks(app, identity.INFRASTRUCTURE)
    return app


def _answers(node: Node) -> bool:
    try:
        node.store.ping()
    except Transient:
        return False
    return True


PROGRAM = Program(
    service=SERVICE, channels=channels_of("web"), title=TITLE, turns=turns, make_app=pages_app
)
