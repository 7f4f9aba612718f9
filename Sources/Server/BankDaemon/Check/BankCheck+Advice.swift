import LedgerStoreSQLite

extension BankCheck {
    /// SQLite's result codes for a damaged file and for a file that is no database.
    ///
    /// Source: https://www.sqlite.org/rescode.html, SQLITE_CORRUPT and SQLITE_NOTADB.
    private static let damageNumbers: [Int32] = [11, 26]
    /// SQLite's extended result code for an incomplete page: SQLITE_IOERR_SHORT_READ.
    private static let shortPageNumber: Int32 = 522
    /// SQLite's result code for a change that a reader may not make: SQLITE_READONLY.
    private static let readOnlyNumber: Int32 = 8

    /// Returns the finding about unreadable books, with advice if SQLite alone reports the cause.
    func finding(about error: LedgerStoreError) -> String {
        let sentence = DaemonError(of: error, folder: folder).description
        guard let number = error.databaseNumber else { return sentence }
        // The low byte of an extended code is its primary code.
        let kind = number & 0xFF
        if Self.damageNumbers.contains(kind) || number == Self.shortPageNumber {
            let again = ShellCommand("restore").on(folder).option("--from", "FILE")
            return "\(sentence). The file holds no whole books: it was cut off or damaged. If a "
                + "server runs, stop it; keep a copy of the folder, and restore a backup: \(again)"
        }
        let journal = folder.booksPath + BooksSuffix.journal
        guard kind == Self.readOnlyNumber, PrivateFile.exists(journal) else { return sentence }
        return "\(sentence). The cause is \(journal): by it SQLite would change the books before "
            + "it reads them, and this program makes no such file. Keep a copy of the folder, and "
            + "find out which program made it; if that had not opened these books, move it away."
    }
}
