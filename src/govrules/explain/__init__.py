"""Why: the explanation of one finding, in English or in Chinese."""

from govrules.explain.face import explain

__all__ = ["explain"]
