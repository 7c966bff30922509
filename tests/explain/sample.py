"""A small evaluation made by hand, with one finding of every sort, and the rules that it speaks of."""

import datetime as dt
from zoneinfo import ZoneInfo

from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay
from govrules.model.clauses import (
    Clause,
    Duty,
    Effective,
    ExtendRule,
    LapseRule,
    PauseRule,
    Prohibition,
    Requirement,
)
from govrules.model.conditions import Condition, Constant
from govrules.model.convention import Convention
from govrules.model.evaluation import Evaluation, Provenance, Quality, QualityNote
from govrules.model.events import Event
from govrules.model.findings import (
    Alert,
    Evidence,
    ExtensionTaken,
    Holder,
    Ignored,
    Lapse,
    LateDecision,
    Moment,
    Obligation,
    OtherReading,
    PauseTaken,
    Reason,
    Shortfall,
    Unknown,
    Violation,
)
from govrules.model.limits import NamedLimit
from govrules.model.patterns import Happens
from govrules.model.period import Period
from govrules.model.policy import EventType, Field, Policy, Rulebook, Source
from govrules.model.text import Text

ZONE = ZoneInfo("Asia/Shanghai")
POLICY = "demo-licensing"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(text: str) -> Moment:
    """A bare date, or an instant by the clock of the zone where a time of day stands behind it."""
    if len(text) == 10:
        return Moment(dt.datetime.fromisoformat(text))
    local = dt.datetime.fromisoformat(text)
    return Moment(local, local.replace(tzinfo=ZONE))


def evidence(case: str, kind: str, at: str, *, known: str | None = None, **more: object) -> Evidence:
    found = moment(at)
    derived = more.pop("derived_from", None)
    event = Event(
        case, kind, found.date if found.instant is None else found.instant, data=more, source="events.jsonl:7"
    )
    return Evidence(event, found, moment(known or at), None if derived is None else str(derived))


def end_of(text: str) -> dt.datetime:
    """The end of a day: the next midnight."""
    return dt.datetime.combine(day(text) + dt.timedelta(days=1), dt.time(), tzinfo=ZONE)


CALENDAR = Calendar(
    name="demo",
    first_day=day("2025-01-01"),
    last_day=day("2026-12-31"),
    days_off=tuple(
        DayOff(day(f"2025-10-{at:02}"), DayKind.STATUTORY, Text(zh="国庆节", en="National Day"))
        for at in range(1, 9)
    ),
    make_up=(
        MakeUpDay(day("2025-09-28"), Text(zh="国庆节", en="National Day")),
        MakeUpDay(day("2025-10-11"), Text(zh="国庆节", en="National Day")),
    ),
    announced_until=day("2025-12-28"),
    time_zone="Asia/Shanghai",
)
CONVENTION = Convention(
    name="demo-days", title=Text(zh="工作日计算办法", en="the working day rule"), days_are="working"
)
EVENTS = {
    "accepted": ("受理", "accepted"),
    "decided": ("作出决定", "decided"),
    "special_started": ("开始听证", "hearing began"),
    "special_ended": ("听证结束", "hearing ended"),
    "extension_approved": ("负责人批准延长", "extension approved"),
    "opinions_requested": ("征求意见", "opinions requested"),
    "opinion_given": ("反馈意见", "opinion given"),
    "meeting_approved": ("批准召开会议", "meeting approved"),
    "fee_charged": ("收取费用", "fee charged"),
    "task_assigned": ("交办", "task assigned"),
    "concluded": ("办结", "concluded"),
    "transferred": ("移交", "transferred"),
}


def clause(name: str, zh: str, en: str, body: object, **more: object) -> Clause:
    return Clause(POLICY, name, body, title=Text(zh=zh, en=en), **more)  # type: ignore[arg-type]


def duty(when: str, must: str, limit: str, **more: object) -> Duty:
    within = (NamedLimit(None, Period.parse(limit)),)
    return Duty(Happens(when), Happens(must), within=within, **more)  # type: ignore[arg-type]


