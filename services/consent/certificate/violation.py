"""How a property fails."""


class Violation(AssertionError):
    """A property does not hold. `found` shows the combination of flags or the family; there is no text of a person."""

    def __init__(self, number: int, words: str, found: object) -> None:
        super().__init__(number, words, str(found))  # as text: it travels between processes
        self.number = number
        self.words = words

    def __str__(self) -> str:
        return f"property {self.number}: {self.words}\n  {self.args[2]}"


def require(holds: bool, number: int, words: str, found: object) -> None:
    """Nothing, or a Violation of the property of that number."""
    if not holds:
        raise Violation(number, words, found)
