import ClientService
import CoreVocabulary
import LedgerCore
import SyncCore
import WireProtocol

/// What happened, and what to do about it.
///
/// Every code that a person can meet has its sentence here and nowhere else. They hold no amounts
/// and no names.
struct Sentence: Hashable, Sendable {
    /// What happened.
    let happened: String
    /// What to do; empty only where nothing needs to be done.
    let advice: String

    /// Makes a sentence of its two parts.
    init(_ happened: String, _ advice: String) {
        self.happened = happened
        self.advice = advice
    }

    /// Both parts.
    var text: String {
        advice.isEmpty ? happened : "\(happened) \(advice)"
    }
}

/// Turns each code into its sentence.
enum Sentences {
    /// The same words whichever of the three was wrong, and whether the name exists or not.
    static let signInRefused = Sentence(
        "The name, the password or the code is not right.",
        "Check all three and try again with a fresh code."
    )

    /// How an attempt to sign in ended; nil when it succeeded.
    static func signIn(_ outcome: SignInOutcome) -> Sentence? {
        switch outcome {
        case .signedIn:
            nil
        case .refused:
            signInRefused
        case .mustWait(let seconds):
            Sentence(
                "There were too many wrong tries.",
                "Wait \(wait(seconds)), then try again with a fresh code."
            )
        case .unreachable(let cause):
            link(cause)
        case .failed:
            Sentence(
                "Signing in did not work, and what you typed is not known to be wrong.",
                "Try again; if it goes on, tell the bank."
            )
        }
    }

    /// How an attempt to unlock ended; nil when it succeeded.
    static func unlock(_ outcome: UnlockOutcome) -> Sentence? {
        switch outcome {
        case .unlocked:
            nil
        case .wrong(let triesLeft):
            Sentence(
                "The password is not right.",
                triesLeft == 1
                    ? "Try again; one more wrong one signs you out."
                    : "Try again; \(triesLeft) tries are left."
            )
        case .signedOut:
            Sentence(
                "There were too many wrong passwords, and you were signed out.",
                "Sign in again. What was queued is still queued."
            )
        }
    }

    /// Why a draft cannot be reviewed.
    static func draft(_ problem: DraftProblem) -> Sentence {
        switch problem {
        case .amountNotPositive:
            Sentence("The amount is not more than zero.", "Enter a larger amount.")
        case .sameAccount:
            Sentence(
                "Both sides are the same account.",
                "Choose another account to pay to."
            )
        case .currencyMismatch:
            Sentence(
                "The two accounts hold different currencies.",
                "Choose accounts of one currency."
            )
        case .fromNotUsable:
            Sentence(
                "You cannot move money from this account.",
                "Choose another account to pay from."
            )
        case .toNotUsable:
            Sentence(
                "The account to pay to is neither yours nor one of your payees'.",
                "Choose another one."
            )
        case .notEnoughAvailable:
            Sentence(
                "The account does not have that much available, holds included.",
                "Enter a smaller amount or choose another account."
            )
        case .referenceInvalid:
            Sentence(
                "The reference is too long or holds characters that cannot be sent.",
                "Use letters, digits and plain punctuation, and not more than \(referenceLimit)."
            )
        case .roleNotAllowed:
            Sentence(
                "Your role never moves money.",
                "Ask the customer or a teller to do it."
            )
        case .recordUnavailable:
            Sentence(
                "The record on this machine cannot be read, so nothing was prepared.",
                "Try again; if it goes on, sign out and in."
            )
        case .readingOnly:
            Sentence(
                "The record was opened without the bank, so it can only be read.",
                "Sign in with the bank to make a transfer."
            )
        }
    }

    /// Characters that a reference may have.
    static let referenceLimit = 35

    /// Why a code did not authorise a transfer.
    static func code(_ refusal: CodeRefusal) -> Sentence {
        switch refusal {
        case .wrong:
            Sentence("The code is not right. No money has moved.", "Enter the next code.")
        case .used:
            Sentence(
                "This code was used before. No money has moved.",
                "Wait for the next code and enter that."
            )
        case .tooOld:
            Sentence(
                "The code was typed too long ago. No money has moved.",
                "Enter a fresh code."
            )
        case .mustWait:
            Sentence(
                "There were too many wrong codes. No money has moved.",
                "Wait a few minutes, then enter a fresh code."
            )
        }
    }

