"""The children this service knows of."""

from kernel.kind import Kind
from kernel.store.port import Collection
from services.goals.model.child import Child

CHILDREN = Kind(Child, Collection("children"))
