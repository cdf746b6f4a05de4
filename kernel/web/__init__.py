"""HTTP for services: who may call, what a body may be, how a refusal looks, how services call each other."""
