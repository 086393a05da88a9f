"""The population that a sample stands for: counted here, or stated by the office with what it
means. Some quarters are known only as counts, and licences are never invented for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPopulation:
    """What an office counted for a period, and its definition."""

    office_code: str
    period: str
    count: int
    definition: str
