"""How changes travel between a board and the central system.

===============================================  =====================================================================
module                                           what it owns
===============================================  =====================================================================
`protocol`, `entries`, `pages`, `packed`         the wire: messages, refusals, records as JSON; those of a page
`replica`                                        what sync asks of a board's store
`engine`                                         `step(state, event) -> (state, effects)`: pure, total, deterministic
`state`, `events`, `acts`, `effects`             its values
`occasions`, `answers`, `refusals`, `outcomes`   what each event changes of what is known
`settling`, `planning`, `telling`                what follows: after hello, for each lane, for people
`backoff`, `clock_offset`                        waits and clocks, as arithmetic
`performing`                                     store acts, done at a `Replica`
`runner`, `lanes`, `waiting`, `surroundings`     the shell: a thread for each lane, timers, who is told what
`transport`, `connections`, `bodies`, `proxies`  HTTP to central: TLS, the system's proxy, bytes and messages
`packing`                                        small messages, packed with a dictionary of what they are made of
`credentials`, `enrolment`, `links`              this PC's key, how it belongs to a central, the link with a code
`once`, `read_ahead`, `outbox_ahead`             syncing once without a board
`carrying`, `change_files`                       syncing by file, without a network
`status`, `status_file`                          how sync stands, as a value and beside the store
===============================================  =====================================================================

The engine takes time and chance as part of every event and does no input or output, so that a simulation runs years of
broken networks in seconds.
"""
