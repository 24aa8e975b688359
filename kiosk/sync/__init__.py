"""How changes travel between a board and the central system.

The store already keeps an outbox in the order in which changes happened here. This room will hold
what empties it: the wire protocol as typed messages, a pure engine that decides what to send and
what to ask for, the backoff between attempts, and one HTTP transport. The engine takes the time as
an argument and does no input or output, so that a simulation runs years of broken networks in
seconds.
"""
