"""Which channels have a provider, told from the settings alone: the pages must know without holding the providers."""

from contracts.codes import Channel
from kernel.settings import Settings


def live_channels(settings: Settings) -> tuple[Channel, ...]:
    """E-mail always; text messages when the settings name a provider."""
    return (Channel.EMAIL, Channel.SMS) if settings.sms_url else (Channel.EMAIL,)
