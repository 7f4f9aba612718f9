import CoreVocabulary
import SyncCore
import WireProtocol

extension Client {
    /// The interval between two checks of the whole record, in seconds: a day.
    private static let recordCheckSeconds: Int64 = 86_400
    /// The pause between two steps of a check, in milliseconds, so that reading is not held up.
    private static let checkPauseMilliseconds: Int64 = 10

    /// Puts an account in doubt, notifies the listener, and starts the repair.
    ///
    /// A fault that is known is no news, however often its row is read: whoever is told reads again,
    /// and would have a request for news interrupted by the next one each time.
    ///
    /// - Parameters:
    ///   - fault: The fault.
    ///   - session: The session.
    ///   - isInCheck: True if a check of the whole record found it, which asks for the repair of all
    ///     that it found at its end.
    /// - Returns: True if it is news.
    @discardableResult
    func noteFault(
        _ fault: ChainFault,
        _ session: Session,
        isInCheck: Bool = false
    ) async -> Bool {
        guard isCurrent(session.number) else { return false }
        // When even this cannot be read or written the account is in doubt all the same.
        let doubts = (try? await session.records.state().doubts) ?? []
        let wasInDoubt = doubts.contains { $0.accountID == fault.accountID }
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        try? await session.records.doubt(fault, foundAt: foundAt)
        guard isCurrent(session.number) else { return false }
        if !wasInDoubt { faults.forget(fault) }
        let isNew = faults.add(fault)
        guard isNew || !wasInDoubt else { return false }
        if !isInCheck, !isCheckingRecord {
            // Where one row is damaged others may be.
            nextRecordCheckAt = nil
            watchSignal.raise()
        }
        if !wasInDoubt || !isInCheck {
            advance(.doubtChanged(hasUnverifiedAccount: true))
            emit(.recordsChanged)
            await emitStatus()
        }
        if !isInCheck { askForRepair(session) }
        return true
    }

    private func askForRepair(_ session: Session) {
        guard isCurrent(session.number) else { return }
        advance(.repairAsked)
        feedSignal.raise()
    }

    /// Throws away a record that cannot be read any more; it is a copy, and is fetched again.
    func noteDamage(_ session: Session) async {
        // One that cannot even be thrown away is found damaged again at the next reading.
        guard isCurrent(session.number), (try? await session.records.discard()) != nil,
            isCurrent(session.number)
        else { return }
        faults = FoundFaults()
        advance(.recordSetBack(cursor: nil))
        isDiscarded = true
        advance(.doubtChanged(hasUnverifiedAccount: false))
        // Whoever reads that nothing is there has to know why.
        await emitStatus()
        emit(.recordsChanged)
        feedSignal.raise()
    }

    /// Lowers the freshness when its time is over, without any message, and checks the whole record
    /// once a session and once a day.
    func runWatch() async {
        await destroyEndedLeases()
        while !Task.isCancelled {
            watchSignal.lower()
            guard let session else {
                await waitForSession()
                continue
            }
            guard await tick(session.number) else { continue }
            let now = clock.boottime()
            let isReadable = machine.freshnessRule.isAtHead || session.online == nil
            if isReadable, nextRecordCheckAt.map({ $0 <= now }) ?? true {
                nextRecordCheckAt = now.adding(seconds: Self.recordCheckSeconds)
                await checkRecord(session)
                continue
            }
            await lookForBank(at: now)
            await sleepUntilDeadline(session, from: now)
        }
    }

    /// Waits for a sign-in, and probes the bank meanwhile if a sign-in failed for want of it.
    private func waitForSession() async {
        guard bankLook.isWanted else { return await watchSignal.wait() }
        await lookForBank(at: clock.boottime())
        guard session == nil, bankLook.isWanted else { return }
        _ = await watchSignal.isQuiet(
            forMilliseconds: BankLook.pauseSeconds * 1_000,
            by: clock
        )
    }

