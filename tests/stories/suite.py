"""How long the long tests are; `make soak` sets them to their full length."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class ChaosSettings(BaseSettings):
    """From the environment, with the prefix `CHAOS_`."""

    model_config = SettingsConfigDict(env_prefix="CHAOS_")

    stories: int = 100
    broker_away_seconds: float = 30
    seed: int = 0
