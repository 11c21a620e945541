"""What each number costs, beside what a user would pick instead."""
