"""Encryption of what people send us. Imports nothing of ours."""
