import Operations

// Hummingbird has a RequestContext too; files that import both say CallerContext for the one of the use cases.
typealias CallerContext = RequestContext