    /// Probes the bank if somebody waits for it.
    ///
    /// The request needs a token and has none, so that the bank only refuses it.
    func lookForBank(at now: Instant) async {
        guard bankLook.isWanted else { return }
        if let last = bankLook.askedAt, now < last.adding(seconds: BankLook.pauseSeconds) { return }
        bankLook.askedAt = now
        let number = session?.number
        let exchange = await Exchange.run(
            RequestEnvelope(token: nil, request: .sessions),
            over: link,
            clock: clock,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
        // Meanwhile an attempt to sign in may have found out, and later than this look began.
        guard session?.number == number, bankLook.isWanted, bankLook.askedAt == now else { return }
        let isReachable = Self.isServed(exchange)
        guard isReachable != bankLook.isReachable else { return }
        // It is looked for on and on: a bank that is there again may go again.
        bankLook.isReachable = isReachable
        await emitStatus()
    }

    /// Returns true if the bank answers, and would accept a sign-in as far as the answer shows.
    private static func isServed(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.problem(let problem)):
            switch problem.code {
            case .busy, .slowDown, .tooManyTries, .internalFailure, .terminalUnknown,
                .upgradeNeeded:
                false
            case .signInRefused, .sessionEnded, .tokenExpired, .wipe, .notFound, .cursorInvalid,
                .notAllowed, .malformed:
                true
            }
        case .reply: true
        case .notSent, .noReply, .interrupted: false
        }
    }

    /// Ends the session with its lease, or lowers the freshness; returns true if it goes on.
    private func tick(_ number: Int) async -> Bool {
        // The lease may have been lengthened since whoever calls last looked.
        guard let session, session.number == number else { return false }
        if isLeaseOver(session) {
            await endLease(session)
            return false
        }
        advance(.clockTicked)
        if isStatusStale {
            isStatusStale = false
            await emitStatus()
        }
        return isCurrent(number)
    }

    private func sleepUntilDeadline(_ session: Session, from now: Instant) async {
        let limit = FreshnessRule.heartbeatLimitSeconds * 1_000
        let leaseLeft =
            session.leaseOverAt.nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
        var milliseconds = min(limit, max(1, leaseLeft / 1_000_000 + 1))
        if bankLook.isWanted { milliseconds = min(milliseconds, BankLook.pauseSeconds * 1_000) }
        if let deadline = machine.freshnessRule.deadline, deadline >= now {
            let left = deadline.nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
            milliseconds = min(milliseconds, left / 1_000_000 + 1)
        }
        _ = await watchSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
    }

    /// Recomputes every chain from the rows, a little at a time, and starts the repair of all
    /// faults.
    ///
    /// Of many entries that takes minutes, in which time goes by for the lease and for freshness.
    func checkRecord(_ session: Session) async {
        isCheckingRecord = true
        let hasFound = await findFaults(session)
        isCheckingRecord = false
        if hasFound { askForRepair(session) }
    }

    /// Checks the whole record, with accounts in doubt: a damaged row may have others beside it.
    ///
    /// - Returns: True if something was found that was not known.
    private func findFaults(_ session: Session) async -> Bool {
        var hasFound = false
        // A fault among the accounts themselves was noted by the reading.
        guard let accounts = try? await read(session, { try await $0.accounts() }) else {
            return false
        }
        for account in accounts {
            var head = ChainHead.genesis(of: account.record.accountID)
            while await tick(session.number) {
                do {
                    let next = try await session.records.verify(
                        account.record.accountID,
                        from: head,
                        limit: settings.sync.checkedEntryCount
                    )
                    guard next != head else { break }
                    head = next
                    try await clock.sleep(milliseconds: Self.checkPauseMilliseconds)
                } catch let fault as ChainFault {
                    if await noteFault(fault, session, isInCheck: true) { hasFound = true }
                    guard let next = try? await session.records.nextHead(after: fault) else {
                        break
                    }
                    head = next
                } catch {
                    // Closed or cancelled: the next session checks again.
                    return hasFound
                }
            }
        }
        return hasFound
    }
}
