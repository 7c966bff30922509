"""The version of govrules: builds read it here, and so does every result that names it.

Asking the installation takes longer than reading a rule file: `importlib.metadata` imports 48 modules.
"""

VERSION = "0.1.0"
