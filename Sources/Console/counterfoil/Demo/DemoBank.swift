import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import ProgramOutput

/// The bank inside the console's process, with its books in a folder.
struct DemoBank: Sendable {
    let bank: Bank

    /// Opens the books in a folder, or creates them.
    ///
    /// If they are opened read only, another process may have them open at the same time.
    init(folder: StateFolder, zone: ZoneOffset, isReadOnly: Bool = false) throws {
        // The key comes first, because books must never be created without their key.
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
            // The passwords of a fixture are public in its files. A costly hash would protect
            // nothing, and would delay the first screen for every person.
            configuration: BankConfiguration(zone: zone, passwordCost: .weakForTests)
        )
    }
}

extension SystemClock: BankClock {}

/// Random number generator of the operating system.
struct SystemRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }
}

/// Writes the bank's log to standard error, unless that is the terminal.
///
/// On the terminal it would overwrite the screen, which already shows that a request failed.
struct StandardErrorLog: BankLog {
    func note(_ entry: BankLogEntry) {
        note("\(entry.event.rawValue) \(entry.incident)", entry.text)
    }

    /// Writes an event and its description.
    func note(_ event: String, _ text: String) {
        guard isatty(STDERR_FILENO) == 0 else { return }
        StandardStream.writeError("\(event) \(text)\n")
    }
}
