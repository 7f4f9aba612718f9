import LedgerStoreSQLite

/// The proof that books which were set aside are still complete, or its failure.
package enum LostBooksEnd: Hashable, Sendable {
    /// The books reach the end they had then.
    case reached
    /// Their end is unknown, as the sentence explains.
    case unknown(String)
    /// They end too early, as the sentence explains.
    case cutOff(String)

    /// Creates the result for books whose end is unknown.
    init(unknownOf path: String) {
        self = .unknown(
            "It cannot be proved that \(path) has all that it had when it was put aside: no restore "
                + "wrote its end down. Its last commits may be in \(path + BooksSuffix.log): if that was "
                + "moved away or damaged, put it back beside it, and list once more."
        )
    }

    /// Creates the result for books that end too early.
    init(cutOff path: String) {
        self = .cutOff(
            "The books at \(path) end before they did when they were put aside: what followed is in no "
                + "list. It is in \(path + BooksSuffix.log), which is missing or damaged: put it back "
                + "beside them from the copy of the folder, and list once more; without one see the "
                + "RUNBOOK, \"Restore\", step 5."
        )
    }
}
