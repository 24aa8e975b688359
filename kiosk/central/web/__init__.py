"""The leaders' web page: server-rendered, no build step, everything works without JavaScript.

`folds` and `standing` make what a page needs from the logs, `views` says in words what it shows, `charts` draws,
`acting` writes a leader's decision as central's device, and `routes` name the pages. Accounts and sessions are
documents of the registry; names of people stay in them, and never go down to a ward.
"""
