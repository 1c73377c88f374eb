"""A hook of mkdocs: links from pages to files of the repository work on the site too, which holds a copy of each.

On the pages they are plain relative links (`../examples/quickstart.py`), so that they work wherever Markdown is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

FOLDER = "repository"
_LINK = re.compile(r"\]\(\.\./([\w./-]+)\)")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Point the links of a page to the copies, and add these to the site."""
    root = Path(config.docs_dir).parent

    def copied(link: re.Match[str]) -> str:
        path = root / link[1]
        if not path.is_file():
            return link[0]  # mkdocs complains of it
        place = f"{FOLDER}/{link[1]}"
        if place not in files.src_uris:
            files.append(File.generated(config, place, abs_src_path=str(path)))
        return f"]({place})"

    return _LINK.sub(copied, markdown)
