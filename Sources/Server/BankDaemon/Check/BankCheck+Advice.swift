import LedgerStoreSQLite

extension BankCheck {
    /// SQLite's numbers for a file that is damaged, and for one that is no database.
    ///
    /// Source: https://www.sqlite.org/rescode.html, SQLITE_CORRUPT and SQLITE_NOTADB.
    private static let damageNumbers: [Int32] = [11, 26]
    /// That for a page which is not whole, with its extension: SQLITE_IOERR_SHORT_READ.
    private static let shortPageNumber: Int32 = 522
    /// That for a change which a reader may not make: SQLITE_READONLY.
    private static let readOnlyNumber: Int32 = 8

    /// The finding about books that cannot be read, with what to do where SQLite alone says why.
    func finding(about error: LedgerStoreError) -> String {
        let sentence = DaemonError(of: error, folder: folder).description
        guard let number = error.databaseNumber else { return sentence }
        // The lowest byte is the kind of an extended code.
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
