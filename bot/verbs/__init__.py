"""What each verb of the command line does, one file per kind of work; `bot.cli` only names them."""
