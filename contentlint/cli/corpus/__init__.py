"""The actions of the command ``corpus``, one a module."""
