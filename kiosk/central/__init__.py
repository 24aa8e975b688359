"""The central system that puts the changes of many boards in one order.

This room will hold the server, its storage and migrations, the publishing of releases and the
leaders' web page. It shares what is free of Qt and of the board's store: the domain, analytics, the
layouts' schema, interchange, the chart view-models and the wire protocol. Its packages come with
the extra `central`; a board never installs them.
"""
