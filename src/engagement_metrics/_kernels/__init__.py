"""Numerical kernels: functions from arrays to arrays, without checks."""
