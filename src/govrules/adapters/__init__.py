"""Adapters: what govrules finds, in the form that other engines take."""
