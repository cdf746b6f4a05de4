import base64
import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kernel.auth import keys
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.clock import SteppedClock
from kernel.errors import Unauthenticated

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYS = {name: Ed25519PrivateKey.generate() for name in ("web", "notes", "consent", "operator")}
PUBLIC = {name: key.public_key() for name, key in KEYS.items()}
THERAPIST = Principal("p1", Kind.STAFF, "n1", frozenset({("c1", Role.THERAPIST.value), ("c2", Role.SUPERVISOR.value)}))
PARENT = Principal("g1", Kind.GUARDIAN, "n1")


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


def issuer(name: str, clock: SteppedClock) -> TokenIssuer:
    return TokenIssuer(name, KEYS[name], clock)


def checker(audience: str, clock: SteppedClock) -> TokenChecker:
    return TokenChecker(audience, PUBLIC, clock)


def forged(key: Any = KEYS["web"], algorithm: str = "EdDSA", kid: str = "web", **changes: Any) -> str:
    now = int(START.timestamp())
    claims = {
        "iss": "web", "aud": "notes", "sub": "p1", "iat": now, "exp": now + 60,
        "kind": "staff", "network": "n1", "roles": [["c1", "therapist"]],
    } | changes  # fmt: skip
    kept = {name: value for name, value in claims.items() if value is not ...}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


def test_a_role_is_held_in_its_clinic_and_a_network_role_everywhere() -> None:
    officer = Principal("p2", Kind.STAFF, "n1", frozenset({("*", Role.PRIVACY_OFFICER.value)}))
    assert THERAPIST.has(Role.THERAPIST, "c1")
    assert not THERAPIST.has(Role.THERAPIST, "c2")
    assert THERAPIST.has(Role.SUPERVISOR)
    assert THERAPIST.clinics() == {"c1", "c2"}
    assert officer.has(Role.PRIVACY_OFFICER, "c9")
    assert officer.clinics() == frozenset()


def test_a_token_brings_the_same_principal_to_its_audience(clock: SteppedClock) -> None:
    token = issuer("web", clock).issue(THERAPIST, "notes")
    assert checker("notes", clock).check(token) == replace(THERAPIST, via="web")


def test_a_token_for_another_audience_is_refused(clock: SteppedClock) -> None:
    token = issuer("web", clock).issue(THERAPIST, "notes")
    with pytest.raises(Unauthenticated, match="token-refused"):
        checker("consent", clock).check(token)


def test_a_token_expires_by_the_injected_clock_even_when_it_was_seen_before(clock: SteppedClock) -> None:
    token, notes = issuer("web", clock).issue(THERAPIST, "notes", 60), checker("notes", clock)
    clock.advance(timedelta(seconds=59))
    assert notes.check(token).person == "p1"
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Unauthenticated, match="token-expired"):
        notes.check(token)
    with pytest.raises(Unauthenticated, match="token-expired"):
        checker("notes", clock).check(token)


def test_the_attacks_of_the_books_are_refused(clock: SteppedClock) -> None:
    public_pem = PUBLIC["web"].public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    raw = PUBLIC["web"].public_bytes(Encoding.Raw, PublicFormat.Raw)
    attacks = {
        "alg none": forged(None, "none"),
        "HS256 with the raw public key": forged(raw, "HS256"),
        "HS256 with the public key's PEM": hs256_by_hand(public_pem),
        "a key nobody knows": forged(Ed25519PrivateKey.generate()),
        "an issuer nobody knows": forged(kid="mallory", iss="mallory"),
        "the issuer differs from the key": forged(KEYS["notes"], kid="notes"),
        "no expiry": forged(exp=...),
        "a life of a year": forged(exp=int(START.timestamp()) + 31_536_000),
        "issued in the future": forged(iat=int(START.timestamp()) + 30),
        "expiry as text": forged(exp="9999999999"),
        "expiry beyond all calendars": forged(exp=10**40, iat=10**40 - 5),
        "several audiences": forged(aud=["notes", "consent"]),
        "a kind nobody knows": forged(kind="superuser"),
        "a role nobody knows": forged(roles=[["c1", "root"]]),
        "a clinic role in every clinic": forged(roles=[["*", "therapist"]]),
        "a network role in one clinic": forged(roles=[["c1", "privacy-officer"]]),
        "a guardian with a role": forged(kind="guardian"),
        "nobody": forged(sub=""),
        "roles that are no pairs": forged(roles=[["c1"]]),
        "not a token": "abc",
        "an endless token": "a" * 100_000,
        "not even letters": "é.é.é",
    }
    for name, token in attacks.items():
        with pytest.raises(Unauthenticated, match="token-refused"):
            pytest.fail(f"{name}: {checker('notes', clock).check(token)}")


