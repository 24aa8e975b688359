"""What other systems of a hospital read from central: FHIR R4 on request, CloudEvents as things happen.

`fhir_*` are read-only: an escalation card is a `Task`, what is said on it a `Communication`, who did what a
`Provenance`, a release `MeasureReport`s. `webhook_*` tell subscribers of cards, releases and devices, in the order of
each log, at least once. Neither has a name or a patient in it, and words of a card only where an account was granted
them; nothing here writes into a log.
"""
