"""The web process: settings → pool → routes."""

import asyncio
import socket
from collections.abc import Awaitable

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from seikyu.accounts import web as accounts_web
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, open_pool
from seikyu.http.csrf import Csrf
from seikyu.http.edge import Edge, is_api, unrouted
from seikyu.issuing import api as issuing_api
from seikyu.issuing import web as issuing_web
from seikyu.kit.clock import Clock, system_clock
from seikyu.oauth import api as oauth_api
from seikyu.oauth.guard import Guard
from seikyu.receiving import api as receiving_api
from seikyu.receiving import web as receiving_web
from seikyu.settings import Environment, Settings
from seikyu.ui.pages import Pages
