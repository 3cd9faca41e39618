"""Routes /metrics, for those who look after the service."""

from ipaddress import ip_address

from flask import Blueprint, Response, abort, request

from web.access import get_key, require_admin
from web.address import METRICS_PATH
from web.metrics import MISSING, Metrics
from web.settings import MetricsAccess, get_settings

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip",
              "Via")
"""Headers that say that a request came through a proxy, from nobody knows where."""


def build_blueprint(metrics: Metrics) -> Blueprint:
    """Return the routes of monitoring."""
    monitoring = Blueprint("monitoring", __name__)

    @monitoring.get(METRICS_PATH)
    def show_metrics() -> Response:
        _check_access()
        written = metrics.write()
        if written is None:
            abort(501, MISSING)
        return Response(written[0], content_type=written[1], headers={"Cache-Control": "no-store"})

    return monitoring


def _check_access() -> None:
    """Raise Unauthorized or Forbidden unless this request is from near by, or has an admin key."""
    access = get_settings().metrics
    if access is MetricsAccess.OFF:
        abort(404)
    if get_key() is not None or not _is_near(access):
        require_admin()


def _is_near(access: MetricsAccess) -> bool:
    """Return whether a request comes from this computer, or its network, and from no proxy."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:  # a Unix socket, behind which is a proxy
        return False
    return address.is_loopback or access is MetricsAccess.PRIVATE and address.is_private
