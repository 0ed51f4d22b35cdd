"""The `grpc` probe: the standard health check of a service (github.com/grpc/grpc health.proto).

Its two messages have one field each, so they are written and read here without generated code.
"""

from pathlib import Path
from typing import Any

from bot.probes.config_wire import GrpcProbeConfig
from bot.probes.finding import Finding, found_down, found_up, own_trouble
from bot.probes.guard import Guard
from bot.probes.phases import begin_phase, current_watch, measured, note_address

METHOD = "/grpc.health.v1.Health/Check"
SERVING = 1
_WORDS = {0: "unknown", 2: "not serving", 3: "unknown to it"}
_SERVICE, _STATUS = b"\x0a", 0x08
_CODES = {
    "UNIMPLEMENTED": ("grpc.unimplemented", "has no health check"),
    "NOT_FOUND": ("grpc.unknown_service", "does not know this service"),
    "UNAVAILABLE": ("grpc.unavailable", "cannot be reached or refuses the connection"),
    "DEADLINE_EXCEEDED": ("grpc.timeout", "did not answer in time"),
    "UNAUTHENTICATED": ("grpc.refused", "wants to know who asks"),
    "PERMISSION_DENIED": ("grpc.refused", "does not let us ask"),
}


class GrpcProbe:
    """grpcio is loaded with the first probe of this kind, since it is an extra."""

    def __init__(self, config: GrpcProbeConfig, guard: Guard, folder: Path) -> None:
        self.host = config.authority
        self._config = config
        self._guard = guard
        self._folder = folder

    async def probe(self) -> Finding:
        import grpc  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra

        address = (await self._guard.addresses(self._config.host))[0]
        begin_phase("wait")
        note_address(address)
        watch = current_watch()
        try:
            async with self._channel(grpc, address) as channel:
                ask = channel.unary_unary(METHOD, request_serializer=None)
                status = _status_of(
                    await ask(_request(self._config.service), timeout=watch and watch.remaining)
                )
        except grpc.aio.AioRpcError as error:
            code = error.code().name
            reason, what = _CODES.get(code, ("grpc.failed", f"answered {code}"))
            return found_down(reason, f"{self._config.authority} {what}", measured())
        except OSError:
            return own_trouble("secret", f"not asked: {self._config.ca_file} cannot be read")
        return self._judge(status)

    def _channel(self, grpc: Any, address: str) -> Any:  # noqa: ANN401 - grpcio has no types
        """To the very address that the policy has seen, in the name that was asked for."""
        config = self._config
        host = f"[{address}]" if ":" in address else address
        target = f"{'ipv6' if ':' in address else 'ipv4'}:{host}:{config.port}"
        options = [
            ("grpc.default_authority", config.name),
            ("grpc.enable_http_proxy", 0),
            ("grpc.use_local_subchannel_pool", 1),  # a connection of its own each time
        ]
        if not config.tls:
            return grpc.aio.insecure_channel(target, options=options)
        roots = (self._folder / config.ca_file).read_bytes() if config.ca_file else None
        credentials = grpc.ssl_channel_credentials(root_certificates=roots)
        options.append(("grpc.ssl_target_name_override", config.name))
        return grpc.aio.secure_channel(target, credentials, options=options)

    def _judge(self, status: int) -> Finding:
        what = self._config.service or self._config.authority
        if status == SERVING:
            return found_up(f"{what} is serving", measured())
        word = _WORDS.get(status, f"in state {status}")
        return found_down("grpc.not_serving", f"{what} is {word}", measured())


def _request(service: str) -> bytes:
    name = service.encode()
    return _SERVICE + _varint(len(name)) + name if name else b""


def _varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])


def _status_of(answer: bytes) -> int:
    """0 where the field is left out, as proto3 does with zeros."""
    return answer[1] if len(answer) > 1 and answer[0] == _STATUS else 0
