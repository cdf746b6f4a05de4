"""Who is asking: principals and the short-lived signed tokens that carry them between services."""
