"""What the compiled evaluator is measured on, and what it is measured against."""
