"""What keys that take a mapping look like, for the message about one that takes something else."""

EXAMPLES = {
    "clauses": "clauses: {reply: {duty: {when: received, must: replied, within: 5 days}}}",
    "duty": "duty: {when: received, must: replied, within: 5 days}",
    "requirement": "requirement: {when: approved, require: given(event.plan)}",
    "prohibition": "prohibition: {when: fee_charged}",
    "pause": "pause: {from: hearing_started, to: hearing_ended}",
    "interrupt": "interrupt: {from: clarification_asked, to: clarified}",
    "extend": "extend: {when: extension_approved, add: 10 working days}",
    "on_lapse": "on_lapse: {deem: decided, effective: lapse}",
    "with": "with: {outcome: granted}",
    "during": "during: {from: decided, to: end of year}",
    "passes": "passes: {on: transferred, to: event.to_unit}",
    "source": "source: {status: read, address: ...}",
    "reviewed": "reviewed: {by: ..., on: 2025-01-01}",
    "versions": "versions: [{from: 2015-01-01, duty: {within: 15 working days}}]",
    "records": "records: {item: {set_by: item_listed}}",
    "parameters": "parameters: {lead: {type: period, values: {2025-01-01: 5 days}}}",
}
