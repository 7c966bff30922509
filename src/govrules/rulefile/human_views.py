"""What people say of findings is no part of the rules: no rule speaks of it, and no event is built on it."""

from collections.abc import Iterator

from govrules.diagnostics import Diagnostic, Help
from govrules.diagnostics.codes import checks
from govrules.model.views import STANCES
from govrules.rulefile.assemble import Assembled

RESERVED = frozenset(word for word, _ in STANCES)
_OWN_EVENT = Help(
    en="wait for an event of its own, as `objection_lodged`",
    zh="请等待另行声明的事件，如 `objection_lodged`",
)
_NO_CONDITION = Help(
    en="where a source system has a word of its own: `names: [申辩]`",
    zh="来源系统另有名称的，请写 `names: [申辩]`",
)


def views_in_rules(assembled: Assembled) -> Iterator[Diagnostic]:
    """Rules that speak of what people say of findings."""
    for each in assembled.draft.references:
        if each.kind == "event" and each.name in RESERVED:
            yield Diagnostic(
                checks.VIEW_IN_RULES, each.span, {"name": each.name}, (_OWN_EVENT,), each.citation
            )
    for name, event in assembled.policy.events.items():
        built = name in RESERVED and (event.is_ is not None or event.if_ is not None)
        if built:
            yield Diagnostic(checks.VIEW_IN_RULES, event.span, {"name": name}, (_NO_CONDITION,))
