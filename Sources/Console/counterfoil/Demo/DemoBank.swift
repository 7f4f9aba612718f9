import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import ProgramOutput

/// The bank inside the console's process, over its books in a folder.
struct DemoBank: Sendable {
    let bank: Bank

    /// Opens the books in a folder, or makes them there.
    ///
    /// Read only, they may be open in another process at the same time.
    ///
    /// - Throws: `CommandFailure` with a sentence when the folder or the books cannot be used.
    init(folder: StateFolder, zone: ZoneOffset, isReadOnly: Bool = false) throws {
        // First, because books without their key must not come into being.
        let key = try MasterKey(folder.masterKey())
        let store: any LedgerStore
        do {
            store =
                try isReadOnly
                ? LedgerBooksReader(path: folder.booksPath)
                : LedgerStoreSQLite(path: folder.booksPath)
        } catch {
            throw CommandFailure("\(error)", .unavailable)
        }
        bank = Bank(
            store: store,
            masterKey: key,
            clock: SystemClock(),
            random: SystemRandom(),
            log: StandardErrorLog(),
            // A fixture's passwords stand in its files for everybody to read: a costly hash would
            // protect nothing, and the first screen would wait for one of each person.
            configuration: BankConfiguration(zone: zone, passwordCost: .weakForTests)
        )
    }
}

extension SystemClock: BankClock {}

/// The machine's source of randomness.
struct SystemRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }
}

/// Tells what the bank notes to whoever runs the program with its standard error elsewhere.
///
/// On the terminal it would overwrite the screen, which shows already that a request failed.
struct StandardErrorLog: BankLog {
    func note(_ entry: BankLogEntry) {
        note("\(entry.event.rawValue) \(entry.incident)", entry.text)
    }

    /// Tells what happened, and how.
    func note(_ event: String, _ text: String) {
        guard isatty(STDERR_FILENO) == 0 else { return }
        StandardStream.writeError("\(event) \(text)\n")
    }
}
