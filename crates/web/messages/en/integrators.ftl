### For those who write programs.

title = For integrators
lead = Everything on these pages comes from one GraphQL schema. Whatever a page can do, your program can do.
endpoint = The address
endpoint-how = Send documents by POST as JSON; subscriptions by WebSocket or server-sent events.
graphiql = Open GraphiQL
schema = Download the schema
sample = A first question
queries = Questions
mutations = Changes
subscriptions = Live
types = Types
reference = Reference
reference-how = Written from the schema itself, in English.
