"""One HTML file of an evaluation that opens without a network: figures, worklist, and each case with its
timeline and its explanation.
"""
