"""Make walkthrough.md and its pictures from examples/walkthrough.py: `make walkthrough`.

The cells run one after the other, and what each prints stands beneath it. A small generator of our own: jupytext,
nbconvert and a kernel are more than forty packages for one page.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parent
SCRIPT = DOCS.parent / "examples" / "walkthrough.py"
PICTURES = DOCS / "walkthrough"
_FOLDED = '<details markdown="1"><summary>How the picture is made</summary>\n\n{}\n</details>\n'
_PROSE, _FOLD = "[markdown]", 'tags=["hide-input"]'  # as jupytext and Jupyter Book name them
_CELL = re.compile(r"^# %%(.*)\n", flags=re.MULTILINE)
_PICTURE = re.compile(r"^\[([\w-]+\.svg)\] (.+)\n", flags=re.MULTILINE)  # as charts.show prints it
_NOTE = "<!-- Made from examples/walkthrough.py by `make walkthrough`. Change it there. -->\n"


def cells() -> list[tuple[str, str]]:
    """Return what stands behind `# %%` of each cell, and its code or, of prose, its text."""
    before, *parts = _CELL.split(SCRIPT.read_text(encoding="utf-8"))
    if before.strip():
        raise ValueError(f"{SCRIPT.name} has lines before its first cell")
    bodies = [(kind.strip(), body.strip()) for kind, body in zip(parts[::2], parts[1::2], strict=True)]
    return [(kind, re.sub(r"^# ?", "", body, flags=re.MULTILINE) if kind == _PROSE else body) for kind, body in bodies]


def page(folder: Path) -> str:
    """Run all cells in ``folder``, which keeps what they write, and return the page."""
    parts = [_NOTE]
    scope: dict[str, object] = {"__name__": "__main__"}
    with contextlib.chdir(folder), _examples_importable():
        for kind, body in cells():
            if kind == _PROSE:
                parts.append(f"{body}\n")
                continue
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(body, SCRIPT.name, "exec"), scope)  # noqa: S102 - our own script
            code = f"```python\n{body}\n```\n"
            pictures = _PICTURE.findall(out.getvalue())
            printed = _PICTURE.sub("", out.getvalue()).strip()
            parts += [f"![{alt}](walkthrough/{name})\n" for name, alt in pictures]
            parts.append(_FOLDED.format(code) if kind == _FOLD else code)
            if printed:
                parts[-1] += f"```{{.text .wrap}}\n{printed}\n```\n"
    return "\n".join(parts)


@contextlib.contextmanager
def _examples_importable() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        yield
    finally:
        sys.path.remove(str(SCRIPT.parent))


def main() -> None:
    """Write the page and its pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = page(folder)
        PICTURES.mkdir(exist_ok=True)
        for old in PICTURES.glob("*.svg"):
            old.unlink()
        for picture in (folder / "walkthrough-output").glob("*.svg"):
            (PICTURES / picture.name).write_bytes(picture.read_bytes())
    (DOCS / "walkthrough.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
