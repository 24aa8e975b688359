"""Limits, rules, runs, rates, disparity and suppression: numbers in, numbers out."""
