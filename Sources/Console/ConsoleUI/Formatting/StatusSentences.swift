import ClientService
import CoreVocabulary
import SyncCore

/// Sentences about the state of link and record, and the end of a session.
enum StatusSentences {
    /// Returns the sentence for a notice, which never refers to the kind of screen that shows it.
    static func notice(_ notice: StatusNotice, on kind: ScreenKind) -> Sentence {
        let sentence = self.notice(notice)
        return switch (notice, kind) {
        case (.booksRestored, .sync), (.booksLackEntries, .sync):
            booksRestored(notice, hasFound: nil, hasLost: false)
        case (.booksRestored, .outbox), (.booksLackEntries, .outbox):
            Sentence(sentence.happened, booksAdvice(.elsewhere(inbox: "the inbox here")))
        case (.outboxUnwritable, .outbox):
            Sentence(
                sentence.happened,
                "Check the disk and this console's folder; if it goes on, note what waits here, then"
                    + " sign out and in."
            )
        default: sentence
        }
    }

    /// Returns the sentence for a notice about the record or its end.
    static func notice(_ notice: StatusNotice) -> Sentence {
        switch notice {
        case .booksReplaced:
            Sentence(
                "The bank's books were restored from a copy.",
                "Everything here is being compared with them; do not rely on it until that is done."
            )
        case .booksRestored:
            Sentence(
                "The bank's books were restored from a copy; what was posted later may be missing.",
                booksAdvice(.elsewhere(inbox: "the inbox"))
            )
        case .booksLackEntries:
            Sentence(
                "The bank's books do not have entries that this console was told of.",
                booksAdvice(.elsewhere(inbox: "the inbox"))
            )
        case .rolledBack:
            Sentence(
                "The bank's record is older than this console's was: it lacks what came later.",
                "Do not rely on any figure, and tell the bank; nothing here is thrown away."
            )
        case .upgradeNeeded:
            Sentence("This release of the console is too old for the bank.", "Update it.")
        case .openedOffline:
            Sentence(
                "This is the offline copy: the bank was not asked.",
                "It can only be read. Sign in with the bank to do more."
            )
        case .wiped:
            Sentence(
                "At the bank's order this console has destroyed everything it held about you.",
                "Ask your branch before you sign in again."
            )
        case .leaseEnded:
            Sentence("This console's offline copy has expired.", "Sign in with the bank.")
        case .outboxUnwritable:
            Sentence(
                "The outbox on this machine cannot be written, so no transfer is stored or sent.",
                "Check the disk and this console's folder; if it goes on, note what waits in the"
                    + " outbox, then sign out and in."
            )
        case .outboxDamaged:
            Sentence(
                "A part of the outbox on this machine cannot be read: a transfer that waits there is"
                    + " not sent from here.",
                "It may have been sent before: look through the account's entries, or ask the bank,"
                    + " before you pay again."
            )
        }
    }

    /// Returns the sentence for a session that ended by itself.
    static func end(_ notice: StatusNotice?) -> Sentence {
        switch notice {
        case .wiped, .leaseEnded, .upgradeNeeded: notice.map(Self.notice) ?? Sentences.sessionEnded
        case .booksReplaced, .booksRestored, .booksLackEntries, .rolledBack, .openedOffline,
            .outboxUnwritable, .outboxDamaged, nil:
            Sentences.sessionEnded
        }
    }

    /// Returns the sentence for a session whose end is not confirmed; nil once it has expired.
    static func untoldEnd(_ end: UntoldEnd, _ context: ScreenContext) -> Sentence? {
        guard let bankTime = end.bankTime(context.time) else { return nil }
        let dates = DateWords(zone: end.zone ?? context.format.dates.zone)
        let moment = dates.moment(end.endsAt, now: bankTime)
        return Sentence(
            end.isNoted
                ? "Signed out here. The bank has not confirmed it: it ends that session when you sign"
                    + " in here again, or by itself by \(moment)."
                : "Signed out here. The bank has not confirmed it: it ends that session by itself by"
                    + " \(moment).",
            ""
        )
    }

    /// Returns the sentence for a failed attempt to open the offline copy; nil if it is open.
    static func offline(_ outcome: OfflineOutcome) -> Sentence? {
        switch outcome {
        case .opened:
            nil
        case .refused:
            Sentence(
                "The name or the password is not right, or this console holds no copy for you.",
                "Check both and try again, or sign in with the bank."
            )
        case .mustWait(let seconds):
            Sentence(
                "There were too many wrong passwords.",
                "Wait \(Sentences.wait(seconds)), then try again."
            )
        case .leaseEnded:
            notice(.leaseEnded)
        case .empty:
            Sentence(
                "This console holds nothing of yours yet.",
                "Sign in with the bank; what is fetched then can be read without it later."
            )
        case .openElsewhere:
            copyOpenElsewhere
        case .failed:
            Sentence(
                "The offline copy cannot be opened: it is open in another console or unreadable.",
                "Close the other console and try again, or sign in with the bank."
            )
        }
    }

