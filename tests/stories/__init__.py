"""The stories of the house, told through its one door. Tests, faults and benches replay them."""
