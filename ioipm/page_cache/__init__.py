"""The page cache: public pages are kept compressed, and answered without Django's other middleware (decision 0038)."""
