"""The main job of the platform in a real browser: from the therapist's note to the mother's acknowledgement."""

import json
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from deploy.demo.network import address_of
from tests.e2e.browsing import PHONE, Letters, code_in, link_in, look_at, sign_in

pytestmark = pytest.mark.browser

WORDING = "Maya told me that she has hurt herself. She is safe now. Please call me today."
MOTHER, FATHER = address_of("elena-lindqvist"), address_of("tomas-lindqvist")
LIVE_SECONDS = 5_000
Arrives = Callable[..., BrowserContext]


def write_note_with_concern(page: Page) -> None:
    """From the caseload to the page that shows who will be told."""
    page.get_by_role("link", name="Maya Lindqvist").click()
    page.get_by_role("button", name="New note").click()
    page.get_by_label("SOAP").check()
    page.get_by_role("button", name="Start writing").click()
    page.get_by_label("Assessment", exact=True).fill("Cuts on the left arm, superficial.")
    page.get_by_label("Plan", exact=True).fill("Safety plan made together; see again on Tuesday.")
    look_at(page, "note-editor")
    page.get_by_role("button", name="Save and go on to sign").click()
    page.get_by_label("Yes, adults may have to be told").check()
    page.get_by_label("Serious", exact=True).check()
    page.get_by_label("What is it about?").select_option("self-harm")
    page.get_by_label("Yes, the child knows that adults will be told").check()
    page.get_by_label("What an entitled adult will read").fill(WORDING)
    page.get_by_role("button", name="See who will be told").click()


def open_item(page: Page, letters: Letters) -> None:
    """From the mail through the second factor to the words."""
    letter = letters.first(MOTHER, "email")
    page.goto(link_in(letter))
    expect(page.get_by_role("heading", level=1)).to_have_text("There is a message for you")
    look_at(page)
    page.get_by_label("A code by text message").check()
    page.get_by_role("button", name="Continue").click()
    telephone = letters.first("+13035550120", "sms")
    look_at(page)
    page.get_by_label("Code").fill(code_in(telephone))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/item")


def test_a_concern_travels_from_the_note_to_the_mothers_acknowledgement(
    visitor: Arrives, letters: Letters
) -> None:
    desk = visitor()
    complaints: list[str] = []
    therapist = desk.new_page()
    therapist.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    sign_in(therapist, "sofia-reyes")
    write_note_with_concern(therapist)
    told, not_told = therapist.get_by_role("row", name="Elena"), therapist.get_by_role("row", name="Tomas")
    expect(told).to_contain_text("Told")
    expect(not_told).to_contain_text("Not told")
    expect(not_told).to_contain_text("protective order")
    expect(therapist.get_by_text("Inform: a guardian")).to_be_visible()
    look_at(therapist, "who-will-be-told")
    assert letters.all() == [], "a preview tells nobody"
    board = desk.new_page()
    board.goto("/board")
    therapist.get_by_role("button", name="Sign and tell them").click()
    row = board.get_by_role("row", name="Self-harm").first
    expect(row).to_contain_text("Sent", timeout=LIVE_SECONDS)

    phone = visitor(viewport=PHONE, is_mobile=True, has_touch=True)
    mother = phone.new_page()
    open_item(mother, letters)
    expect(mother.get_by_text(WORDING)).to_be_visible()
    look_at(mother, "secure-page")
    expect(row).to_contain_text("Opened", timeout=LIVE_SECONDS)
    mother.get_by_role("button", name="I have read this").click()
    expect(mother.get_by_role("status")).to_contain_text("Thank you")
    expect(row).to_contain_text("Read and acknowledged", timeout=LIVE_SECONDS)
    look_at(board, "safety-board")
    mother.get_by_label("Your answer to the clinic").fill("I will fetch her at three.")
    mother.get_by_role("button", name="Send my answer").click()
    board.get_by_role("link", name="ML – Self-harm").first.click()
    expect(board.get_by_text("I will fetch her at three.")).to_be_visible()
    look_at(board, "case")
    assert complaints == []
    assert_nothing_for_the_father(letters)
    assert_neutral(letters)


def assert_nothing_for_the_father(letters: Letters) -> None:
    """No mail, no text message, to no address of his."""
    assert {letter["to"] for letter in letters.all()} == {MOTHER, "+13035550120"}
    assert FATHER not in json.dumps(letters.all())


def assert_neutral(letters: Letters) -> None:
    """Nothing confidential in what was sent."""
    sent = json.dumps(letters.all())
    for word in ("Maya", "Lindqvist", "hurt", "safe now", "therap", "clinic"):
        assert word.lower() not in sent.lower().replace(MOTHER, ""), word


