-- The ten clauses of licensing.yaml over the table `events` ("case", type, day, and the fields), which
-- a view makes of a file. `calendar` has for each day its date, `rank` (how many working days there are up to it
-- and with it) and `onward` (the first working day from it on); `working` has the number and the date of each
-- working day. $last is the day up to whose end the log is read.
--
-- It leans on what the log promises: no event of a kind comes twice in a case but those of `completion`, a clock
-- that was stopped was stopped before its time was up, and nothing is answered before it was asked.

WITH dated AS (
    SELECT events.*, calendar.rank FROM events JOIN calendar USING (day)
),
cases AS MATERIALIZED (
    SELECT
        "case",
        max(rank) FILTER (type = 'applied') AS applied,
        count(*) FILTER (type = 'completion_asked') AS asked,
        count(*) FILTER (type = 'completed') AS completed,
        sum(CASE type WHEN 'completion_asked' THEN -rank WHEN 'completed' THEN rank ELSE 0 END) AS waited,
        max(day) FILTER (type IN ('accepted', 'refused')) AS answered,
        bool_or(type = 'refused' AND reasons IS NULL) AS unreasoned,
        max(rank) FILTER (type = 'accepted') AS accepted,
        max(assigned) FILTER (type = 'accepted') AS assigned,
        count(*) FILTER (type = 'review_started') AS reviews,
        count(*) FILTER (type = 'review_ended') AS reviewed,
        sum(CASE type WHEN 'review_started' THEN -rank WHEN 'review_ended' THEN rank ELSE 0 END) AS reviewing,
        bool_or(type = 'extension_approved') AS extended,
        max(rank) FILTER (type = 'decided') AS decided,
        max(day) FILTER (type = 'decided') AS decided_on,
        max(unit) FILTER (type = 'decided') AS decider,
        max(outcome) FILTER (type = 'decided') AS outcome,
        max(day) FILTER (type = 'delivered') AS delivered,
        max(day) FILTER (type = 'published') AS published,
        max(day) FILTER (type = 'archived') AS archived,
        max(day) FILTER (type = 'complaint_made') AS complained,
        max(day) FILTER (type = 'complaint_answered') AS replied,
        count(*) FILTER (type = 'fee_charged' AND amount > 0) AS fees
    FROM dated
    GROUP BY "case"
),
in_working_days AS (
    SELECT "case", 'answer' AS clause, applied + waited + 5 AS number, answered AS done, asked > completed AS stopped
    FROM cases
    UNION ALL
    SELECT
        "case", 'decide', accepted + reviewing + 20 + CASE WHEN extended THEN 10 ELSE 0 END,
        decided_on, reviews > reviewed
    FROM cases WHERE accepted IS NOT NULL
    UNION ALL
    SELECT "case", 'deliver', decided + 10, delivered, false FROM cases WHERE decided IS NOT NULL
    UNION ALL
    SELECT "case", 'publish', decided + 20, published, false FROM cases WHERE outcome = 'granted'
),
in_days AS (
    SELECT "case", 'archive' AS clause, delivered + 30 AS day, archived AS done
    FROM cases WHERE delivered IS NOT NULL
    UNION ALL
    SELECT "case", 'answer_complaint', complained + 15, replied FROM cases WHERE complained IS NOT NULL
),
due AS (
    SELECT "case", clause, working.day AS due, done FROM in_working_days JOIN working USING (number) WHERE NOT stopped
    UNION ALL
    SELECT "case", clause, calendar.onward, done FROM in_days JOIN calendar USING (day)
)
SELECT "case", clause, due FROM due WHERE CASE WHEN done IS NULL THEN due <= $last ELSE done > due END
UNION ALL
SELECT "case", 'ask_once', NULL FROM cases, range(1, asked) WHERE asked > 1
UNION ALL
SELECT "case", 'give_reasons', NULL FROM cases WHERE unreasoned
UNION ALL
SELECT "case", 'decided_by_whom_it_was_given', NULL FROM cases WHERE decider <> assigned
UNION ALL
SELECT "case", 'no_fee', NULL FROM cases, range(fees)
