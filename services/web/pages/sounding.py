"""How words sound that are about to leave to a family, in the language that their writer works in."""

from flask import request

from services.web.browser import forms
from services.web.browser.language import language
from services.web.decisions.tone import Remarks, remarks
from services.web.tone import lexicons


def heard(words: str) -> Remarks:
    """Nothing to remark is false."""
    return remarks(words, language(), lexicons())


def unheard(words: str) -> Remarks | None:
    """The same where there is no preview: said once, when words blame; the same words sent again go as they are."""
    made = heard(words)
    return made if made.words and forms.typed(request.form).get("heard", "") != words else None
