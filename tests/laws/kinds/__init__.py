"""What metrics are given: the kinds of rows, and how each is drawn."""
