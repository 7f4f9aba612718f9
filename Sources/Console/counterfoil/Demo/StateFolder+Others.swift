import Glibc
import LocalFiles

/// Detection of folders that belong to something other than a demo.
extension StateFolder {
    /// Names that identify the folder of a counterfoild bank.
    private static let bankNames = ["bank.sqlite", "audit.head", "backups.jsonl"]
    private static let ownNames = ["bank", "console", "in-use"]
    /// Prefixes of the names that a demo creates in the folder of its books.
    private static let bookNames = ["ledger.sqlite", "master.key", "unfinished"]

    /// Folder of a counterfoild bank: this one or its subfolder `bank`; nil if there is none.
    var servedBank: String? {
        [path, "\(path)/bank"].first { folder in
            Self.bankNames.contains { access("\(folder)/\($0)", F_OK) == 0 }
        }
    }

    /// Name of an entry in the folder that no demo created; nil if there is none.
    ///
    /// It is also nil in a folder with a demo's books, where the owner may have added files.
    var strangeName: String? {
        guard access(booksPath, F_OK) != 0 else { return nil }
        let names = LocalFolder.readableNames(in: path)
        if let strange = names.first(where: { !Self.ownNames.contains($0) }) { return strange }
        // A demo creates the folder for its books first.
        guard names.contains("bank") else { return names.first }
        let strange = LocalFolder.readableNames(in: "\(path)/bank").first { name in
            !Self.bookNames.contains { name.hasPrefix($0) }
        }
        return strange.map { "bank/\($0)" }
    }

    /// Checks that the folder is not used by anything else, before anything is created in it.
    func requireNoOther() throws {
        if let servedBank {
            throw CommandFailure(
                "\(servedBank) is the folder of a bank of counterfoild, and no demo is kept there. "
                    + "Choose another folder with --state.",
                .cannotCreate
            )
        }
        guard let strangeName else { return }
        throw CommandFailure(
            "\(path) is neither empty nor the folder of a demo: it holds \(strangeName). Choose "
                + "another folder with --state.",
            .cannotCreate
        )
    }
}
