"""A clause in one plain sentence: what triggers it, what has to happen, by when, and what follows if not."""

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

import attrs

from govrules.diagnostics import Language
from govrules.explaining.language import joined, period
from govrules.explaining.names import Names, plain_name
from govrules.model.accountability import Accountability
from govrules.model.clauses import (
    Clause,
    Duty,
    ExtendRule,
    InterruptRule,
    LapseRule,
    NotCheckable,
    PauseRule,
    Prohibition,
    Requirement,
)
from govrules.model.conditions import Condition, Lookup
from govrules.model.findings import Finding
from govrules.model.limits import Limit, NoLimit, Readings, Reduced
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Begins, Every, OnDate, Pattern
from govrules.model.period import Period
from govrules.model.policy import Policy, Rulebook
from govrules.model.quota import Bound, Quota, Share
from govrules.model.written import written


def sentence(clause: Clause, policy: Policy, rulebook: Rulebook, lang: Language = "en") -> str:
    """A clause in a plain sentence or a few, made from the rule that is evaluated, not from its text.

    Conditions stand as they are written in the rule file, between backticks.

    Args:
        clause: in one version.
        policy: that holds it.
        rulebook: that holds both.
        lang: `en` or `zh`.

    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> [deliver] = [each for each in rules.clauses if each.id == "deliver"]
    >>> print(sentence(deliver, rules.policies[0], rules).split(". ")[0])
    After “licence granted”, “licence delivered” must come within 10 working days
    """
    told = _Teller(clause, policy, Names(lang, rulebook))
    parts = list(told.parts())
    return ("".join(parts) if lang == "zh" else " ".join(parts)).strip()


