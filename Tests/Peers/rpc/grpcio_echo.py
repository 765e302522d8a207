"""grpcio beside Weir RPC: asyncio on both sides, server and client in two processes.

    grpcio_echo.py SECONDS BYTES,... INFLIGHT,...    one JSON line for each combination
"""
import asyncio
import json
import os
import subprocess
import sys
import time

import grpc

METHOD = "/peer.Echo/Unary"


async def serve():
    async def echo(request, context):
        return request

    server = grpc.aio.server()
    handlers = {"Unary": grpc.unary_unary_rpc_method_handler(echo)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("peer.Echo", handlers),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    await server.start()
    await server.wait_for_termination()


async def run(call, size, in_flight, seconds):
    payload, end, latencies = b"a" * size, time.perf_counter() + seconds, []

    async def caller():
        started = time.perf_counter()
        while started < end:
            await call(payload)
            now = time.perf_counter()
            latencies.append(now - started)
            started = now

    await asyncio.gather(*(caller() for _ in range(in_flight)))
    return sorted(latencies)


async def measure(port, seconds, sizes, in_flights):
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.unary_unary(METHOD)
        for size in sizes:
            for in_flight in in_flights:
                await run(call, size, in_flight, min(0.5, seconds / 2))
                begun = time.perf_counter()
                latencies = await run(call, size, in_flight, seconds)
                elapsed, last = time.perf_counter() - begun, len(latencies) - 1
                print(json.dumps({
                    "payloadBytes": size, "inFlight": in_flight, "callsPerSecond": len(latencies) / elapsed,
                    "p50Microseconds": latencies[last // 2] * 1e6,
                    "p99Microseconds": latencies[int(last * 0.99)] * 1e6}), flush=True)


if __name__ == "__main__":
    seconds, sizes, in_flights = float(sys.argv[1]), *([int(n) for n in a.split(",")] for a in sys.argv[2:4])
    if os.environ.get("PEER_ROLE") == "server":
        asyncio.run(serve())
    else:
        child = subprocess.Popen([sys.executable, *sys.argv], env={**os.environ, "PEER_ROLE": "server"},
                                 stdout=subprocess.PIPE, text=True)
        try:
            asyncio.run(measure(int(child.stdout.readline()), seconds, sizes, in_flights))
        finally:
            child.kill()
