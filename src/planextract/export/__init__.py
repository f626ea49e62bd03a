"""Projections of a `PlanDocument`: JSON text, tables, comma-separated values; and files that are never half-written."""
