"""How dates are written and read, where it differs from Django's formats for the language."""
