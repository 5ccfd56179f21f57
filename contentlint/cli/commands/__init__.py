"""The commands, a module each: ``arguments(parser)`` adds its arguments, and ``run(args)`` runs it
and returns the exit code. A run imports only the module of its command."""
