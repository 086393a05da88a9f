"""The host: the only code that knows all services. It assembles them and gives them ground."""
