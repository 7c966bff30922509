"""Time zones by name."""

from zoneinfo import ZoneInfo

from govrules.diagnostics import Help

ZONE_HELP = Help(
    "zones are named as `Asia/Shanghai` or `Europe/Amsterdam`",
    "时区的写法如 `Asia/Shanghai`、`Europe/Amsterdam`",
)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name in the IANA database, or None.

    >>> zone_named("Asia/Shanghai")
    zoneinfo.ZoneInfo(key='Asia/Shanghai')
    >>> zone_named("Beijing") is None
    True
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Besides unknown names: a name with `..` in it, and the name of a folder, as `Asia`.
        return None
