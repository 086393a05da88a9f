"""How long the long tests are; `make soak` sets them to their full length."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class ChaosSettings(BaseSettings):
    """From the environment, with the prefix `CHAOS_`."""

    model_config = SettingsConfigDict(env_prefix="CHAOS_")

    stories: int = 60
    # Longer than a consumer's session and every pause between two tries.
    broker_away_seconds: float = 15
    seed: int = 0
