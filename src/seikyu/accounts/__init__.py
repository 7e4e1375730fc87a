"""Companies with their plan and options, their users, login sessions; who acts (`Actor`)."""
