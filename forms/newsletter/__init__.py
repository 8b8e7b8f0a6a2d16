"""The newsletter: sign-up with confirmation by e-mail, unsubscribing, and the list of addresses in the admin."""
