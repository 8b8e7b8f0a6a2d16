"""Panels of the editor for form pages."""

from wagtail.admin.panels import HelpPanel


class NotifiesNobodyPanel(HelpPanel):
    """Warn in the editor if the saved form notifies nobody of a new message."""

    def __init__(self, template: str = "forms/admin/notifies_nobody.html", **options: object) -> None:
        super().__init__(template=template, **options)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and not self.instance.notified.strip()
