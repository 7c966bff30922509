; The clauses of licensing.yaml as rules of CLIPS. The events of one case are facts, `report` is Python's.

(deftemplate event
  (slot type (type SYMBOL)) (slot rank) (slot before)
  (slot unit) (slot assigned) (slot outcome) (slot reasons) (slot amount))

(defglobal ?*last* = 0)

; The working days between starts and ends of pauses; far below zero where one has not ended.
(deffunction between (?start ?end)
  (bind ?sum 0)
  (do-for-all-facts ((?each event)) (eq ?each:type ?start) (bind ?sum (- ?sum ?each:rank)))
  (do-for-all-facts ((?each event)) (eq ?each:type ?end) (bind ?sum (+ ?sum ?each:rank)))
  ?sum)

(deffunction to-answer (?rank) (+ ?rank 5 (between completion_asked completed)))

(deffunction to-decide (?rank)
  (+ ?rank
     (if (any-factp ((?each event)) (eq ?each:type extension_approved)) then 30 else 20)
     (between review_started review_ended)))

(defrule answer-late
  (event (type applied) (rank ?rank))
  (event (type accepted|refused) (before ?done))
  =>
  (bind ?due (to-answer ?rank))
  (if (>= ?done ?due) then (report answer ?due)))

(defrule answer-never
  (event (type applied) (rank ?rank))
  (not (event (type accepted|refused)))
  =>
  (bind ?due (to-answer ?rank))
  (if (and (>= ?due ?rank) (<= ?due ?*last*)) then (report answer ?due)))

(defrule ask-once
  (event (type completion_asked) (rank ?early))
  (event (type completion_asked) (rank ?late&:(> ?late ?early)))
  =>
  (report ask_once 0))

(defrule give-reasons
  (event (type refused) (reasons ""))
  =>
  (report give_reasons 0))

(defrule decide-late
  (event (type accepted) (rank ?rank))
  (event (type decided) (before ?done))
  =>
  (bind ?due (to-decide ?rank))
  (if (>= ?done ?due) then (report decide ?due)))

(defrule decide-never
  (event (type accepted) (rank ?rank))
  (not (event (type decided)))
  =>
  (bind ?due (to-decide ?rank))
  (if (and (>= ?due ?rank) (<= ?due ?*last*)) then (report decide ?due)))

(defrule decided-by-whom-it-was-given
  (event (type accepted) (assigned ?unit))
  (event (type decided) (unit ?other&~?unit))
  =>
  (report decided_by_whom_it_was_given 0))

(defrule deliver-late
  (event (type decided) (rank ?rank))
  (event (type delivered) (before ?done&:(>= ?done (+ ?rank 10))))
  =>
  (report deliver (+ ?rank 10)))

(defrule deliver-never
  (event (type decided) (rank ?rank&:(<= (+ ?rank 10) ?*last*)))
  (not (event (type delivered)))
  =>
  (report deliver (+ ?rank 10)))

(defrule publish-late
  (event (type decided) (outcome "granted") (rank ?rank))
  (event (type published) (before ?done&:(>= ?done (+ ?rank 20))))
  =>
  (report publish (+ ?rank 20)))

(defrule publish-never
  (event (type decided) (outcome "granted") (rank ?rank&:(<= (+ ?rank 20) ?*last*)))
  (not (event (type published)))
  =>
  (report publish (+ ?rank 20)))

(defrule no-fee
  (event (type fee_charged) (amount ?amount&:(> ?amount 0)))
  =>
  (report no_fee 0))
