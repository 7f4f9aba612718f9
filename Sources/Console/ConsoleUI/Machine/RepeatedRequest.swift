/// Request that is repeated after news: one runs at a time, and at most one waits.
struct RepeatedRequest: Sendable {
    /// True while a request is pending.
    private(set) var isPending = false
    private var isDueAgain = false

    /// Returns true if the request must be sent now; otherwise it is repeated after the reply.
    mutating func ask() -> Bool {
        isDueAgain = isPending
        guard !isPending else { return false }
        isPending = true
        return true
    }

    /// Records the reply; returns true if the request must be sent again, and then counts as pending.
    mutating func answered() -> Bool {
        isPending = false
        return isDueAgain && ask()
    }
}
