import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// How the record stands and how it ends, in words.
extension Sentences {
    /// What has to be told about the record or its end.
    static func notice(_ notice: StatusNotice) -> Sentence {
        switch notice {
        case .booksReplaced:
            Sentence(
                "The bank's books were restored from a copy.",
                "Everything here is being compared with them; do not rely on it until then."
            )
        case .rolledBack:
            Sentence(
                "The bank's record is older than this console's: it lacks entries held here.",
                "Do not rely on any figure, and tell the bank; nothing here is thrown away."
            )
        case .upgradeNeeded:
            problem(.upgradeNeeded)
        case .openedOffline:
            Sentence(
                "This is the offline copy: the bank was not asked.",
                "It can only be read. Sign in with the bank to do more."
            )
        case .wiped:
            problem(.wipe)
        case .leaseEnded:
            Sentence(
                "The time is over for which this console may show its copy without the bank.",
                "Sign in with the bank. What was queued is still queued."
            )
        }
    }

    /// Why the session ended by itself.
    static func end(_ notice: StatusNotice?) -> Sentence {
        switch notice {
        case .wiped, .leaseEnded, .upgradeNeeded: notice.map(Self.notice) ?? sessionEnded
        case .booksReplaced, .rolledBack, .openedOffline, nil: sessionEnded
        }
    }

    /// How an attempt to open the offline copy ended; nil when it is open.
    static func offline(_ outcome: OfflineOutcome) -> Sentence? {
        switch outcome {
        case .opened:
            nil
        case .refused:
            Sentence(
                "The name or the password is not right, or this console holds nothing of you.",
                "Check both and try again, or sign in with the bank."
            )
        case .mustWait(let seconds):
            Sentence(
                "There were too many wrong passwords.",
                "Wait \(wait(seconds)), then try again."
            )
        case .leaseEnded:
            notice(.leaseEnded)
        case .failed:
            Sentence(
                "The offline copy cannot be opened: it is open in another console or unreadable.",
                "Close the other console and try again, or sign in with the bank."
            )
        }
    }

    /// What the offline copy is, and until when it can be read.
    static func offlineCopy(until: Instant, words: FreshnessWords) -> Sentence {
        Sentence(
            "This is the offline copy; it closes at \(words.dates.moment(until, now: words.now)).",
            "The bank was not asked: figures are as of the times shown, and nothing can be sent."
        )
    }

    /// Why something cannot be done in the offline copy.
    static let offlineCopyOnly = Sentence(
        "This is the offline copy, which can only be read.",
        "Sign in with the bank first."
    )

    /// What became of taking a transfer back.
    static func cancel(_ outcome: CancelOutcome) -> Sentence {
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
                    "The outbox says why."
                )
            }
        case .waiting:
            Sentence(
                "The bank could not be asked, so it is not known whether the money moved.",
                "The bank will be asked by itself; the outbox shows what it says."
            )
        case .nothing:
            Sentence(
                "There is no such transfer in the outbox any more.",
                "Look at the account's entries for what became of it."
            )
        }
    }

    /// How news reaches this console.
    static func channel(_ channel: SyncReport.Channel) -> String {
        switch channel {
        case .streaming: "news comes as it happens"
        case .polling: "the bank is asked for news every few seconds"
        case .none: "no news comes"
        }
    }

    /// How far the record is behind the bank's; in the words of somebody who does not know what a
    /// cursor is.
    static func distance(from cursor: Cursor?, to head: Cursor?) -> String {
        switch (cursor, head) {
        case (nil, _): "nothing has been fetched yet"
        case (.some, nil): "how far the bank is, is not known"
        case (let cursor?, let head?):
            if cursor.epoch != head.epoch {
                "of earlier books than the bank's"
            } else if cursor.feedSequence > head.feedSequence {
                "ahead of the bank's record"
            } else if cursor.feedSequence == head.feedSequence {
                "up to date"
            } else {
                behind(head.feedSequence - cursor.feedSequence)
            }
        }
    }

    private static func behind(_ count: Int64) -> String {
        count == 1 ? "1 change behind" : "\(count) changes behind"
    }

    /// What is wrong with a row of the record.
    static func fault(_ reason: ChainBreak) -> Sentence {
        switch reason {
        case .otherAccount:
            Sentence(
                "The entry at this place belongs to another account.",
                faultAdvice
            )
        case .sequenceGap:
            Sentence("An entry before this one is missing.", faultAdvice)
        case .balanceMismatch:
            Sentence(
                "The balance after this entry is not the one before it plus the amount.",
                faultAdvice
            )
        case .divergence:
            Sentence(
                "The entry held here is not the one that the bank's books have.",
                faultAdvice
            )
        case .unreadable:
            Sentence(
                "The entry held here cannot be read, or is not what was stored.",
                faultAdvice
            )
        }
    }

    private static let faultAdvice =
        "It is fetched again from the bank; what was found is kept as evidence."

    /// What is wrong with a row of the record, in a word or two.
    static func faultWord(_ reason: ChainBreak) -> String {
        switch reason {
        case .otherAccount: "other account"
        case .sequenceGap: "entry missing"
        case .balanceMismatch: "wrong balance"
        case .divergence: "not the bank's"
        case .unreadable: "unreadable"
        }
    }

    /// Whether the bank ended a session.
    static func sessionEnd(_ isDone: Bool) -> Sentence {
        isDone
            ? Sentence("The session was ended.", "")
            : Sentence("The bank did not end the session.", "Check the line and try again.")
    }

    /// The bank could not be asked for the sessions.
    static let sessionsUnknown = Sentence(
        "The bank cannot be asked now, so where you are signed in is not known.",
        "Check the line, then refresh."
    )
}
