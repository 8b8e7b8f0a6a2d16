"""The newsletter's subscribers in the admin: the list, its export, and the deletion of a subscriber."""
