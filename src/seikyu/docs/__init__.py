"""The generated part of the documentation: OpenAPI, field tables, error codes."""

from seikyu.docs.openapi import openapi_document
from seikyu.docs.pages import check, write_docs

__all__ = ["check", "openapi_document", "write_docs"]
