"""Webhooks: an application is told of what happened, by a signed request to an address it named."""
