"""What a model was trained on: the digests of forms that its file names, next to the forms as they are now."""

from collections.abc import Mapping

from sandbox_app.llm import forms


def knows(trained: Mapping[str, str], purpose: str) -> bool:
    """Say whether a model was trained on a form as it is now; one that names no forms is held to know them all.

    Args:
        trained: the digests by purpose that the model's file names (`ModelAbout.forms`).
        purpose: the form's name.

    Raises:
        FormError: there is no such form.
    """
    digest = forms.load(purpose).digest
    return not trained or trained.get(purpose) == digest


def strange(trained: Mapping[str, str]) -> list[str]:
    """Return the purposes of the forms that such a model was not trained on, as they are now."""
    return [purpose for purpose in forms.purposes() if not knows(trained, purpose)]