def test_after_exit_the_back_button_shows_nothing(visitor: Arrives, letters: Letters) -> None:
    desk = visitor().new_page()
    sign_in(desk, "sofia-reyes")
    desk.get_by_role("link", name="Maya Lindqvist").click()
    desk.get_by_role("link", name="Raise a safety concern without a note").click()
    desk.get_by_label("Serious", exact=True).check()
    desk.get_by_label("What is it about?").select_option("self-harm")
    desk.get_by_label("Yes, the child knows that adults will be told").check()
    desk.get_by_label("What an entitled adult will read").fill(WORDING)
    desk.get_by_role("button", name="See who will be told").click()
    desk.get_by_role("button", name="Raise and tell them").click()
    mother = visitor(viewport=PHONE).new_page()
    open_item(mother, letters)
    assert mother.title() == "A message for you"
    assert mother.url.endswith("/item"), "the address says nothing of anybody"
    mother.get_by_role("button", name="Exit this page").click()
    mother.wait_for_url("**/start")
    for _ in range(3):
        mother.go_back()
        expect(mother.get_by_text("hurt herself")).to_have_count(0)
    mother.goto("/item")
    expect(mother.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    look_at(mother)


def test_a_link_opened_by_a_mail_scanner_stays_as_it_was(visitor: Arrives, letters: Letters) -> None:
    desk = visitor().new_page()
    sign_in(desk, "sofia-reyes")
    desk.get_by_role("link", name="Maya Lindqvist").click()
    raise_quickly(desk)
    link = link_in(letters.first(MOTHER, "email"))
    before = httpx.get(link, trust_env=False).text.count("A code by text message")
    for _ in range(5):
        httpx.head(link, trust_env=False)
        httpx.get(link, trust_env=False)
    assert before == httpx.get(link, trust_env=False).text.count("A code by text message") == 1
    assert [letter for letter in letters.all() if letter["channel"] == "sms"] == []


def raise_quickly(page: Page) -> None:
    """A concern without a note, from the child's page."""
    page.get_by_role("link", name="Raise a safety concern without a note").click()
    page.get_by_label("Serious", exact=True).check()
    page.get_by_label("What is it about?").select_option("self-harm")
    page.get_by_label("Yes, the child knows that adults will be told").check()
    page.get_by_label("What an entitled adult will read").fill(WORDING)
    page.get_by_role("button", name="See who will be told").click()
    page.get_by_role("button", name="Raise and tell them").click()


def test_the_keyboard_alone_leads_from_sign_in_to_a_new_note(visitor: Arrives) -> None:
    page = visitor().new_page()
    page.goto("/sign-in")
    reach(page, "login")
    page.keyboard.type(address_of("sofia-reyes"))
    reach(page, "password")
    page.keyboard.type("alliance-demo-2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**/caseload")
    reach(page, "Maya Lindqvist")
    page.keyboard.press("Enter")
    page.wait_for_url("**/children/*")
    reach(page, "New note")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/new*")
    reach(page, "template")
    page.keyboard.press("ArrowDown")
    reach(page, "Start writing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Note: DAP")


def reach(page: Page, target: str) -> None:
    """Tab until the focus is on it, and see that the focus shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement;"
            " return [at.name || '', at.textContent.trim(), getComputedStyle(at).outlineStyle]; }"
        )
        if target in focused[:2]:
            assert focused[2] != "none", f"no visible focus on {target}"
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def test_every_staff_page_is_well_formed_from_phone_to_desk(visitor: Arrives) -> None:
    page = visitor().new_page()
    page.goto("/sign-in")
    look_at(page)
    sign_in(page, "sofia-reyes")
    look_at(page, "caseload")
    page.get_by_role("link", name="Maya Lindqvist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Lindqvist")
    look_at(page, "timeline")
    child = page.url
    for place in ("/family", "/goals", "/goals/new", "/notes/new", "/concerns/new"):
        page.goto(child + place)
        look_at(page)
        if page.locator("main form[method=post]").count() and not place.endswith(("/notes/new", "/goals")):
            page.locator("main form[method=post] button").first.click()
            expect(page.get_by_role("alert")).to_be_visible()
            look_at(page)
    page.goto("/tasks")
    look_at(page)
    page.goto("/children/nobody")
    look_at(page)


def test_the_board_works_without_javascript(visitor: Arrives) -> None:
    page = visitor(java_script_enabled=False).new_page()
    sign_in(page, "ingrid-halloran")
    page.goto("/board")
    expect(page.get_by_role("heading", level=1)).to_have_text("Safety board")
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Safety board")
