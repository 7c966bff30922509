"""How the documentation is built: `sphinx-build -W docs OUTPUT`."""

import importlib.metadata
import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "govrules"
author = "The govrules authors"
project_copyright = "The govrules authors"
release = importlib.metadata.version("govrules")
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "generated_reference",
    "policy_pages",
]
exclude_patterns = ["_build", "_ext"]

html_theme = "furo"
html_title = f"govrules {release}"
html_copy_source = False

# Docstrings are read as often in the source as here, so a name in single backticks is code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

# A section may be empty while its first page is being written; Sphinx gives this warning no name to suppress.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(
    lambda record: getattr(record, "subtype", "") != "empty_glob"
)

# Blocks written as {doctest} run here; the examples in docstrings run in pytest, in their module's namespace.
doctest_test_doctest_blocks = ""
doctest_global_setup = "import datetime as dt"
