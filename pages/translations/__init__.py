"""Spanish pages: what is live stays complete, follows its English page, and is withdrawn with it.

wagtail-localize stores the texts and their translations. The modules here decide what it may write, and when.
"""
