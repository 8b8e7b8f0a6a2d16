"""What staff do with translations in the admin: the editor, the translation board, and the review of translations."""
