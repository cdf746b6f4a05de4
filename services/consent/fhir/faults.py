"""Why a resource is refused, by the FHIRPath of the element. A value out of the document is never part of it."""

from kernel.errors import Invalid

CODE = "not-a-clear-consent"


class Unclear(Exception):
    """This element says nothing, too much, or two things."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(code)
        self.path, self.code = path, code

    def refusal(self) -> Invalid:
        """The answer to whoever sent it."""
        return Invalid(CODE, {self.path: [self.code]})
