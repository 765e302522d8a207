"""Weir RPC over ZeroMQ with nothing but pyzmq, protobuf and the .proto files.

`GatewayClient` dials a gateway and calls it. `StandInGateway` is dialled by real back ends and calls them. Both run in
the caller's thread: whoever waits for an answer also answers pings and keeps the sessions.
"""

import itertools
import time
from collections import deque

import zmq
import zmq.utils.z85

from weir_messages import rpc

CREDIT = 16  # messages of a stream that may be on their way or unread
STATUS = (
    "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED "
    "RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS "
    "UNAUTHENTICATED"
).split()


class RPCError(Exception):
    """A call that did not end with OK. `status` is gRPC's name of the code."""

    def __init__(self, status, reason):
        super().__init__(f"{status}: {reason}")
        self.status, self.reason = status, reason


class Call:
    """What arrived for one call and was not read yet."""

    def __init__(self, peer):
        self.peer, self.messages, self.end, self.taken = peer, deque(), None, 0


class Session:
    """Numbers the envelopes of one peer, so that loss and repetition show."""

    def __init__(self, number, is_open):
        self.number, self.is_open, self.sent, self.received = number, is_open, 0, 0

    def next_envelope(self, frames):
        self.sent += 1
        return rpc.Envelope(session=self.number, sequence=self.sent, frames=frames)


