"""What the app adds to the admin: an index, the code is where each line points."""

from forms.newsletter import admin as newsletter

newsletter.register()
