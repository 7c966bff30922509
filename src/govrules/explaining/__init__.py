"""Why: the explanation of one finding, in English or in Chinese.

The room is not called `explain`: importing a module of that name would hide the function `govrules.explain`.
"""

from govrules.explaining.face import explain

__all__ = ["explain"]
