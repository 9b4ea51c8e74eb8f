"""`python -m bot` is `redress`."""

from bot.cli import main

main()