    /// Why the bank refused a transfer, by the number in its decision.
    static func refusal(_ number: UInt16) -> Sentence {
        if let code = RefusalCode(rawValue: number) { return refusal(code) }
        if let rejection = Rejection(rawValue: number) {
            return split("\(rejection.sentence)")
        }
        return Sentence(
            "The bank refused the transfer for a reason this console does not know (\(number)).",
            "Ask the bank, and give this number."
        )
    }

    /// Why the bank's service refused a transfer.
    static func refusal(_ code: RefusalCode) -> Sentence {
        switch code {
        case .accessDenied:
            Sentence(
                "You may not move money from this account.",
                "Choose another account to pay from."
            )
        case .roleNotAllowed:
            draft(.roleNotAllowed)
        case .payeeUnknown:
            Sentence(
                "The account to pay to is neither yours nor one of your payees'.",
                "Choose another one."
            )
        case .payeeChanged:
            Sentence(
                "The payee is no longer what you were shown.",
                "Make the transfer again and check the payee."
            )
        case .feeChanged:
            Sentence(
                "The fee is no longer what you were shown.",
                "Make the transfer again and check the fee."
            )
        case .cancelled:
            Sentence(
                "It was taken back before the bank decided. No money has moved.",
                "Make it again if it was not meant to be."
            )
        case .valueDatePast:
            Sentence(
                "The day on which it was to count is over.",
                "Make the transfer again."
            )
        case .valueDateTooFar:
            Sentence(
                "The day on which it was to count is too far ahead.",
                "Make the transfer again."
            )
        case .overTransferLimit:
            Sentence(
                "The amount is over the limit for one transfer.",
                "Enter a smaller amount, or ask the bank."
            )
        case .approvalNeeded:
            Sentence(
                "A second person must approve an amount like this, which cannot be done here yet.",
                "Enter a smaller amount, or ask the bank."
            )
        }
    }

    /// What the bank answered instead of doing what was asked.
    static func problem(_ code: Problem.Code) -> Sentence {
        switch code {
        case .signInRefused:
            signInRefused
        case .tooManyTries:
            Sentence("There were too many wrong tries.", "Wait a few minutes, then try again.")
        case .sessionEnded:
            sessionEnded
        case .tokenExpired:
            Sentence(
                "This console's proof of the session is too old.",
                "It is renewed by itself; if it goes on, sign in again."
            )
        case .terminalUnknown:
            Sentence(
                "The bank does not know this terminal.",
                "Ask whoever runs it for its certificate."
            )
        case .wipe:
            Sentence(
                "The bank had this console destroy what it held of you.",
                "Ask your branch before you sign in again."
            )
        case .notFound:
            Sentence("The bank has no such thing for you.", "Refresh, then look again.")
        case .cursorInvalid:
            Sentence(
                "The bank did not know where this console stood.",
                "Everything is compared again by itself; nothing needs to be done."
            )
        case .upgradeNeeded:
            Sentence(
                "This release of the console is too old for the bank.",
                "Update it; what was queued stays queued."
            )
        case .slowDown:
            Sentence("This console asked too often.", "It goes on by itself after a pause.")
        case .notAllowed:
            Sentence("Your role does not allow this.", "Ask somebody whose role does.")
        case .malformed:
            Sentence(
                "The bank did not understand this console.",
                "Update the console; if it goes on, tell the bank."
            )
        case .busy:
            Sentence("The bank is busy.", "It is asked again by itself; nothing needs to be done.")
        case .internalFailure:
            Sentence(
                "Something went wrong at the bank.",
                "It is asked again by itself; if it goes on, tell the bank."
            )
        }
    }

    /// The bank ended the session.
    static let sessionEnded = Sentence(
        "The bank ended your session.",
        "Sign in again. What was queued is still queued."
    )

    /// What could not be read from the record on this machine.
    static func failed(_ load: FailedLoad) -> Sentence {
        switch load {
        case .accounts: unreadable("Your accounts")
        case .activity: unreadable("The recent activity")
        case .payees: unreadable("Your payees")
        case .outbox: unreadable("The outbox")
        case .holds: unreadable("The holds")
        case .entries: unreadable("The entries")
        case .statementMonths: unreadable("The statements")
        case .statement: unreadable("The statement")
        case .syncReport: unreadable("How the record stands")
        case .cancel:
            Sentence(
                "The transfer could not be taken back: the outbox cannot be read.",
                "It stays as it is. Try again."
            )
        case .acknowledge:
            Sentence(
                "The outbox could not be changed.",
                "The decision stays on the list. Try again."
            )
        }
    }

