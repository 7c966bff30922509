"""The rule engines that a user might pick instead, each on the clauses that it can express.

None of them knows a calendar. So each is told of every event its `rank`, how many working days there are up
to its day and with it, and its `before`, how many there are before its day: with these the clauses that count
working days become sums and comparisons, which the engines make themselves. A period of calendar days that
moves on to a working day (`archive`, `answer_complaint`) cannot be said in ranks: no engine has these two.
"""