def hs256_by_hand(secret: bytes) -> str:
    """PyJWT itself declines to sign with a PEM as a shared secret; an attacker would not."""
    import hashlib
    import hmac

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    header, claims = {"alg": "HS256", "kid": "web"}, jwt.decode(forged(), options={"verify_signature": False})
    signed = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{signed}.{part(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def test_a_changed_token_is_refused_although_the_original_was_cached(clock: SteppedClock) -> None:
    notes, token = checker("notes", clock), forged()
    notes.check(token)
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["sub"] = "p2"
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated):
        notes.check(f"{head}.{changed}.{signature}")


@pytest.mark.parametrize("person", [THERAPIST, PARENT, Principal("o1", Kind.OPERATOR, "n1")])
def test_only_web_speaks_for_people(clock: SteppedClock, person: Principal) -> None:
    with pytest.raises(ValueError, match="may not speak"):
        issuer("notes", clock).issue(person, "consent")
    assert checker("notes", clock).check(issuer("web", clock).issue(person, "notes")).person == person.person


def test_a_stolen_key_of_another_service_makes_no_therapist(clock: SteppedClock) -> None:
    with pytest.raises(Unauthenticated):
        checker("notes", clock).check(forged(KEYS["consent"], kid="consent", iss="consent"))


def test_a_service_speaks_for_itself_and_for_no_other_service(clock: SteppedClock) -> None:
    token = issuer("notes", clock).issue(SYSTEM("notes"), "consent")
    assert checker("consent", clock).check(token) == SYSTEM("notes")
    with pytest.raises(ValueError, match="may not speak"):
        issuer("notes", clock).issue(SYSTEM("consent"), "goals")
    stolen = forged(KEYS["notes"], kid="notes", iss="notes", sub="consent", kind="service", roles=[])
    with pytest.raises(Unauthenticated):
        checker("notes", clock).check(stolen)


def test_the_command_line_speaks_for_operators_and_not_for_staff(clock: SteppedClock) -> None:
    operator = Principal("o1", Kind.OPERATOR, "n1", frozenset({("*", Role.IT_OPERATOR.value)}))
    assert checker("notes", clock).check(issuer("operator", clock).issue(operator, "notes")).has(Role.IT_OPERATOR)
    with pytest.raises(ValueError, match="may not speak"):
        issuer("operator", clock).issue(THERAPIST, "notes")


def test_a_service_asks_another_in_the_name_of_the_person_who_called_it(clock: SteppedClock) -> None:
    caller = checker("notes", clock).check(issuer("web", clock).issue(THERAPIST, "notes"))
    passed_on = issuer("notes", clock).issue(caller, "consent")
    assert checker("consent", clock).check(passed_on) == replace(THERAPIST, via="notes")


def test_a_name_that_was_passed_on_ends_with_the_token_it_came_from(clock: SteppedClock) -> None:
    caller = checker("notes", clock).check(issuer("web", clock).issue(THERAPIST, "notes", 60))
    clock.advance(timedelta(seconds=50))
    passed_on = issuer("notes", clock).issue(caller, "consent", 120)
    consent = checker("consent", clock)
    assert consent.check(passed_on).person == "p1"
    clock.advance(timedelta(seconds=10))
    with pytest.raises(Unauthenticated, match="token-expired"):
        consent.check(passed_on)


def test_a_token_meant_for_one_service_proves_nothing_in_the_hands_of_another(clock: SteppedClock) -> None:
    meant_for_notes = forged()
    claims: dict[str, Any] = {"kind": ..., "network": ..., "roles": ..., "iss": "goals", "aud": "consent"}
    claims["proof"] = meant_for_notes
    consent = TokenChecker("consent", PUBLIC | {"goals": PUBLIC["operator"]}, clock)
    with pytest.raises(Unauthenticated):
        consent.check(forged(KEYS["operator"], kid="goals", **claims))


def test_a_proof_of_one_person_does_not_make_another(clock: SteppedClock) -> None:
    claims: dict[str, Any] = {"kind": ..., "network": ..., "roles": ..., "iss": "notes", "aud": "consent"}
    claims["proof"] = forged()
    assert checker("consent", clock).check(forged(KEYS["notes"], kid="notes", **claims)).person == "p1"
    with pytest.raises(Unauthenticated):
        checker("consent", clock).check(forged(KEYS["notes"], kid="notes", sub="p2", **claims))


def test_a_principal_never_shows_its_token(clock: SteppedClock) -> None:
    caller = checker("notes", clock).check(forged())
    assert caller.proof
    assert caller.proof not in repr(caller)


def test_keys_are_made_once_closed_to_others_and_found_again(tmp_path: Path) -> None:
    first, second = keys.create(tmp_path, "notes"), keys.create(tmp_path, "notes")
    private = tmp_path / "private" / "notes.pem"
    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert keys.load_public(tmp_path)["notes"].public_bytes_raw() == first.public_key().public_bytes_raw()
    assert [path.name for path in private.parent.iterdir()] == ["notes.pem"]


def test_a_private_key_open_to_everybody_is_not_used(tmp_path: Path) -> None:
    keys.create(tmp_path, "notes")
    os.chmod(tmp_path / "private" / "notes.pem", 0o604)
    with pytest.raises(keys.KeyUnusable, match="open to others"):
        keys.load_private(tmp_path, "notes")


@pytest.mark.parametrize("name", ["../web", "", "Notes", "a/b"])
def test_a_service_name_never_leads_out_of_the_directory(tmp_path: Path, name: str) -> None:
    with pytest.raises(keys.KeyUnusable):
        keys.create(tmp_path, name)


def test_a_missing_or_broken_key_is_named_without_its_content(tmp_path: Path) -> None:
    with pytest.raises(keys.KeyUnusable, match="goals: no private key"):
        keys.load_private(tmp_path, "goals")
    keys.create(tmp_path, "goals")
    (tmp_path / "public" / "goals.pem").write_text("SECRET-LOOKING")
    with pytest.raises(keys.KeyUnusable) as caught:
        keys.load_public(tmp_path)
    assert "SECRET" not in str(caught.value)
