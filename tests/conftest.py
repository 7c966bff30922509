"""How hard the property tests try: chosen by HYPOTHESIS_PROFILE, or `ci` where the variable CI is set.

In the profile `nightly`, HYPOTHESIS_EXAMPLES says how many examples a law has.

A test that needs fewer or more examples than its profile gives should scale them, not fix them:
`@settings(max_examples=settings().max_examples // 2)`.
"""

import os

from hypothesis import HealthCheck, settings

# A slow machine is no failure: no profile has a deadline, and slow generation alone is not reported.
settings.register_profile(
    "default",
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# The same examples in every run: whoever sees a failure there finds it again at home.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.register_profile(
    "nightly",
    settings.get_profile("default"),
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "5000")),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))