CLAUSES = (
    clause(
        "decide",
        "二十日内决定",
        "Decide within 20 working days",
        duty(
            "accepted",
            "decided",
            "20 days",
            pause=(PauseRule(Happens("special_started"), Happens("special_ended")),),
            extend=(ExtendRule(Happens("extension_approved"), Period.parse("10 days")),),
        ),
        cite="第四十二条第一款",
        quote="自受理行政许可申请之日起二十日内作出行政许可决定",
    ),
    clause(
        "consent",
        "视为同意",
        "Silence is consent",
        duty(
            "opinions_requested",
            "opinion_given",
            "5 working days",
            on_lapse=(LapseRule(deem="opinion_given", effective=Effective("lapse")),),
        ),
        cite="第八条",
    ),
    clause(
        "tell", "及时答复", "Answer promptly", duty("task_assigned", "concluded", "1 week"), cite="第九条"
    ),
    clause(
        "plan_first",
        "先报计划",
        "File the plan first",
        Requirement(Happens("meeting_approved"), Condition("happened(plan_filed)", Constant(True))),
        cite="第十条",
    ),
    clause("no_fee", "不得收费", "No fees", Prohibition(Happens("fee_charged")), cite="第十一条"),
    clause(
        "early",
        "宜提前办结",
        "Should be early",
        duty("accepted", "decided", "10 working days"),
        cite="第十二条",
        strength="should",
    ),
)
POLICY_ITSELF = Policy(
    id=POLICY,
    title=Text(zh="示范许可办法", en="Demo Licensing Measures"),
    document="示范令第1号",
    source=Source("read"),
    calendar="demo",
    convention="demo-days",
    time_zone="Asia/Shanghai",
    events={
        name: EventType(
            name,
            title=Text(zh=zh, en=en),
            data={"outcome": Field("outcome", title=Text(zh="结果", en="outcome"))}
            if name == "decided"
            else {},
        )
        for name, (zh, en) in EVENTS.items()
    },
    clauses=CLAUSES,
)
RULEBOOK = Rulebook((POLICY_ITSELF,), {"demo": CALENDAR}, {"demo-days": CONVENTION}, "0" * 64)


def _id(clause_id: str, case: str, rest: str = "") -> str:
    return f"{POLICY}/{clause_id}/{case}{rest}"


