"""Who is there: clinics, staff, adults, the addresses they are reached at, and staff sign-ins."""

from contracts.codes import Channel
from deploy.demo.asking import Request, Steps
from deploy.demo.network import Demo, address_of, demo_id
from kernel.auth.principal import Role


def admin_of(demo: Demo, network: str) -> str:
    """The slug of somebody who may register clinics and people."""
    admins = [
        person.slug
        for of, person in demo.staff()
        if of.slug == network and any(role is Role.CLINIC_ADMIN for _, role in person.roles)
    ]
    return admins[0]


def people(demo: Demo) -> Steps:
    """Names, languages and zones, by the clinic admin of each network."""
    zones = {clinic.slug: clinic.zone for _, clinic in demo.clinics()}
    for network, person in demo.staff():
        zone = zones.get(person.roles[0][0], network.clinics[0].zone)
        yield _person(demo, network.slug, person.slug, person.name, person.language, zone)
    for families, adult in demo.adults():
        yield _person(demo, families.network, adult.slug, adult.name, adult.language, zones[families.clinic])


def clinics(demo: Demo) -> Steps:
    """Each clinic, then that it is live: a clinic that is not writes to staff only."""
    for network, clinic in demo.clinics():
        by, id = demo.staff_principal(admin_of(demo, network.slug)), demo_id(clinic.slug)
        body = {
            "clinic": id,
            "network": demo_id(network.slug),
            "jurisdiction": clinic.jurisdiction,
            "zone": clinic.zone,
            "name": clinic.name,
            "languages": list(clinic.languages),
            "on_call": [demo_id(slug) for slug in clinic.on_call],
            "agency_name": clinic.agency,
        }
        yield Request(by, "consent", "/clinics", body, clinic.slug)
        yield Request(by, "notifications", f"/clinics/{id}/policy", {"live": True})


def contact_points(demo: Demo) -> Steps:
    """An e-mail address and a telephone number each; both checked, as the front desk would."""
    for network, person in demo.staff():
        yield from _reached(demo, network.slug, person.slug, person.phone)
    for families, adult in demo.adults():
        yield from _reached(demo, families.network, adult.slug, adult.phone)


def _person(demo: Demo, network: str, slug: str, name: str, language: str, zone: str) -> Request:
    by = demo.staff_principal(admin_of(demo, network))
    body = {"person": demo_id(slug), "network": demo_id(network), "name": name, "language": language, "zone": zone}
    return Request(by, "consent", "/people", body, slug)


def _reached(demo: Demo, network: str, slug: str, phone: str) -> Steps:
    by, path = demo.staff_principal(admin_of(demo, network)), f"/people/{demo_id(slug)}/contact-points"
    for channel, address in ((Channel.EMAIL, address_of(slug)), (Channel.SMS, phone)):
        body = {
            "channel": channel.value,
            "address": address,
            "verified": True,
            "safe_hours": None,
            "no_voicemail": False,
        }
        yield Request(by, "notifications", path, body, channel.value)
