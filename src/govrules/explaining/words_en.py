"""The sentences of explanations in English; `words_zh` has the same keys with the same fields."""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        # Verdicts
        "met": "Done in time: {done_what} on {done}, with time until {due}.",
        "met_no_due": "Done: {done_what} on {done}.",
        "met_late": "Late: {who} had until {due}, and {done_what} came on {done}: {late} late.",
        "overdue": (
            "Late: {who} had until {due} for {what}, and by {as_of} it had not come: {late} late so far."
        ),
        "overdue_plain": "Late: {who} had until {due} for {what}, and it had not come.",
        "lapsed": "The time ran out: {who} had until {due} for {what}, and nothing came in time.",
        "lapsed_deemed": (
            "The time ran out: {who} had until {due} for {what}, nothing came in time, and so {deemed} "
            "is deemed."
        ),
        "pending": "Open: {who} has until {due} for {what}.",
        "pending_no_due": "Open: {who} still owes {what}; no limit is set.",
        "paused": (
            "Open, with the clock stopped since {since}: {who} owes {what}, and the due date depends "
            "on when it goes on."
        ),
        "paused_plain": (
            "Open, with the clock stopped: {who} owes {what}, and the due date depends on when it goes on."
        ),
        "ended": "Ended without {what}: {reason}.",
        "excused": "Not done in time, and excused: {reason}.",
        "attribution": "{who} answers for it.",
        "measure": "A measure is proposed against {who}.",
        "unknown": "No verdict: {reason}.",
        "held": "In order: on {at}, when the clause asked, what it requires held.",
        "requirement_broken": "Broken: on {at}, at {event}, what the clause requires did not hold.",
        "prohibition_broken": "Broken: {event} on {at}, which the clause does not allow.",
        "not_broken": "In order: nothing happened that the clause does not allow.",
        "shortfall": "Fell short (the text says “should”). {rest}",
        "late_decision": (
            "A real decision after a deemed one: {event} on {at}, {late} after the time had run out. "
            "It stands beside the deemed one and does not replace it."
        ),
        "late_decision_plain": (
            "A real decision after a deemed one: {event} on {at}. "
            "It stands beside the deemed one and does not replace it."
        ),
        "alert": "Warning from {at}: {rule}, due {due}.",
        "alert_no_due": "Warning from {at}: {rule}.",
        # Section titles
        "title_clause": "Clause",
        "title_trigger": "Began with",
        "title_checked": "Checked at",
        "title_limit": "Limit",
        "title_pauses": "Clock stopped",
        "title_extensions": "Extended",
        "title_count": "Day by day",
        "title_due": "Due",
        "title_outcome": "What came",
        "title_reading": "Reading",
        "title_basis": "Leans on",
        "title_deemed": "Deemed",
        "title_responsible": "Answers for it",
        "title_reason": "Why",
        "title_finding": "Finding",
        # Lines
        "heading": "Case {case}: {clause}",
        "case_slice": "{case} ({values})",
        "quote": "“{quote}”",
        "cite": "{cite}, {policy}",
        "policy_document": "{policy} ({document})",
        "gloss": "In short: {gloss}",
        "version": "version in force from {start}",
        "strength_should": (
            "The text says “should”: a shortfall is reported apart and is no ground for measures."
        ),
        "strength_in_principle": (
            "The text says “in principle”: a departure with recorded reasons would be no violation."
        ),
        "evidence": "{event} on {at}",
        "evidence_source": "{event} on {at} ({source})",
        "evidence_derived": "{event}, deemed with effect from {at}, known from {known}",
        "limit_named": "{limit} ({name})",
        "limit_counted": "{limit}, counted by {convention}",
        "no_limit": "no limit is set",
        "pause": "from {start} ({start_event}) to {end} ({end_event})",
        "pause_open": "from {start} ({start_event}), and not ended yet",
        "interrupt": (
            "began anew: stopped on {start} ({start_event}), counted afresh from {end} ({end_event})"
        ),
        "interrupt_open": "stopped on {start} ({start_event}), to be counted afresh when it goes on",
        "extension": "by {added}, on {at} ({event})",
        "due_end": "the last instant in time is {due_end}",
        "due_day": "{due}, to the end of the day",
        "reading_used": "read as “{name}”: {limit}",
        "reading_used_plain": "read as “{name}”",
        "reading_other": "read as “{name}” ({limit}), it would be due on {due}",
        "reading_other_open": "read as “{name}” ({limit}), there would be no due date yet",
        "same_day": (
            "two things on one date, whose order the data does not show, were read in the office's favour"
        ),
        "projected": (
            "the due date leans on days that are not announced yet (announced up to {horizon}); it may "
            "still move"
        ),
        "projected_plain": "the due date leans on days that are not announced yet; it may still move",
        "departure": "a departure with its reasons is recorded",
        "deemed": "{event}{data} is deemed to have happened, with effect from {at}",
        "deemed_back": (
            "{event}{data} is deemed to have happened, with effect from {at}, back to where the time "
            "began; known from {known}"
        ),
        "deemed_nothing": "the time ran out; the text attaches no outcome of its own",
        "deemed_breach": "running out is a violation besides",
        "deemed_no_breach": "running out is no violation by itself",
        "data": " ({pairs})",
        "pair": "{name}: {value}",
        "answers": "{party}",
        "answers_since": "{party}, from {since}",
        "answers_between": "{party}, from {since} to {until}",
        "answers_because": "{holder}, by {event}",
        "answers_held": "{holder}: held it {days}, of {total} in all",
        "nobody": "nobody is named",
        # The count
        "run_one": "{day}: {what}",
        "span": "{first} to {last}",
        "counted_working": "working day {number}",
        "counted_working_many": "working days {number} to {until}",
        "counted_make_up": "working day {number} (a make-up day)",
        "counted_make_up_many": "working days {number} to {until} (make-up days)",
        "counted_any": "day {number}",
        "counted_any_many": "days {number} to {until}",
        "not_counted": "{why}, not counted",
        "not_counted_many": "{why}, not counted ({count} days)",
        "days_off": "{names} holiday",
        "why_weekend": "weekend",
        "why_rest": "days of rest",
        "why_closure": "closed",
        "why_recess": "recess",
        "why_paused": "clock stopped",
        "why_working": "passed over",
        "step_trigger": "the time begins to run",
        "step_cutoff": "after the cut-off: as if on {to}",
        "step_start_moved": "a day off: begins on {to}",
        "step_first_day": "the day it begins, not counted",
        "step_months": "{of} from here: {to}",
        "step_months_paused": "{amount} days on which the clock stood still are added",
        "step_month_end": "on to the end of the month, {to}",
        "step_clear_day": "the day beyond, since whole days must lie between: {to}",
        "step_extension": "extended from here by {of}",
        "step_extension_no_earlier": "the extension does not end later: stays {to}",
        "step_rest_run": "{amount} days of long holidays inside the time: as many working days more, {to}",
        "step_rolled": "the last day is a day off: moves to {to}",
        "step_stays": "would not move if it were a day off",
        "step_previous_at_origin": "moved back it would reach the day it began, {to}: moves on instead",
        "step_clock": "{of} by the clock",
        "step_opening": "the office opens at {to}",
        "step_closing": "the office closes at {to}",
        "step_due_end": "the last day in time",
        "step_paused_still": "the clock stops, and has not gone on",
        # The one line beneath a finding
        "limit_by": "by the {anchor}",
        "limit_before": "before {anchor}",
        "limit_at_least": "at least {period} before {anchor}",
        "brief_limit": "{limit} from {event} on {at}",
        "brief_no_limit": "from {event} on {at}",
        "brief_named": "{name} limit",
        "brief_pause": "clock stopped {span}",
        "brief_pause_open": "clock stopped since {start}",
        "brief_interrupt": "counted afresh from {end}",
        "brief_interrupt_open": "stopped on {start}, to be counted afresh",
        "brief_extension": "extended by {added}",
        "brief_reading": "read as “{name}”",
        "brief_other": "as “{name}”: {due}",
        "brief_other_open": "as “{name}”: no due date yet",
        "brief_projected": "days off after {horizon} are not announced yet",
        "brief_projected_plain": "leans on days off not announced yet",
        "brief_same_day": "order within one day read in the office's favour",
        "brief_departure": "departure with reasons recorded",
        "brief_separator": "; ",
        # Words
        "the_office": "the office",
        "working_day": "working day",
        "calendar_day": "calendar day",
        "late_both": "{working} ({calendar})",
        "late_same_day": "less than a day",
        "nothing": "nothing",
        "or": "{first} or {second}",
        "and": "{first} and {second}",
        "then": "{first}, then {second}",
        "quoted": "“{text}”",
        "separator": ", ",
    }
)