@attrs.frozen(eq=False)
class _Teller:
    clause: Clause
    policy: Policy
    names: Names

    @property
    def lang(self) -> Language:
        return self.names.lang

    @property
    def finding(self) -> Finding:
        return Finding("", self.clause.policy, self.clause.id, "")

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def parts(self) -> Iterator[str]:
        body = self.clause.body
        match body:
            case Duty():
                yield from self._duty(body)
            case Requirement():
                when = self._when(body.when)
                yield self.say(
                    f"{when}, this {self._must} hold: `{_written(body.require)}`.",
                    f"{when}，{self._must}满足：`{_written(body.require)}`。",
                )
            case Prohibition():
                yield from self._prohibition(body)
            case Quota():
                yield from self._quota(body)
            case Maintenance():
                yield from self._maintenance(body)
            case Accountability():
                yield from self._accountability(body)
            case NotCheckable():
                why = body.why.text(self.lang).rstrip("。.")
                yield self.say(f"No machine can check this: {why}.", f"无法由机器核查：{why}。")
        if not isinstance(body, NotCheckable):
            yield from self._conditions()

    @property
    def _must(self) -> str:
        match self.clause.strength:
            case "should":
                return self.say("should", "宜")
            case "in_principle":
                return self.say("must in principle", "原则上应当")
        return self.say("must", "应当")

    # -- duties ----------------------------------------------------------------------------------------

    def _duty(self, body: Duty) -> Iterator[str]:
        must = self._pattern(body.must)
        when = self._after(body.when)
        if body.before is not None:
            anchor = body.before.anchor
            shown = self._lookup(anchor) if isinstance(anchor, Lookup) else self._pattern(anchor)
            least = body.before.at_least
            lead = "" if least is None else self._limit(least)
            en = f"{must} {self._must} come " + (
                f"at least {lead} before {shown}" if lead else f"before {shown}"
            )
            zh = f"{self._must}在{shown}{f'的至少{lead}' if lead else ''}之前{must}"
            yield self.say(f"{when}, {en}.", f"{when}，{zh}。")
        elif body.by is not None:
            day = self._lookup(body.by)
            yield self.say(
                f"{when}, {must} {self._must} come by {day}.",
                f"{when}，{self._must}在{day}之前（含当日）{must}。",
            )
        else:
            for each in body.within:
                limit = self._limit(each.limit)
                name = f" ({plain_name(each.name)})" if each.name else ""
                if isinstance(each.limit, NoLimit):
                    en, zh = f"{must} {self._must} come; no time is set", f"{self._must}{must}，未设期限"
                else:
                    en = f"{must} {self._must} come within {limit}{name}"
                    zh = f"{self._must}在{limit}{name}之内{must}"
                yield self.say(f"{when}, {en}.", f"{when}，{zh}。")
        yield from map(self._pause, body.pause)
        yield from map(self._pause, body.interrupt)
        for extend in body.extend:
            yield self._extend(extend)
        for lapse in body.on_lapse:
            yield from self._lapse(lapse)
        if body.end_on is not None:
            ends = self._pattern(body.end_on)
            yield self.say(f"It ends with {ends}.", f"{ends}的，不再要求。")

    def _pause(self, rule: PauseRule | InterruptRule) -> str:
        start, end = self._pattern(rule.start), self._pattern(rule.end)
        only = self._only(rule.if_)
        if isinstance(rule, InterruptRule):
            return self.say(
                f"From {start} the count stops, and begins anew with {end}{only}.",
                f"{start}的，停止计算，自{end}起重新计算{only}。",
            )
        most = self._most(rule.at_most, rule.times, each=bool(rule.per))
        return self.say(
            f"The time from {start} to {end} is not counted{most}{only}.",
            f"自{start}至{end}的时间不计算在内{most}{only}。",
        )

    def _extend(self, rule: ExtendRule) -> str:
        when, add = self._pattern(rule.when), self._limit(rule.add)
        more = self._most(rule.at_most, rule.times) + self._only(rule.if_)
        return self.say(f"With {when} it is extended by {add}{more}.", f"{when}的，延长{add}{more}。")

    def _most(self, at_most: Limit | None, times: int | None, *, each: bool = False) -> str:
        """How long at most, and how often."""
        found = ""
        if at_most is not None:
            limit = self._limit(at_most)
            found += self.say(
                f", at most {limit} {'each' if each else 'in all'}",
                f"，{'每次' if each else '合计'}不超过{limit}",
            )
        if times is not None:
            found += self.say(f", {'once' if times == 1 else f'{times} times'} at most", f"，至多{times}次")
        return found

    def _only(self, condition: Condition | None) -> str:
        if condition is None:
            return ""
        return self.say(f" (only if `{_written(condition)}`)", f"（仅当 `{_written(condition)}`）")

    def _lapse(self, rule: LapseRule) -> Iterator[str]:
        if rule.deem is None:
            return
        deemed = self.names.event(self.finding, rule.deem)
        after = "" if rule.effective.period is None else period(str(rule.effective.period), self.lang)
        since = {
            "lapse": ("", ""),
            "next_day": (" from the next day", "，自次日起"),
            "after": (f" from {after} after", f"，自届满后{after}起"),
            "trigger": (", back to where the time began", "，溯及期限起算之时"),
        }[rule.effective.kind]
        breach = self.say("; it is a breach besides", "，并构成违规") if rule.breach else ""
        limit = f" ({rule.of})" if rule.of else ""
        only = self._only(rule.if_)
        yield self.say(
            f"If the time runs out{limit}{only}, {deemed} counts as having happened{since[0]}{breach}.",
            f"逾期的{limit}{only}，视为{deemed}{since[1]}{breach}。",
        )

    # -- the other kinds -------------------------------------------------------------------------------

    def _prohibition(self, body: Prohibition) -> Iterator[str]:
        when = self._pattern(body.when)
        word = self.say("should not" if self.clause.strength == "should" else "must not", "不得")
        span, chinese = "", ""
        if body.during is not None:
            start = self._pattern(body.during.start)
            end = body.during.end
            if isinstance(end, str):
                last = end.rpartition(" ")[2]
                span = f" from {start} to the end of that {last}"
                chinese = f"自{start}起至当{({'year': '年', 'quarter': '季', 'month': '月'})[last]}末，"
            elif end is None:
                span, chinese = f" once {start} has come", f"自{start}起，"
            else:
                span, chinese = f" from {start} to {self._pattern(end)}", f"自{start}至{self._pattern(end)}，"
        yield self.say(f"{when} {word} happen{span}.", f"{chinese}{word}{when}。")

    def _quota(self, body: Quota) -> Iterator[str]:
        what = self._pattern(body.count)
        if body.sum is not None:
            what = self.say(
                f"`{written(body.sum)}` over {what}, added up,", f"{what}的 `{written(body.sum)}` 合计"
            )
        elif body.distinct is not None:
            what = self.say(
                f"the number of different `{written(body.distinct)}` of {what}",
                f"{what}的不同 `{written(body.distinct)}` 数",
            )
        else:
            what = self.say(f"the number of {what}", f"{what}的次数")
        bounds = []
        if body.at_least is not None:
            bounds.append(
                self.say(f"at least {self._bound(body.at_least)}", f"不少于{self._bound(body.at_least)}")
            )
        if body.at_most is not None:
            bounds.append(
                self.say(f"at most {self._bound(body.at_most)}", f"不多于{self._bound(body.at_most)}")
            )
        told = self.say(" and ", "、").join(bounds)
        words = {"year": "年", "quarter": "季度", "month": "月", "week": "周", "day": "日"}
        if body.every is not None:
            en, zh = f"In each {body.every} ", f"每{words[body.every]}"
        elif body.until is not None:
            end = self._pattern(body.until)
            en, zh = f"By {end} ", f"至{end}时，"
        else:
            en = zh = ""
        per = self._slices()
        whose = self.say(f" for each {' and '.join(per)}", f"（按{'、'.join(per)}）") if per else ""
        yield self.say(f"{en}{what}{whose} {self._must} be {told}.", f"{zh}{what}{whose}{self._must}{told}。")

    def _bound(self, bound: Bound) -> str:
        match bound:
            case Fraction():
                return _number(bound)
            case Lookup():
                return self._lookup(bound)
            case Share():
                share = (
                    self._lookup(bound.share) if isinstance(bound.share, Lookup) else _percent(bound.share)
                )
                if bound.of == "previous period":
                    of = self.say("that of the period before", "上一期")
                elif isinstance(bound.of, Lookup):
                    of = self._lookup(bound.of)
                else:
                    of = self.say(
                        f"the number of {self._pattern(bound.of)}", f"{self._pattern(bound.of)}次数"
                    )
                return self.say(f"{share} of {of}", f"{of}的{share}")

    def _maintenance(self, body: Maintenance) -> Iterator[str]:
        start, end = self._pattern(body.hold.start), self._pattern(body.hold.end)
        per = self._slices()
        whose = self.say(f" of each {' and '.join(per)}", f"（按{'、'.join(per)}）") if per else ""
        window = body.throughout
        over = self.say("at every instant", "始终")
        if window.office_hours:
            over = self.say("throughout office hours", "在办公时间内始终")
        elif window.start is not None:
            until = self._pattern(window.end) if window.end is not None else self.say("the end", "最后")
            over = self.say(
                f"from {self._pattern(window.start)} to {until}", f"自{self._pattern(window.start)}至{until}"
            )
        gap = ""
        if body.tolerate is not None:
            limit = self._limit(body.tolerate)
            gap = self.say(f"; gaps of up to {limit} are let pass", f"；允许不超过{limit}的间断")
        yield self.say(
            f"What begins with {start} and ends with {end} {self._must} hold{whose} {over}{gap}.",
            f"自{start}至{end}的状态{whose}{self._must}{over}保持{gap}。",
        )

    def _accountability(self, body: Accountability) -> Iterator[str]:
        on = self._pattern(body.on)
        if body.repeated is not None:
            times = body.repeated.times
            count = self._lookup(times) if isinstance(times, Lookup) else str(times)
            over = body.repeated.over
            span = over if isinstance(over, str) else self._limit(over)
            spans = {
                "calendar year": "一个日历年",
                "calendar quarter": "一个日历季度",
                "calendar month": "一个日历月",
            }
            on = self.say(
                f"{count} times within {f'one {span}' if isinstance(over, str) else span}, {on}",
                f"{spans.get(span, span)}内{count}次{on}",
            )
        if body.adjust is not None:
            lifts = self.say(
                "is not answered for" if body.adjust == "exempt" else "is answered for one step lower",
                "免予追究" if body.adjust == "exempt" else "减轻一档",
            )
            yield self.say(f"What is proposed on {on} {lifts}.", f"{on}的，{lifts}。")
        roles = [f"`{written(each.party)}` ({self.names.role(each.role)})" for each in body.answerable]
        if roles:
            who = joined(roles, self.lang, "and")
            word = self.say("answers" if len(roles) == 1 else "answer", "承担责任")
            yield self.say(f"For {on}, {who} {word}.", f"{on}的，由{who}{word}。")
        if body.propose is not None:
            steps = self.names.measures(self.finding, body.propose.measures)
            if body.propose.named_by is not None:
                steps = f"`{written(body.propose.named_by)}`"
            yield self.say(f"Proposed: {steps}.", f"建议措施：{steps}。")
        for each in body.within:
            if body.decided_by is not None and not isinstance(each.limit, NoLimit):
                limit = self._limit(each.limit)
                decider = f"`{written(body.decided_by)}`"
                yield self.say(f"{decider} decides within {limit}.", f"由{decider}在{limit}之内决定。")

    # -- what all kinds share --------------------------------------------------------------------------

    def _conditions(self) -> Iterator[str]:
        if self.clause.for_each is not None:
            who = self._slice(self.clause.for_each.variable)
            where = self.clause.for_each.where
            only = (
                self.say(f" where `{_written(where)}`", f"（`{_written(where)}`）")
                if where is not None
                else ""
            )
            yield self.say(f"For each {who}{only}.", f"对每一{who}{only}分别计算。")
        if self.clause.if_ is not None:
            yield self.say(f"Only if `{_written(self.clause.if_)}`.", f"仅当 `{_written(self.clause.if_)}`。")
        if self.clause.unless is not None:
            unless = _written(self.clause.unless)
            yield self.say(f"Not if `{unless}`.", f"`{unless}` 的除外。")

    def _slices(self) -> list[str]:
        return [self._slice(each) for each in self.clause.per if each not in {"case", "policy"}]

    def _slice(self, name: str) -> str:
        """What a clause is sliced by: the title of that kind of record or field, else its name."""
        kind = self.policy.records.get(name)
        if kind is not None and kind.title:
            return kind.title.text(self.lang)
        fields = (each.data[name].title for each in self.policy.events.values() if name in each.data)
        title = next((each.text(self.lang) for each in fields if each), "")
        return title or self.say(plain_name(name), _SLICES_ZH.get(name, plain_name(name)))

    def _when(self, pattern: Pattern) -> str:
        shown = self._pattern(pattern)
        if isinstance(pattern, OnDate | Every | Begins):
            return self.say(f"On {shown}", f"在{shown}")
        return self.say(f"At {shown}", f"{shown}时")

    def _after(self, pattern: Pattern) -> str:
        shown = self._pattern(pattern)
        if isinstance(pattern, OnDate | Every | Begins):
            return self.say(f"From {shown} on", f"自{shown}起")
        return self.say(f"After {shown}", f"自{shown}起")

    def _pattern(self, pattern: Pattern) -> str:
        return self.names.pattern(self.finding, pattern)

    def _lookup(self, lookup: Lookup) -> str:
        if lookup.root == "params" and lookup.path:
            parameter = self.policy.parameters.get(lookup.path[0])
            if parameter is not None and not parameter.values:
                title = parameter.title.text(self.lang) or plain_name(parameter.name)
                return self.say(f"[{title}: not set]", f"〔{title}：未定〕")
            if parameter is not None and len(parameter.values) == 1:
                value = parameter.values[0].value
                return period(str(value), self.lang)
        return f"`{'.'.join((lookup.root, *lookup.path))}`"

    def _limit(self, limit: Limit) -> str:
        match limit:
            case Period():
                return self.names.limit(self.finding, str(limit))
            case NoLimit():
                return self.say("no limit", "未设期限")
            case Lookup():
                return self._lookup(limit)
            case Reduced():
                less = _percent(limit.less)
                whole = self._limit(limit.of)
                return self.say(f"{whole} less {less}", f"{whole}减去{less}")
            case Readings():
                read = [
                    f"{self._limit(each)} ({self.names.reading(self.finding, name)})"
                    for name, each in limit.readings
                ]
                return joined(read, self.lang, "or")


_SLICES_ZH = MappingProxyType({"unit": "单位", "person": "人员", "actor": "经办人"})


def _written(condition: Condition) -> str:
    return " ".join(condition.text.split())


def _percent(share: Fraction) -> str:
    return f"{_number(share * 100)}%"


def _number(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else f"{float(number):g}"
