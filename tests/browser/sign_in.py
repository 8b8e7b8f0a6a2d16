"""Sign in to the admin in a browser, through the login form."""

PASSWORD = "a long password"


def submit_login(page, name):
    """Fill in the open login form and submit it."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_in(page, name):
    """Open the admin, sign in, and return the page."""
    page.goto("/admin/")
    submit_login(page, name)
    page.wait_for_url("**/admin/")
    return page
