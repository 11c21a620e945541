"""Input validation: all checks of arguments, and all error messages."""
