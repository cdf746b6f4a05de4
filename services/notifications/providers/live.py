"""Which channels have a provider, told from the settings alone: the pages must know without holding the providers."""

from contracts.codes import Channel
from kernel.settings import Settings
from services.notifications.providers.listed import listed


def live_channels(settings: Settings) -> tuple[Channel, ...]:
    """In the order of the codes."""
    named = {provider.channel for provider in listed(settings)}
    return tuple(channel for channel in Channel if channel in named)
