"""In: nothing. Out: the exceptions that a caller may catch, all under one base. It refuses to know where they are shown.

TriplewireError
├── SourceError       an article could not be read: missing, empty, binary, no article in the page
├── LanguageError     the text is not English, or the network that should parse it cannot be loaded
├── SettingsError     an option or a settings file is wrong
├── GraphError        a graph file could not be read, or is not one of ours
├── QueryError        a query is wrong, took too long, or was refused
├── OutputError       something could not be written
└── ArchiveError      an archive could not be opened, changed or reached
"""


class TriplewireError(Exception):
    """What went wrong, in one line that names the file or option and says what to do."""


class SourceError(TriplewireError):
    """An article could not be read."""


class LanguageError(TriplewireError):
    """The text is not English, or its parser cannot be loaded."""


class SettingsError(TriplewireError):
    """An option or a settings file is wrong."""


class GraphError(TriplewireError):
    """A graph file could not be read, or is not one of ours."""


class QueryError(TriplewireError):
    """A query is wrong, took too long, or was refused."""


class OutputError(TriplewireError):
    """Something could not be written."""


class ArchiveError(TriplewireError):
    """An archive could not be opened, changed or reached."""