    private static func unreadable(_ what: String) -> Sentence {
        Sentence(
            "\(what) could not be read from the record on this machine.",
            "Press r to try again."
        )
    }

    /// How record and line stand, the gravest first; nil while there is nothing to say.
    static func link(_ status: SyncStatus, words: FreshnessWords) -> Sentence? {
        if let notice = status.notice { return self.notice(notice) }
        return switch status.link {
        case .up:
            status.freshness == .unverified
                ? Sentence(
                    "The record on this machine does not agree with the bank's books.",
                    "Do not rely on the figures until this line is gone; it is being repaired."
                )
                : nil
        case .down(let lastContact?):
            Sentence(
                "The bank has not answered since \(words.dates.moment(lastContact, now: words.now))"
                    + (words.showsAges
                        ? " (\(DateWords.age(seconds: words.now.seconds(since: lastContact))))."
                        : ".") + reason(status.cause),
                "Figures are as of the times shown; transfers are queued and sent later."
            )
        case .down(nil):
            Sentence(
                "The bank has not answered yet." + reason(status.cause),
                "Figures are as of the times shown; transfers are queued and sent later."
            )
        }
    }

    /// How a transfer in the outbox stands.
    static func outbox(_ item: OutboxItem) -> Sentence {
        guard item.isCancelAsked, item.state == .unknown else { return outbox(item.state) }
        return Sentence(
            "You took it back after it was sent, and the bank has not said whether in time.",
            "The bank is asked by itself, and decides; nothing needs to be done."
        )
    }

    /// How a transfer stands that nobody has taken back.
    static func outbox(_ state: OutboxItem.State) -> Sentence {
        switch state {
        case .queued:
            Sentence(
                "It waits for the line. No money has moved.",
                "It is sent by itself; press c to take it back."
            )
        case .unknown:
            Sentence(
                "It was sent, and the bank's answer did not arrive. It is not known whether the"
                    + " money moved.",
                "Do not make it again: the bank is asked by itself, and posts it at most once."
            )
        case .needsCode(let refusal):
            code(refusal)
        case .cancelled:
            Sentence("It was taken back. No money has moved.", "")
        case .decided(let decision):
            self.decision(decision)
        }
    }

    /// What the bank decided.
    static func decision(_ decision: IntentDecision) -> Sentence {
        switch decision.outcome {
        case .posted:
            Sentence("The bank posted it: the money has moved.", "")
        case .refused(let number):
            refusal(number)
        }
    }

    /// A transfer was stored and waits for the line.
    static let queued = Sentence(
        "The transfer is queued. No money has moved, and no balance has changed.",
        "It is sent by itself, once, when the bank answers; the outbox shows it."
    )

    /// A transfer could not be stored.
    static let notStored = Sentence(
        "The transfer could not be stored on this machine, so it was not sent. No money has moved.",
        "Try again with a fresh code."
    )

    /// A wait in words that do not change every second when it is long.
    static func wait(_ seconds: Int64) -> String {
        switch seconds {
        case ..<1: "a moment"
        case 1: "1 second"
        case 2..<120: "\(seconds) seconds"
        default: "\((seconds + 59) / 60) minutes"
        }
    }

    /// Divides a text after its first sentence.
    private static func split(_ text: String) -> Sentence {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return Sentence(text, "") }
        return Sentence("\(parts[0]).", String(parts[1].drop { $0 == " " }))
    }
}

extension Sentences {
    /// What the line of a demonstration does from now on.
    static func line(_ command: LineCommand) -> Sentence {
        switch command {
        case .cut:
            Sentence("The line is cut.", "Make a transfer and see it queued; D m mends the line.")
        case .mend:
            Sentence("The line is mended.", "What was queued is sent now.")
        case .slow:
            Sentence("The line is slow.", "Every answer takes seconds; D m mends the line.")
        case .loseReplies:
            Sentence(
                "Replies are lost from now on.",
                "A transfer arrives and its answer does not; D m mends the line."
            )
        }
    }
}
