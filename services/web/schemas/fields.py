"""What the fields of the forms have in common. Messages say what to do."""

from marshmallow import fields, validate

from kernel.contract import ID_PATTERN, whole

WORDS_CHARACTERS_MAX = 4_000  # as the owning services limit it
LINE_CHARACTERS_MAX = 200


def text(message: str, longest: int = WORDS_CHARACTERS_MAX) -> fields.String:
    """Must be written."""
    return fields.String(
        required=True,
        error_messages={"required": message},
        validate=[
            validate.Length(min=1, error=message),
            validate.Length(max=longest, error=f"Use at most {longest:,} characters."),
        ],
    )


def choice(message: str, codes: list[str]) -> fields.String:
    """Must be one of the options."""
    return fields.String(
        required=True, error_messages={"required": message}, validate=validate.OneOf(codes, error=message)
    )


def choice_of_id(message: str) -> fields.String:
    """Must name something by its identifier."""
    return fields.String(
        required=True,
        error_messages={"required": message},
        validate=validate.Regexp(whole(ID_PATTERN), error=message),
    )


def wall() -> fields.String:
    """`HH:MM` or nothing."""
    told = "Write the time like 21:30."
    return fields.String(load_default="", validate=validate.Regexp(r"^(\d\d:\d\d)?$", error=told))
