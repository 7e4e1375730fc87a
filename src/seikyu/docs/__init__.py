"""The documentation: OpenAPI, pages generated from the declarations, and the site that shows all pages."""

from seikyu.docs.curl import EXAMPLE_URL
from seikyu.docs.folder import write_site
from seikyu.docs.openapi import openapi_document
from seikyu.docs.pages import check, write_docs

__all__ = ["EXAMPLE_URL", "check", "openapi_document", "write_docs", "write_site"]