    /// Returns the note on the offline copy: its expiry, and the next step once the bank answers.
    static func offlineCopy(
        until: Instant,
        status: SyncStatus?,
        on kind: ScreenKind,
        words: FreshnessWords
    ) -> Sentence {
        let key = kind == .signIn ? "" : " (\(CommandRows.keyName(.goSignIn)))"
        let waits = status.map { $0.queuedCount > $0.needsCodeCount } ?? false
        return Sentence(
            "This is the offline copy; it closes at \(words.dates.moment(until, now: words.now)).",
            status?.isBankReachable == true
                ? "The bank answers again: sign in\(key) for its figures"
                    + (waits ? ", and to send what waits." : ".")
                : "The bank does not answer yet: figures are as of when it last did, and nothing can"
                    + " be sent."
        )
    }

    /// The offline copy is open in another console on this machine.
    static let copyOpenElsewhere = Sentence(
        "Another console on this machine has the offline copy open.",
        "Read it there, or close that console and try again."
    )

    /// The bank answers again after a sign-in was impossible.
    static let bankIsBack = Sentence("The bank answers again.", "Sign in now.")

    /// An entry on the screen is no longer in the record.
    static let entryGone = Sentence(
        "This console's record no longer has this entry: the bank's books lack it, or have another in"
            + " its place.",
        "Do not rely on it; Sync (\(CommandRows.keyName(.goSync))) says what is known of it."
    )

    /// An action is not available in the offline copy.
    static let offlineCopyOnly = Sentence(
        "This is the offline copy, which can only be read.",
        "Sign in with the bank first."
    )

    /// Returns the sentence for the outcome of cancelling a transfer, for a kind of screen.
    static func cancel(
        _ outcome: CancelOutcome,
        on kind: ScreenKind? = nil,
        inCopy: Bool = false
    ) -> Sentence {
        switch outcome {
        case .cancelled:
            Sentence("The transfer was taken back. No money has moved.", "")
        case .decided(let decision):
            switch decision.outcome {
            case .posted:
                Sentence(
                    "It is too late to take it back: the bank had posted it, the money has moved.",
                    "Ask the payee or the bank to send it back."
                )
            case .refused:
                Sentence(
                    "There was nothing to take back: the bank had refused it. No money has moved.",
                    whyRefused(on: kind)
                )
            }
        case .waiting:
            Sentence(
                "The bank has not said whether that was in time: it is not known whether the money"
                    + " moved.",
                (inCopy
                    ? "Sign in when it answers: it is then asked by itself; "
                    : "It is asked by itself until it answers; ")
                    + (kind == .outbox
                        ? "what it says is shown here." : "the outbox shows what it says.")
            )
        case .nothing:
            Sentence(
                "There is no such transfer in the outbox any more.",
                "Look at the account's entries for what became of it."
            )
        }
    }

    /// Returns one sentence about waiting transfers that were decided, for a kind of screen.
    static func waitingDecided(_ counts: DecisionCounts, on kind: ScreenKind) -> Sentence {
        let parts = [
            (counts.posted, "posted"), (counts.refused, "refused"),
            (counts.takenBack, "taken back"),
        ]
        var happened = ""
        for (count, word) in parts where count > 0 {
            happened +=
                happened.isEmpty ? waiting(count, isOnly: counts.total == 1) : ", \(count)"
            happened += count == 1 ? " was \(word)" : " were \(word)"
        }
        happened += "."
        guard counts.refused == 0 else {
            return Sentence(happened, whyRefused(on: kind, count: counts.refused))
        }
        return Sentence(counts.posted > 0 ? happened : happened + " No money has moved.", "")
    }

    /// Returns the waiting transfers as the beginning of a sentence.
    private static func waiting(_ count: Int, isOnly: Bool) -> String {
        if isOnly { return "A transfer that was waiting" }
        return count == 1
            ? "1 transfer that was waiting" : "\(count) transfers that were waiting"
    }

    /// Returns the advice on finding the reason of a refusal.
    private static func whyRefused(on kind: ScreenKind?, count: Int = 1) -> String {
        guard kind == .outbox else { return "The outbox says why." }
        return "Choose \(count == 1 ? "it" : "each") in the inbox to read why."
    }

    /// Returns a clause on how news reaches this console.
    static func channel(_ channel: SyncReport.Channel) -> String {
        switch channel {
        case .streaming: "news comes as it happens"
        case .polling: "the bank is asked for news every few seconds"
        case .none: "no news comes"
        }
    }

