"""A scripted walk through the main job, over HTTP, as a therapist, a mother and a supervisor would take it."""
