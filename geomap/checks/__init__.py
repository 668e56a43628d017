"""Every reported distance against the measured one."""

from geomap.checks.check import Check, Explanation, Measurement, Verdict
from geomap.checks.checking import check_claims

__all__ = ["Check", "Explanation", "Measurement", "Verdict", "check_claims"]
