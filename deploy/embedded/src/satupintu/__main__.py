"""`python -m satupintu`, the same as `satupintu`."""

from satupintu.command import command

command()
