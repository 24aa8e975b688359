"""How changes travel between a board and the central system.

==============================================  =====================================================================
module                                          what it owns
==============================================  =====================================================================
`protocol`, `entries`                           the wire: messages, refusals, records as JSON
`replica`                                       what sync asks of a board's store
`engine`                                        `step(state, event) -> (state, effects)`: pure, total, deterministic
`state`, `events`, `acts`, `effects`            its values
`occasions`, `answers`, `refusals`, `outcomes`  what each event changes of what is known
`settling`, `planning`, `telling`               what follows: after hello, for each lane, for people
`backoff`, `clock_offset`                       waits and clocks, as arithmetic
`performing`                                    store acts, done at a `Replica`
==============================================  =====================================================================

The engine takes time and chance as part of every event and does no input or output, so that a simulation runs years of
broken networks in seconds.
"""
