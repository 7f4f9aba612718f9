public import LedgerService

/// What a running bank does by itself: it ends an unfinished change of keys, and pending transfers
/// whose time is over.
public struct BankUpkeep: Sendable {
    /// How often it looks, in milliseconds; a pending transfer may stand that much longer.
    public static let intervalMilliseconds: Int64 = 15_000

    private let bank: Bank
    private let desk: AdminDesk
    private let clock: any BankClock
    private let tell: @Sendable (String) -> Void

    /// Makes it.
    ///
    /// - Parameters:
    ///   - opened: The bank.
    ///   - desk: Where changes of keys are made.
    ///   - clock: The time.
    ///   - tell: Told what was done and what failed, as sentences without names or amounts.
    public init(
        _ opened: OpenedBank,
        desk: AdminDesk,
        clock: any BankClock,
        tell: @escaping @Sendable (String) -> Void
    ) {
        bank = opened.bank
        self.desk = desk
        self.clock = clock
        self.tell = tell
    }

    /// Works until its task is cancelled.
    public func run() async {
        do {
            for line in try await desk.finishRotation() { tell(line) }
        } catch {
            tell("The change of the master key was not ended: \(DaemonError(of: error))")
        }
        while !Task.isCancelled {
            do {
                let count = try await bank.expirePending()
                if count > 0 { tell("\(count) pending transfers ran out of time.") }
                try await clock.sleep(milliseconds: Self.intervalMilliseconds)
            } catch is CancellationError {
                return
            } catch {
                tell("Pending transfers were not looked at: \(DaemonError(of: error))")
                // The next look comes as usual; a sleep that fails is a cancelled one.
                try? await clock.sleep(milliseconds: Self.intervalMilliseconds)
            }
        }
    }
}
