"""Unpublish and delete pages: what still leads to them, and where readers are sent instead."""
