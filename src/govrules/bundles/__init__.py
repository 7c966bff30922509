"""Proof: a folder that holds findings with all that they were made from, and the replay that checks them."""
