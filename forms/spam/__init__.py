"""Checks for spam. They mark a message; they never delete it."""
