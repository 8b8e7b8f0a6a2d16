"""Why a backup was not made or not restored."""


class BackupError(Exception):
    """Nothing was changed, or everything was put back; the text is a sentence for whoever runs the site."""
