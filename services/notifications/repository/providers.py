"""Breakers, by the provider's name."""

from kernel.kind import Kind
from kernel.store.port import Collection
from services.notifications.model import Breaker

BREAKERS = Kind(Breaker, Collection("breakers"))
