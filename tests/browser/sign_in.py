"""How somebody signs in to the admin in a browser: by typing name and password."""

PASSWORD = "a long password"


def give_password(page, name):
    """Fill in the login that is open, and send it."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_in(page, name):
    """Go to the admin, signed in; return the page."""
    page.goto("/admin/")
    give_password(page, name)
    page.wait_for_url("**/admin/")
    return page
