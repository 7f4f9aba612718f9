import LedgerStoreSQLite

/// The proof that books which were put aside still have what they had then, or the lack of it.
public enum LostBooksEnd: Hashable, Sendable {
    /// They have it.
    case reached
    /// Nothing tells their end; the sentence says so.
    case unknown(String)
    /// They end before; the sentence says so.
    case cutOff(String)

    /// Nothing tells the end of books.
    init(unknownOf path: String) {
        self = .unknown(
            "It cannot be proved that \(path) has all that it had when it was put aside: no restore "
                + "wrote its end down. Its last commits may be in \(path + BooksSuffix.log): if that was "
                + "moved away or damaged, put it back beside it, and list once more."
        )
    }

    /// Books end before they did.
    init(cutOff path: String) {
        self = .cutOff(
            "The books at \(path) end before they did when they were put aside: what followed is in no "
                + "list. It is in \(path + BooksSuffix.log), which is missing or damaged: put it back "
                + "beside them from the copy of the folder, and list once more; without one see the "
                + "RUNBOOK, \"Restore\", step 5."
        )
    }
}
