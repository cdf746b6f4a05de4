"""The shape of requests: unknown fields are refused, lists are bounded, codes are codes. Answers go out as built."""
