"""What a scope lets a client do, in the words of the consent pages."""

from seikyu.ui.words import Words

SCOPE_WORDS = ("openid", "profile", "email")


def abilities(words: Words, company: str, scope: str) -> list[str]:
    """One sentence for each thing."""
    asked = scope.split()
    return [
        words("oauth.scope.api", company=company),
        *(words(f"oauth.scope.{name}") for name in SCOPE_WORDS if name in asked),
        words("oauth.scope.stay"),
    ]
