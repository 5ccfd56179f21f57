"""The commands, a module each: ``arguments(parser)`` adds what it takes, ``run(args)`` is the
exit code. Imported when the command is called."""