MET = Obligation(
    _id("decide", "L01"),
    POLICY,
    "decide",
    "L01",
    state="met",
    trigger=evidence("L01", "accepted", "2025-09-22"),
    limit="20 days",
    due=day("2025-10-24"),
    due_end=end_of("2025-10-24"),
    fulfilled=evidence("L01", "decided", "2025-10-24"),
    responsible="城管局",
    basis=("same day",),
)
MET_LATE = Obligation(
    _id("decide", "L02"),
    POLICY,
    "decide",
    "L02",
    state="met_late",
    trigger=evidence("L02", "accepted", "2025-09-22T09:30"),
    limit="20 days",
    due=day("2025-10-24"),
    due_end=end_of("2025-10-24"),
    fulfilled=evidence("L02", "decided", "2025-10-28"),
    responsible="城管局",
    holders=(
        Holder("受理科", moment("2025-09-22T09:30"), moment("2025-10-09"), None),
        Holder("城管局", moment("2025-10-09"), None, evidence("L02", "transferred", "2025-10-09")),
    ),
)
LATE = Violation(
    _id("decide", "L02", "/violation"),
    POLICY,
    "decide",
    "L02",
    obligation=MET_LATE.id,
    trigger=MET_LATE.trigger,
    due=MET_LATE.due,
    due_end=MET_LATE.due_end,
    at=MET_LATE.due_end,
    fulfilled=MET_LATE.fulfilled,
    late_by_days=4,
    late_by_working_days=2,
    responsible="城管局",
)
# Paused on 13 to 15 October: of (10-10, 10-15] the dates 11, 13, 14, 15 would have counted; ten days more.
OVERDUE = Obligation(
    _id("decide", "L03"),
    POLICY,
    "decide",
    "L03",
    state="overdue",
    trigger=evidence("L03", "accepted", "2025-09-22"),
    limit="20 days",
    due=day("2025-11-13"),
    due_end=end_of("2025-11-13"),
    responsible="林业局",
    pauses=(
        PauseTaken(
            evidence("L03", "special_started", "2025-10-10"), evidence("L03", "special_ended", "2025-10-15")
        ),
    ),
    extensions=(ExtensionTaken(evidence("L03", "extension_approved", "2025-10-20"), "10 days"),),
)
NEVER = Violation(
    _id("decide", "L03", "/violation"),
    POLICY,
    "decide",
    "L03",
    obligation=OVERDUE.id,
    trigger=OVERDUE.trigger,
    due=OVERDUE.due,
    due_end=OVERDUE.due_end,
    at=OVERDUE.due_end,
    late_by_days=17,
    late_by_working_days=11,
    responsible="林业局",
)
LAPSED = Obligation(
    _id("consent", "J01", "/unit=水利局"),
    POLICY,
    "consent",
    "J01",
    (("unit", "水利局"),),
    state="lapsed",
    trigger=evidence("J01", "opinions_requested", "2025-10-09"),
    limit="5 working days",
    due=day("2025-10-15"),
    due_end=end_of("2025-10-15"),
    responsible="水利局",
)
LAPSE = Lapse(
    _id("consent", "J01", "/unit=水利局/lapse"),
    POLICY,
    "consent",
    "J01",
    (("unit", "水利局"),),
    obligation=LAPSED.id,
    trigger=LAPSED.trigger,
    due=LAPSED.due,
    at=LAPSED.due_end,
    deemed=evidence("J01", "opinion_given", "2025-10-16T00:00", opinion="consent", derived_from="J01/lapse"),
    breach=False,
    responsible="水利局",
)
LATE_DECISION = LateDecision(
    _id("consent", "J01", "/unit=水利局/late"),
    POLICY,
    "consent",
    "J01",
    (("unit", "水利局"),),
    lapse=LAPSE.id,
    event=evidence("J01", "opinion_given", "2025-10-20", opinion="objection"),
    late_by_days=5,
)
OPEN = Obligation(
    _id("tell", "V01"),
    POLICY,
    "tell",
    "V01",
    state="pending",
    trigger=evidence("V01", "task_assigned", "2025-11-24"),
    limit="5 working days",
    due=day("2025-12-01"),
    due_end=end_of("2025-12-01"),
    responsible="办公室",
    reading="working",
    other_readings=(OtherReading("week", "1 week", day("2025-12-01")),),
)
ALERT = Alert(
    _id("tell", "V01", "/alert"),
    POLICY,
    "tell",
    "V01",
    obligation=OPEN.id,
    rule="1 working day left",
    at=dt.datetime(2025, 11, 28, tzinfo=ZONE),
    due=OPEN.due,
    responsible="办公室",
)
PAUSED = Obligation(
    _id("decide", "L04"),
    POLICY,
    "decide",
    "L04",
    state="paused",
    trigger=evidence("L04", "accepted", "2025-11-17"),
    limit="20 days",
    responsible="城管局",
    pauses=(PauseTaken(evidence("L04", "special_started", "2025-11-20"), None),),
)
PROJECTED = Obligation(
    _id("decide", "L05"),
    POLICY,
    "decide",
    "L05",
    state="pending",
    trigger=evidence("L05", "accepted", "2025-12-08"),
    limit="20 days",
    due=day("2026-01-05"),
    due_end=end_of("2026-01-05"),
    basis=("projected",),
    horizon=day("2025-12-28"),
)
REQUIREMENT = Violation(
    _id("plan_first", "M01", "/violation"),
    POLICY,
    "plan_first",
    "M01",
    obligation=_id("plan_first", "M01"),
    clause_kind="requirement",
    trigger=evidence("M01", "meeting_approved", "2025-11-03"),
    at=dt.datetime(2025, 11, 3, tzinfo=ZONE),
    responsible="政府办",
)
FORBIDDEN = Violation(
    _id("no_fee", "F01", "/violation"),
    POLICY,
    "no_fee",
    "F01",
    obligation=_id("no_fee", "F01"),
    clause_kind="prohibition",
    trigger=evidence("F01", "fee_charged", "2025-11-04T15:05"),
    at=dt.datetime(2025, 11, 4, 15, 5, tzinfo=ZONE),
)
SHORTFALL = Shortfall(
    _id("early", "L02", "/shortfall"),
    POLICY,
    "early",
    "L02",
    obligation=_id("early", "L02"),
    trigger=MET_LATE.trigger,
    due=day("2025-10-11"),
    due_end=end_of("2025-10-11"),
    fulfilled=MET_LATE.fulfilled,
    late_by_days=17,
    late_by_working_days=12,
    responsible="城管局",
    strength="should",
)
UNKNOWN_REASON = Reason("field-missing", "the item has no statutory limit", "该事项没有法定时限")
UNKNOWN_OBLIGATION = Obligation(
    _id("decide", "U01"), POLICY, "decide", "U01", state="unknown", reason=UNKNOWN_REASON
)
UNKNOWN = Unknown(
    _id("decide", "U01", "/unknown"),
    POLICY,
    "decide",
    "U01",
    reason=UNKNOWN_REASON,
    trigger=evidence("U01", "accepted", "2025-09-22"),
    obligation=UNKNOWN_OBLIGATION.id,
)
ENDED = Obligation(
    _id("decide", "W01"),
    POLICY,
    "decide",
    "W01",
    state="ended",
    trigger=evidence("W01", "accepted", "2025-09-22"),
    limit="20 days",
    due=day("2025-10-24"),
    due_end=end_of("2025-10-24"),
    reason=Reason("ended", "the application was withdrawn on 2025-10-09", "申请已于2025年10月9日撤回"),
)
EXCUSED = Obligation(
    _id("decide", "W02"),
    POLICY,
    "decide",
    "W02",
    state="excused",
    trigger=evidence("W02", "accepted", "2025-09-22"),
    limit="20 days",
    due=day("2025-10-24"),
    due_end=end_of("2025-10-24"),
    reason=Reason("excused", "a special reason was approved", "特殊原因已获批准"),
)
IGNORED = Ignored(
    Event("L01", "special_ended", day("2025-10-09")),
    Reason("nothing-paused", "nothing was paused that it could end", "没有可由其结束的中止"),
    f"{POLICY}/decide",
)

