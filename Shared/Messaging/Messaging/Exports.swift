// `RPCError` and `StatusCode` are part of every signature here: a process that imports Messaging has them.
@_exported public import RPC
