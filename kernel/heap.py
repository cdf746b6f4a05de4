"""The collector of cycles, told what a service is: much that stays for ever, then many small things that die young."""

import gc

YOUNG_MAX = 50_000  # objects between two looks: a batch of events makes some ten thousand and keeps none of them
LOOKS_PER_GENERATION = 20


def settle() -> None:
    """Call when a process is ready to serve: what it has made by then is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, LOOKS_PER_GENERATION, LOOKS_PER_GENERATION)
