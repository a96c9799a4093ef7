"""Estimates out: tables, their description, and explanations in words."""
