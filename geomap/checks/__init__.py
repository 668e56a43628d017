"""Every reported distance against the measured one."""

from geomap.checks.check import Check, Explanation, Judgement, Measurement, Verdict
from geomap.checks.checking import check_claims

__all__ = ["Check", "Explanation", "Judgement", "Measurement", "Verdict", "check_claims"]
