"""A request's trace goes to the collector, under the id it came with, without anybody's data."""

import subprocess
import sys
import textwrap

SCRIPT = textwrap.dedent(
    """
    import asyncio, http.server, threading
    from fastapi import FastAPI
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry import trace
    from shared.telemetry import configure_tracing
    from shared.testing.http import client

    received = []

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                import gzip
                body = gzip.decompress(body)
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
        def log_message(self, *_): pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configure_tracing("probe", f"http://127.0.0.1:{server.server_port}/v1/traces")
    app = FastAPI(telemetry={"logs": False, "operation_spans": False})

    @app.get("/people/{nik}")
    async def one(nik: str) -> str:
        return "ok"

    async def main():
        parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        async with client(app) as door:
            await door.get("/people/8102045507900001", headers={"traceparent": parent})

    asyncio.run(main())
    trace.get_tracer_provider().shutdown()
    (resource,) = received[0].resource_spans
    (span,) = resource.scope_spans[0].spans
    print(span.trace_id.hex(), span.name)
    """
)


def test_a_request_is_traced_under_the_id_it_came_with() -> None:
    # In a process of its own: a provider is set once per process.
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0af7651916cd43dd8448eb211c80319c", "GET", "/people/{nik}"]
