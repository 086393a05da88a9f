"""The inspection service: businesses, inspections, violations, sanctions."""
