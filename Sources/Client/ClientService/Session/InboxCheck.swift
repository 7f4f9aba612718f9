import CoreVocabulary
import SyncCore
import WireProtocol

/// Check of a session's inbox: the bank is asked if its books still hold the posted transfers.
///
/// Books that were restored from a copy may lack later decisions. So may books of the same epoch, if
/// an older copy was put back by hand and written on.
final class InboxCheck: SessionPart {
    /// The number of seen transfers to check, newest first: a few months of a busy user.
    private static let seenLimit = 256
    /// The number in a row that the books hold, after which older ones are not checked.
    ///
    /// A copy holds all that was decided before it was made. What was decided after the epoch was
    /// seen is held whatever the copy lacks, and does not count.
    private static let heldLimit = 8
    /// The problems in a row that end the check for now: the fault is not in a single question.
    private static let untoldLimit = 8

    let context: SessionContext
    private let line: SessionLine

    init(_ context: SessionContext, _ line: SessionLine) {
        self.context = context
        self.line = line
    }

    /// The result of a check of the inbox.
    enum Outcome: Sendable {
        /// The check is done for this epoch.
        case done
        /// The bank could not tell of some transfers; the console asks about them later.
        case unfinished
        /// The line, the bank or the disk prevents every question.
        case cutShort
    }

    /// The result of the check of one transfer.
    private enum Finding {
        /// The bank told its state; true if its books hold it as a copy does.
        case told(isFromCopy: Bool)
        /// The bank answered this question with a problem.
        case untold
        /// No question gets an answer now, or its result cannot be stored.
        case cutShort
    }

    /// Checks every posted transfer of the inbox and of the seen ones with the bank; those that its
    /// books lack are marked as lost and have to be seen again.
    ///
    /// Nothing is sent again: whether it has to be done once more, people decide. What was told in
    /// this session is not asked again in the same epoch.
    func checkAll() async -> Outcome {
        let epoch = await outbox.seenEpoch
        let posted = await outbox.posted
        let seen = await seenPosted()
        var isDone = true
        var heldCount = 0
        var untoldCount = 0
        for (place, record) in (posted + seen).enumerated()
        where heldCount < Self.heldLimit && untoldCount < Self.untoldLimit {
            switch await check(record, in: epoch) {
            case .told(let isFromCopy):
                untoldCount = 0
                // Each in the inbox is asked about, in whatever order they stand there.
                heldCount = isFromCopy && place >= posted.count ? heldCount + 1 : 0
            case .untold:
                isDone = false
                untoldCount += 1
                heldCount = 0
            case .cutShort: return .cutShort
            }
        }
        guard isDone else { return .unfinished }
        // A mark that cannot be written has the inbox checked once more.
        let isWritten = (try? await outbox.raise(.inboxChecked, to: epoch)) != nil
        return isWritten ? .done : .cutShort
    }

    /// Checks the posted transfers behind the untold evidence with the bank; those that its books
    /// lack are marked as lost and have to be seen again.
    ///
    /// - Returns: The receipts about which the bank could not tell, to be asked about later; nil if no
    ///   question gets an answer now.
    func checkPosted(among found: [Evidence], in epoch: UInt64) async -> Set<JournalID>? {
        let untold = found.filter { $0.fault.reason == .divergence && !$0.isTold(in: epoch) }
        let receipts = Set(untold.compactMap { $0.entry?.journalID })
        guard !receipts.isEmpty else { return [] }
        let seen = await seenPosted()
        var unanswered: Set<JournalID> = []
        for record in await outbox.posted + seen {
            guard let receipt = record.posting?.receipt, receipts.contains(receipt) else {
                continue
            }
            switch await check(record, in: epoch) {
            case .told: break
            case .untold: unanswered.insert(receipt)
            case .cutShort: return nil
            }
        }
        return context.gate.isClosed ? nil : unanswered
    }

    private func seenPosted() async -> [OutboxRecord] {
        // What cannot be read cannot be told, and must not keep the rest from being sent.
        (try? await outbox.seenPosted(limit: Self.seenLimit)) ?? []
    }

    /// Checks one transfer with the bank, and stores the result.
    private func check(_ record: OutboxRecord, in epoch: UInt64) async -> Finding {
        if let isFromCopy = await outbox.answer(about: record.key) {
            return .told(isFromCopy: isFromCopy)
        }
        let exchange = await line.ask(.intentStatus(record.key))
        let events: [OutboxRecord.Event]
        var isFromCopy = false
        switch exchange {
        case .reply(.intent(.unknown)):
            events = [.wasLost]
        case .reply(.intent(.exists(let decision))) where decision.key == record.key:
            // What was lost may have been found again, and what was decided once more may have come
            // out differently.
            events =
                record.state == .decided(decision)
                ? [.wasDecided(decision)] : [.wasLost, .wasDecided(decision)]
            isFromCopy = await outbox.isFromCopy(decision)
        case .reply(.problem(let problem)) where !problem.code.isOfOneQuestion: return .cutShort
        case .reply, .noReply(.answerUnreadable): return .untold
        case .notSent, .noReply, .interrupted: return .cutShort
        }
        do {
            for event in events {
                // Most often it is known already, and nothing changes.
                let changed = try await outbox.apply(event, toPosted: record)
                if changed != nil { emit(.outboxChanged) }
            }
        } catch {
            // What cannot be written is asked about again.
            return .cutShort
        }
        await outbox.noteAnswer(about: record.key, isFromCopy: isFromCopy, in: epoch)
        return .told(isFromCopy: isFromCopy)
    }
}

extension Problem.Code {
    /// True if the bank may still answer another question.
    fileprivate var isOfOneQuestion: Bool {
        switch self {
        case .internalFailure, .notFound, .notAllowed, .malformed, .cursorInvalid: true
        case .signInRefused, .tooManyTries, .sessionEnded, .tokenExpired, .terminalUnknown, .wipe,
            .upgradeNeeded, .slowDown, .busy:
            false
        }
    }
}
