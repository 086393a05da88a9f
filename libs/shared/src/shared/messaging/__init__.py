"""Events: written with the state, told once per fact, applied once per listener."""