EVALUATION = Evaluation(
    obligations=(
        MET,
        MET_LATE,
        OVERDUE,
        PAUSED,
        PROJECTED,
        LAPSED,
        OPEN,
        UNKNOWN_OBLIGATION,
        ENDED,
        EXCUSED,
    ),
    violations=(LATE, NEVER, REQUIREMENT, FORBIDDEN),
    shortfalls=(SHORTFALL,),
    lapses=(LAPSE,),
    late_decisions=(LATE_DECISION,),
    alerts=(ALERT,),
    unknowns=(UNKNOWN,),
    ignored=(IGNORED,),
    quality=Quality(
        events=33,
        cases=12,
        judged=11,
        partly_judged=0,
        not_judged=1,
        notes=(
            QualityNote(
                "duplicate",
                1,
                ("L01",),
                "accepted",
                "1 event was given twice and counts once",
                "1 个事件重复，只计一次",
            ),
        ),
    ),
    provenance=Provenance(
        govrules="0.1.0",
        rules={POLICY: "1" * 64},
        calendars={"demo": "2" * 64},
        conventions={"demo-days": "3" * 64},
        events="4" * 64,
        as_of=dt.datetime(2025, 11, 30, 23, 59, 59, 999999, tzinfo=ZONE),
        as_of_given=True,
        known_at=None,
    ),
)
