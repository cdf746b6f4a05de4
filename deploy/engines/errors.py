"""The two ways an engine can fail, each with a message an operator can act on."""


class EngineMissing(RuntimeError):
    """An engine, or a tool that obtains or runs it, is not here; the message says what to install."""


class EngineFailed(RuntimeError):
    """An engine was started and did not become ready, or ended; the message carries the end of its log."""
