import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// A report of the record's state, as facts that need no technical knowledge.
struct SyncWords {
    /// Report that is put into words.
    let report: SyncReport
    /// The context: the time, and the reader.
    let context: ScreenContext

    /// All facts of the report.
    var facts: [Fact] { [line, contact, record, comparison, unkept, lease].compactMap(\.self) }

    /// Advice about the link; nil while it is up, or if none is needed.
    var advice: SafeText? {
        guard !isUp, !context.isOfflineCopy else { return nil }
        return SafeText(
            trusted: (report.cause.map { StatusSentences.link($0).advice }
                ?? "Refresh to try again.")
                + " It is tried again by itself; transfers wait, and are sent then."
        )
    }

    private var isUp: Bool { context.session?.status?.offlineSince == nil }

    private var line: Fact {
        if context.isOfflineCopy {
            let key = CommandRows.keyName(.goSignIn)
            let answers =
                context.session?.status?.isBankReachable == true
                ? "the bank answers again, \(key) signs in" : "the bank does not answer"
            return Fact(
                "Line",
                .status(StatusContent(.linkOffline, "not used", role: .syncOffline)),
                note: SafeText(trusted: "this is the offline copy; \(answers)")
            )
        }
        guard isUp else {
            return Fact(
                "Line",
                .status(StatusContent(.linkOffline, "offline", role: .syncOffline)),
                note: report.cause.map { SafeText(trusted: StatusSentences.link($0).happened) }
            )
        }
        return Fact(
            "Line",
            .status(StatusContent(.linkLive, "up", role: .syncOnline)),
            note: SafeText(trusted: StatusSentences.channel(report.channel))
        )
    }

    private var contact: Fact {
        guard let instant = report.lastContact else {
            return Fact(
                "Last contact",
                .text(context.isOfflineCopy ? "none since the copy was opened" : "never"),
                dropPriority: 2
            )
        }
        let now = context.time.wall
        let age = DateWords.age(seconds: now.seconds(since: instant))
        return Fact(
            "Last contact",
            // Read out, it would be news every minute.
            .text(isUp && context.viewport.isSpoken ? "just now" : moment(instant)),
            // While the line is up it would change all the time and say nothing.
            note: isUp || context.viewport.isSpoken ? nil : SafeText(trusted: "\(age) ago"),
            dropPriority: 2
        )
    }

    private var record: Fact {
        // Without a line the bank may be farther than it was when it was last heard.
        let words = SafeText(
            trusted: isUp
                ? StatusSentences.distance(from: report.cursor, to: report.head)
                : StatusSentences.distanceWithoutLine(from: report.cursor, to: report.head)
        )
        guard let cursor = report.cursor else { return Fact("Record", .text(words)) }
        var place = "at change \(cursor.feedSequence)"
        if let head = report.head, head.epoch == cursor.epoch,
            head.feedSequence != cursor.feedSequence
        {
            place += ", the bank at \(head.feedSequence)" + (isUp ? "" : " when last heard")
        }
        return Fact("Record", .text(words), note: SafeText(trusted: place))
    }

    private var comparison: Fact {
        let isWrong = report.divergences.contains { !$0.isRepaired }
        let unrepaired: SafeText? =
            isWrong ? "UNVERIFIED: something wrong is not put right yet" : nil
        let agreed: SafeText? = report.comparedAt == nil ? nil : "both sides agreed then"
        return Fact(
            "Compared",
            .text(report.comparedAt.map(moment) ?? "not yet"),
            note: unrepaired ?? agreed,
            dropPriority: 1
        )
    }

    /// The number of findings that are not in the list.
    private var unkept: Fact? {
        let count = report.unkeptCount
        guard count > 0 else { return nil }
        return Fact(
            "Not kept",
            .text(SafeText(trusted: "\(count) more found wrong")),
            note: "of one account only so many are kept",
            dropPriority: 1
        )
    }

    private var lease: Fact? {
        report.leaseEndsAt.map {
            Fact(
                "Offline until",
                .text(moment($0)),
                note: "then only the bank opens this record",
                dropPriority: 2
            )
        }
    }

    private func moment(_ instant: Instant) -> SafeText { context.format.moment(instant) }
}
