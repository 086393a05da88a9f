"""How surveys are kept."""
