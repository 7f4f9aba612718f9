import BankDaemon
import LedgerService
import LedgerStoreSQLite
import ProgramOutput

/// Executes an administrative request, in the running server or in this process.
enum AdminAct {
    /// Executes a request and prints its answer.
    static func perform(_ request: AdminRequest, at place: DataOption) async throws {
        let settings = try place.settings()
        var lines = try AdminClient(place.folder).ask(request, progress: show)
        if lines == nil { lines = try await carryOut(request, at: place, settings) }
        try DoneAnswer.write(
            (lines ?? []).map { "\($0)\n" }.joined(),
            remedy: request.remedyOfLostAnswer(place.folder) ?? ""
        )
    }

    /// Executes an act on accounts as the whole work of a command.
    static func run(
        _ kind: AccountAct.Kind,
        _ texts: [AccountAct.Field: String?],
        at place: DataOption
    ) async throws {
        try await Reporting.run {
            try await perform(.account(AccountAct(kind, texts)), at: place)
        }
    }

    private static func carryOut(
        _ request: AdminRequest,
        at place: DataOption,
        _ settings: DaemonConfiguration
    ) async throws -> [String] {
        let clock = SystemBankClock()
        let opened = try await OpenedBank.open(
            place.folder,
            configuration: BankConfiguration(settings),
            clock: clock,
            log: StandardErrorLog(),
            options: LedgerStoreSQLite.Options(settings)
        )
        let desk = AdminDesk(opened, settings: settings, clock: clock)
        let lines = try await desk.carryOut(request, progress: show)
        // A failure to close the books is only a warning, because the request itself succeeded and
        // must not be repeated.
        if let failure = await opened.finish() {
            show("counterfoil: It was done, but: \(failure.description)")
        }
        return lines
    }

    private static func show(_ text: String) {
        StandardStream.writeError("\(text)\n")
    }
}
