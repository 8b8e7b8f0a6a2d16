import gc

# Django and Wagtail create several hundred thousand objects that live as long as the process. By default, Python looks
# through them for garbage so often that this takes a sixth of the time of a start and of a test.
gc.set_threshold(50_000, 20, 20)
