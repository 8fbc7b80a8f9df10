"""The server of the protocol: one for each request, built by the official SDK.

The difficult thing: the SDK speaks asynchronously, and this house answers in threads, each with a connection of its own.
So every request runs a short loop beside its thread, and whatever concerns the database comes back into that thread.
Nothing is kept between two requests: no session, no stream.
"""

import importlib.metadata
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from eichhorn.api.mcp import beside, calls
from eichhorn.api.mcp.beside import Here
from eichhorn.api.mcp.tools import INSTRUCTIONS, Tool, tools
from eichhorn.api.problems import Problem

READ_BY_THE_SDK = (
    "Accept",
    "Content-Type",
    "Origin",
    "Mcp-Protocol-Version",
    "Mcp-Session-Id",
    "Last-Event-Id",
)
LARGEST_MESSAGE = 2 * 1024 * 1024


def answered(request: HttpRequest) -> HttpResponse:
    """Return what the protocol answers to the message in the request, whose token is known to hold."""
    body = request.body
    return beside.run(lambda here: _answered(request, body, here))


async def _answered(request: HttpRequest, body: bytes, here: Here) -> HttpResponse:
    guard = TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=[request.get_host()],
        allowed_origins=[settings.PUBLIC_URL],
    )  # fmt: skip
    manager = StreamableHTTPSessionManager(
        _server(request, here),
        json_response=True,
        stateless=True,
        security_settings=guard,
        max_request_body_size=LARGEST_MESSAGE,
    )
    told: list[Any] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    async with manager.run():
        await manager.handle_request(_scope(request), receive, send)
    return _http(told)


def _scope(request: HttpRequest) -> dict[str, Any]:
    headers = [(b"host", request.get_host().encode())]
    headers += [
        (name.lower().encode(), request.headers[name].encode("latin-1", "replace"))
        for name in READ_BY_THE_SDK if name in request.headers
    ]  # fmt: skip
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": request.scheme,
        "path": request.path, "raw_path": request.path.encode(), "query_string": b"", "root_path": "", "headers": headers,
    }  # fmt: skip


def _http(told: list[Any]) -> HttpResponse:
    begin = next(message for message in told if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in told if message["type"] == "http.response.body")
    headers = {name.decode(): value.decode() for name, value in begin["headers"]}
    headers.pop("content-length", None)
    return HttpResponse(
        body, status=begin["status"], content_type=headers.pop("content-type", "application/json"), headers=headers
    )


def _server(request: HttpRequest, here: Here) -> "Server[Any, Any]":
    server: Server[Any, Any] = Server(
        "eichhorn", version=importlib.metadata.version("eichhorn"), instructions=INSTRUCTIONS
    )

    async def listed(_request: types.ListToolsRequest) -> types.ServerResult:
        return types.ServerResult(types.ListToolsResult(tools=[_shown(tool) for tool in tools().values()]))

    async def called(message: types.CallToolRequest) -> types.ServerResult:
        tool = tools().get(message.params.name)
        if tool is None:
            return types.ServerResult(_result(Problem("not-found").answer()))
        given = message.params.arguments or {}
        answer = await here(lambda: calls.made(tool, given, by=request))
        return types.ServerResult(_result(answer))

    server.request_handlers[types.ListToolsRequest] = listed
    server.request_handlers[types.CallToolRequest] = called
    return server


def _shown(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(
        readOnlyHint=tool.only_reads, destructiveHint=False, idempotentHint=tool.only_reads, openWorldHint=False
    )
    return types.Tool(name=tool.name, description=tool.about, inputSchema=tool.schema, annotations=hints)


def _result(answer: HttpResponse) -> types.CallToolResult:
    """Return the answer as data: what people wrote stands in it as JSON, and nowhere else."""
    text = answer.content.decode()
    found = json.loads(text)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], structuredContent=found, isError=answer.status_code >= 400
    )
