"""承認: routes, steps, approvers and substitutes, for both sides."""
