"""The public side of forms: form pages that staff build, and what happens when somebody sends one."""
