import FoundationEssentials
import Glibc

/// Telling a demo's folder from one that somebody else keeps.
extension StateFolder {
    /// The names by which the folder of a bank of counterfoild is known.
    private static let bankNames = ["bank.sqlite", "audit.head", "backups.jsonl"]
    private static let ownNames = ["bank", "console", "in-use"]
    /// The beginnings of the names that a demo keeps in the folder of its books.
    private static let bookNames = ["ledger.sqlite", "master.key", "unfinished"]

    /// The folder of a bank of counterfoild that this one is, or that has the name of the demo's bank
    /// in it; nil for none.
    var servedBank: String? {
        [path, "\(path)/bank"].first { folder in
            Self.bankNames.contains { access("\(folder)/\($0)", F_OK) == 0 }
        }
    }

    /// A name in the folder that no demo has made; nil in an empty folder and in one with a demo's
    /// books, beside which their owner may have put something.
    var strangeName: String? {
        guard access(booksPath, F_OK) != 0 else { return nil }
        let names = Self.names(in: path)
        if let strange = names.first(where: { !Self.ownNames.contains($0) }) { return strange }
        // It makes the one for its books first.
        guard names.contains("bank") else { return names.first }
        let strange = Self.names(in: "\(path)/bank").first { name in
            !Self.bookNames.contains { name.hasPrefix($0) }
        }
        return strange.map { "bank/\($0)" }
    }

    /// Makes sure that nobody else keeps something in the folder, before anything is made there.
    ///
    /// - Throws: `CommandFailure`: `cannotCreate` with what is in it.
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

    /// The names in a folder in their order; none where it cannot be read, as whoever makes it says.
    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
