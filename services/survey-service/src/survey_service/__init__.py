"""Questionnaires, invitations, answers and the satisfaction index (SKM/IKM)."""
