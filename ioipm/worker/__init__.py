"""The worker runs the jobs that apps declare, and records when each job last ran.

An app declares its jobs as `jobs` on its `AppConfig`: a list of dictionaries with the keys of `ioipm.worker.jobs.Job`.
The worker imports no app, and no app imports the worker.
"""
