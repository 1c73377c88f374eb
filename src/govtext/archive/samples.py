"""Where the bundled sample comments are."""

from __future__ import annotations

from pathlib import Path

from govtext.errors import InputError


def sample_comments() -> Path:
    """Return the path of the sample comments: inside the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    places = [package / "examples" / "comments.csv", package.parents[1] / "examples" / "comments.csv"]
    for place in places:
        if place.is_file():
            return place
    raise InputError(
        "the sample comments are not there",
        got=str(places[0]),
        fix="install govtext again, or label your own file with: govtext annotate FILE -o OUT.csv",
    )