class Endpoint:
    """What both sides have in common: sessions, frames and calls. Peers are routing ids; a dialler has one, b""."""

    def __init__(self, socket):
        self.socket = socket
        self.sessions, self.calls, self.registrations = {}, {}, {}
        self._numbers = itertools.count(1)

    def call(self, service, method, request, reply_type, *, model="", metadata=None, timeout=10.0, peer=None):
        """The answer to a unary call; raises RPCError."""
        number = self._begin(service, method, request, model, metadata, timeout, 0, peer)
        call = self.calls[number]
        try:
            self._wait(lambda: call.end, timeout)
        finally:
            self._forget(number)
        _raise_unless_ok(call.end)
        return reply_type.FromString(call.end.payload)

    def stream(self, service, method, request, reply_type, *, model="", metadata=None, timeout=60.0, peer=None):
        """Yields the messages of a streaming call; raises RPCError at its end. Closing the generator cancels the call."""
        number = self._begin(service, method, request, model, metadata, timeout, CREDIT, peer)
        call, deadline = self.calls[number], time.monotonic() + timeout
        try:
            while True:
                self._wait(lambda: call.messages or call.end, deadline - time.monotonic())
                if not call.messages:
                    return _raise_unless_ok(call.end)
                yield reply_type.FromString(call.messages.popleft())
                call.taken += 1
                if call.taken % (CREDIT // 2) == 0 and not call.end:
                    self._send(call.peer, rpc.Frame(call_id=number, credit=rpc.Credit(messages=call.taken + CREDIT)))
        finally:
            self._forget(number)

    def pump(self, seconds):
        """Takes what arrives within `seconds`."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._receive(left)

    def close(self):
        self.socket.close(linger=0)

    def _begin(self, service, method, request, model, metadata, timeout, credit, peer):
        number = next(self._numbers)
        peer = self._peer_for(service, model) if peer is None else peer
        begin = rpc.Begin(
            service=service.encode(),
            method=method.encode(),
            model=model.encode(),
            timeout_ms=int(timeout * 1000),
            credit=credit,
            payload=request if isinstance(request, bytes) else request.SerializeToString(),
            metadata=[rpc.Metadata(key=k.encode(), value=v.encode()) for k, v in (metadata or {}).items()],
        )
        self.calls[number] = Call(peer)
        self._send(peer, rpc.Frame(call_id=number, begin=begin))
        return number

    def _forget(self, number):
        call = self.calls.pop(number)
        if call.end is None:
            self._send(call.peer, rpc.Frame(call_id=number, cancel=rpc.Cancel()))

    def _wait(self, condition, timeout):
        deadline = time.monotonic() + timeout
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                raise RPCError("DEADLINE_EXCEEDED", "no answer in time")
            self._receive(left)

    def _receive(self, seconds):
        if not self.socket.poll(max(1, int(seconds * 1000))):
            return
        *head, wire = self.socket.recv_multipart()
        peer = head[0] if head else b""
        envelope = rpc.Envelope.FromString(wire)
        if self._accept(peer, envelope):
            for frame in envelope.frames:
                self._handle(peer, frame)

    def _accept(self, peer, envelope):
        """Whether the envelope is the next one of its session."""
        session = self.sessions.get(peer)
        is_current = session and session.is_open and envelope.session == session.number
        if is_current and envelope.sequence == session.received + 1:
            session.received += 1
            return True
        if is_current and 0 < envelope.sequence <= session.received:
            return False
        return self._recover(peer, envelope)

    def _handle(self, peer, frame):
        call = self.calls.get(frame.call_id)
        kind = frame.WhichOneof("body")
        if kind == "ping":
            self._send(peer, rpc.Frame(pong=rpc.Ping(token=frame.ping.token)))
        elif kind == "register":
            self.registrations[peer] = frame.register
            settings = rpc.Registered(ping_interval_ms=2000, message_bytes_max=8 << 20)
            self._send(peer, rpc.Frame(registered=settings))
        elif kind == "message" and call:
            call.messages.append(frame.message.payload)
        elif kind == "end" and call:
            call.end = frame.end

    def _lose(self, peer):
        self.registrations.pop(peer, None)
        for call in self.calls.values():
            if call.peer == peer and call.end is None:
                call.end = rpc.End(status=STATUS.index("UNAVAILABLE"), reason=b"the connection broke")

    def _send(self, peer, *frames):
        wire = self.sessions[peer].next_envelope(frames).SerializeToString()
        try:
            self.socket.send_multipart([peer, wire] if peer else [wire], zmq.NOBLOCK)
        except zmq.ZMQError:  # a refused key or a peer that is gone: nobody would ever take it
            self._lose(peer)


class GatewayClient(Endpoint):
    """Dials a gateway. Keys are Z85 bytes."""

    def __init__(self, address, *, server_key, secret_key):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.curve_serverkey, socket.curve_secretkey = server_key, secret_key
        socket.curve_publickey = zmq.curve_public(secret_key)
        socket.connect(address)
        super().__init__(socket)
        self.sessions[b""] = Session(1, True)

    def _peer_for(self, service, model):
        return b""

    def _recover(self, peer, envelope):
        # Another session's leftovers mean nothing; a gap or "unknown session" ends this one.
        if envelope.session == self.sessions[peer].number:
            self._lose(peer)
            self.sessions[peer] = Session(envelope.session + 1, True)
        return False


class StandInGateway(Endpoint):
    """Binds where back ends dial in. `is_allowed` gets the Z85 public key of each that tries."""

    def __init__(self, *, secret_key, is_allowed, address="tcp://127.0.0.1:*"):
        # A context of its own, since a context has one authenticator.
        self.context = zmq.Context()
        self._is_allowed = is_allowed
        self.zap = self.context.socket(zmq.REP)
        self.zap.bind("inproc://zeromq.zap.01")
        socket = self.context.socket(zmq.ROUTER)
        socket.curve_server, socket.curve_secretkey = True, secret_key
        socket.curve_publickey = zmq.curve_public(secret_key)
        socket.zap_domain = b"weir"
        socket.router_mandatory = True
        socket.bind(address)
        super().__init__(socket)
        self.address = socket.last_endpoint.decode()
        self.refused = 0

    def wait_for(self, service, timeout=20.0):
        """The registration of a back end that serves `service`."""
        self._wait(lambda: self._backends(service), timeout)
        return self.registrations[self._backends(service)[0]]

    def close(self):
        super().close()
        self.zap.close(linger=0)
        self.context.term()

    def _backends(self, service, model=""):
        return [
            peer
            for peer, registration in self.registrations.items()
            if service.encode() in registration.services and model.encode() in (b"", registration.model)
        ]

    def _peer_for(self, service, model):
        backends = self._backends(service, model)
        if not backends:
            raise RPCError("UNAVAILABLE", f"no back end serves {service}")
        return backends[0]

    def _receive(self, seconds):
        poller = zmq.Poller()
        poller.register(self.socket, zmq.POLLIN)
        poller.register(self.zap, zmq.POLLIN)
        ready = dict(poller.poll(max(1, int(seconds * 1000))))
        if self.zap in ready:
            self._authenticate()
        if self.socket in ready:
            super()._receive(0)

    def _authenticate(self):
        # ZAP, RFC 27: version, request id, domain, address, identity, mechanism, credentials.
        version, request, _, _, _, mechanism, *credentials = self.zap.recv_multipart()
        key = zmq.utils.z85.encode(credentials[0]) if mechanism == b"CURVE" else b""
        is_allowed = mechanism == b"CURVE" and self._is_allowed(key)
        self.refused += not is_allowed
        status = [b"200", b"OK", key, b""] if is_allowed else [b"400", b"unknown key", b"", b""]
        self.zap.send_multipart([version, request, *status])

    def _recover(self, peer, envelope):
        session = self.sessions.get(peer)
        if envelope.sequence == 1 and (session is None or envelope.session > session.number):
            self._lose(peer)
            self.sessions[peer] = Session(envelope.session, True)
            self.sessions[peer].received = 1
            return True
        if session is None or envelope.session >= session.number:
            # A number 0 without frames: begin anew.
            self._lose(peer)
            if session:
                session.is_open = False
            reset = rpc.Envelope(session=envelope.session, sequence=0)
            self.socket.send_multipart([peer, reset.SerializeToString()])
        return False


def _raise_unless_ok(end):
    if end.status:
        raise RPCError(STATUS[end.status] if end.status < len(STATUS) else "UNKNOWN", end.reason.decode())
