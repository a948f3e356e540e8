"""Fits the repository's Markdown to the site: the README becomes a page, and links out of docs/ lead to the repository."""
import os
import posixpath
import re

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REPOSITORY = os.environ.get("REPOSITORY_URL", "https://github.com/rolesanywhere/roles-anywhere-operator/blob/main")
README = "readme.md"
LINK = re.compile(r"(\]\(|src=\"|srcset=\")([^)\s\"]+)")


def on_files(files, config):
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        files.append(File.generated(config, README, content=readme.read()))
    return files


def on_page_markdown(markdown, page, config, files):
    source = page.file.src_uri
    folder = "" if source == README else posixpath.join("docs", posixpath.dirname(source))
    # GitHub renders Markdown in folded parts without a setting.
    markdown = markdown.replace("<details>", '<details markdown="1">')
    return LINK.sub(lambda link: link[1] + target(link[2], folder, page.file, files, link[1] != "]("), markdown)


def target(link, folder, page, files, is_html):
    """The link as it is on the site: of a page, of the README's page, or of the repository."""
    if "://" in link or link.startswith(("#", "mailto:")):
        return link
    path, hash_, anchor = link.partition("#")
    file = posixpath.normpath(posixpath.join(folder, path))
    if not os.path.exists(os.path.join(ROOT, file)):
        raise PluginError(f"{page.src_uri} links to {link}, and the repository has no {file}")
    on_site = files.get_file_from_path(README if file == "README.md" else file.removeprefix("docs/"))
    if on_site is None and file.startswith("docs/"):
        on_site = files.get_file_from_path(file.removeprefix("docs/") + "/README.md")
    if on_site is None or not file.startswith("docs/") and file != "README.md":
        return f"{REPOSITORY}/{file}{hash_}{anchor}"
    # MkDocs does not change HTML, so links in HTML must match the built page.
    address = on_site.url_relative_to(page) if is_html else posixpath.relpath(on_site.src_uri, posixpath.dirname(page.src_uri) or ".")
    return address + hash_ + anchor
