"""The scorecard: four families of numbers from files, and the command line."""
