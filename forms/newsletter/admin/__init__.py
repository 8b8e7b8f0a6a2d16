"""The newsletter's addresses in the admin: the list, its export, and deleting one for good."""
