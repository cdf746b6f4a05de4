"""The safety board: every open case, who must act by when, and how far each adult has come. Overdue stands on top."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.node import current_node
from services.web import queries
from services.web.browser import live
from services.web.browser.identity import asker, current, door, reader, visitor
from services.web.browser.render import page
from services.web.browser.times import use_zone
from services.web.gateways import consent
from services.web.pages.inbox_lists import flagged
from services.web.pages.names import clinic_name, clinic_zone, names
from services.web.repository import PROGRESS

board_pages = Blueprint("board", __name__)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN)


@board_pages.get("/board")
@allow(*STAFF)
def show() -> Response:
    """The whole page; without JavaScript a link renews it."""
    return page("staff/board.html", here="board", **_values())


@board_pages.get("/board/rows")
@allow(*STAFF)
def rows() -> str:
    """The rows alone, for the page that renews itself."""
    return render_template("staff/board_rows.html", **_values())


@board_pages.get("/board/live")
@allow(*STAFF)
def listen() -> Response:
    """Ends by itself when the session does."""
    node, token = current_node(), visitor().token

    def mark() -> str | None:
        found = current(node, token)
        if not found:
            return None
        read = node.reader(found[1])
        return queries.board_mark(read) + "".join(thread.id for thread in flagged(read))

    return live.stream(node, PROGRESS.collection, mark)


def _values() -> dict[str, Any]:
    who, asked = asker(), door()
    clinics = consent.clinics(asked)
    chosen = request.args.get("clinic", "")
    own = sorted(who.clinics())
    use_zone(clinic_zone(clinics, chosen or (own[0] if own else "")))
    found = [view for view in queries.board(reader()) if chosen in ("", view.case.clinic)]
    spoken = flagged(reader())
    children = consent.children(asked, {view.case.child for view in found} | {thread.child for thread in spoken})
    seen = [view for view in found if view.case.child in children]  # whom consent does not name is not shown
    now = current_node().clock.now()
    return {
        "flagged": [thread for thread in spoken if thread.child in children],
        "views": [(view, queries.next_due(view)) for view in sorted(seen, key=lambda it: queries.board_order(it, now))],
        "children": children,
        "name": names(asked, _people(seen)),
        "adult_states": queries.adult_states,
        "open_tasks": queries.open_tasks,
        "step": queries.step,
        "now": now,
        "choices": [("", "All my clinics"), *((id, clinic_name(clinics, id)) for id in own)],
        "chosen": chosen,
    }


def _people(views: list[queries.CaseView]) -> set[str | None]:
    found: set[str | None] = set()
    for view in views:
        found |= {adult.person for adult in view.case.adults} | {view.case.raised_by}
        found |= {view.progress.owner} if view.progress else set()
    return found