    /// Returns the distance of the record from the bank's feed, without technical terms.
    static func distance(from cursor: Cursor?, to head: Cursor?) -> String {
        switch (cursor, head) {
        case (nil, _): "nothing has been fetched yet"
        case (.some, nil): "how far behind is not known"
        case (let cursor?, let head?):
            if cursor.epoch != head.epoch {
                "of other books than the bank has now"
            } else if cursor.feedSequence > head.feedSequence {
                "ahead of the bank's record"
            } else if cursor.feedSequence == head.feedSequence {
                "up to date"
            } else if head.feedSequence > SyncMachine.countLimit {
                distance(from: cursor, to: nil)
            } else {
                behind(head.feedSequence - cursor.feedSequence)
            }
        }
    }

    /// Returns the distance at the last contact, to which changes may have been added since.
    static func distanceWithoutLine(from cursor: Cursor?, to head: Cursor?) -> String {
        guard let cursor, let head, cursor.epoch == head.epoch,
            cursor.feedSequence < head.feedSequence, head.feedSequence <= SyncMachine.countLimit
        else { return distance(from: cursor, to: nil) }
        return "at least " + behind(head.feedSequence - cursor.feedSequence)
    }

    private static func behind(_ count: Int64) -> String {
        count == 1 ? "1 change behind" : "\(count) changes behind"
    }

    /// Returns the sentence for the result of ending a session.
    static func sessionEnd(_ isDone: Bool) -> Sentence {
        isDone
            ? Sentence("The session was ended.", "")
            : Sentence(
                "The bank has not said that the session ended.",
                "Refresh to see whether it did, then try again."
            )
    }

    /// The bank could not be asked for the list of sessions.
    static let sessionsUnknown = Sentence(
        "The bank cannot be asked now, so where you are signed in is not known.",
        "Check the line, then refresh."
    )
}

extension StatusSentences {
    /// Returns the sentence shown if a demo cannot fill in a code yet, or once it can again.
    ///
    /// A code that was filled in but not sent can be filled in again without a wait.
    static func nextDemoCode(seconds: Int64) -> Sentence {
        seconds > 0
            ? Sentence(
                "Each code works once, and the one that shows now was sent already.",
                "The next one shows in \(Sentences.wait(seconds)); fill it in then."
            )
            : Sentence("Each code works once, and another one shows now.", "Fill it in.")
    }

    /// Returns the sentence about restored or incomplete books beside the list of faults, which is
    /// named only if it has rows.
    static func booksRestored(
        _ notice: StatusNotice = .booksRestored,
        hasFound: Bool?,
        hasLost: Bool
    ) -> Sentence {
        Sentence(
            self.notice(notice).happened,
            booksAdvice(.besideList(hasFound: hasFound, hasLost: hasLost))
        )
    }

    /// Place where restored or incomplete books are reported.
    private enum BooksPlace {
        /// The screen with the list of faults, with the known content of list and inbox.
        case besideList(hasFound: Bool?, hasLost: Bool)
        /// Any other screen, where the content of the list is unknown, with its name for the inbox.
        case elsewhere(inbox: String)
    }

    /// Returns the advice on finding what the books lack; a list is named only if it has rows.
    private static func booksAdvice(_ place: BooksPlace) -> String {
        switch place {
        case .elsewhere(let inbox):
            "Sync (\(CommandRows.keyName(.goSync))) says what was found;"
                + " look through \(inbox), too."
        case .besideList(nil, _):
            "It is not known here yet what they lack; look through the inbox, too."
        case .besideList(true?, _):
            "What they lack stands here under Found wrong; look through the inbox, too."
        case .besideList(false?, true):
            "A transfer that they do not hold stands in the inbox"
                + " (\(CommandRows.keyName(.goOutbox)))."
        case .besideList(false?, false):
            "Nothing has been found here that they lack; look through the inbox, too."
        }
    }
}

extension StatusNotice {
    /// True if the notice is about missing entries in the bank's books, which the sync screen
    /// lists.
    var isOfBooks: Bool { self == .booksRestored || self == .booksLackEntries }
}

extension UntoldEnd {
    /// Returns the time at which the session expires, in milliseconds of the monotonic clock; nil
    /// once it has.
    func deadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        overAt > time.steady ? overAt.nanosecondsSinceEpoch / 1_000_000 + 1 : nil
    }

    /// Returns the bank's time while the session is valid there; nil once it has expired.
    func bankTime(_ time: ConsoleTime) -> Instant? {
        guard overAt > time.steady else { return nil }
        let rest = Int128(overAt.nanosecondsSinceEpoch) - Int128(time.steady.nanosecondsSinceEpoch)
        let now = Int128(endsAt.nanosecondsSinceEpoch) - rest
        return Instant(nanosecondsSinceEpoch: Int64(clamping: now))
    }
}
