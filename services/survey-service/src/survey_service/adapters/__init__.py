"""How surveys are kept, and how sheets are read."""
