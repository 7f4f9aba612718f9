import LedgerService
import ProgramOutput

/// Log of the bank that writes to standard error of a command.
struct StandardErrorLog: BankLog {
    func note(_ entry: BankLogEntry) {
        StandardStream.writeError(
            "counterfoild: \(entry.event.rawValue) \(entry.incident) \(entry.text)\n"
        )
    }
}
