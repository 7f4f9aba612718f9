import ClientService
import IdentityCore
import SyncCore

/// Maps codes to their sentences.
enum Sentences {
    /// One message for a wrong name, password or code, also for unknown names.
    static let signInRefused = Sentence(
        "The name, the password or the code is not right.",
        "Check all three and try again with a fresh code."
    )

    /// Returns the sentence for a failed sign-in; nil if it succeeded.
    static func signIn(_ outcome: SignInOutcome) -> Sentence? {
        switch outcome {
        case .signedIn:
            nil
        case .refused:
            signInRefused
        case .mustWait(let seconds):
            Sentence(
                "There were too many tries to sign in.",
                "Wait \(wait(seconds)), then try again with a fresh code."
            )
        case .shutOut:
            Sentence(
                "The bank has shut out you or this terminal; nothing about you is held here now.",
                "What you typed was right. Ask your branch to let you in again."
            )
        case .unreachable(let cause, _):
            StatusSentences.link(cause)
        case .storageFailed(let trouble):
            storage(trouble)
        case .failed:
            Sentence(
                "Signing in failed; what you typed may well be right.",
                "Try again; if it goes on, tell the bank."
            )
        }
    }

    /// Returns the sentence for a failed unlock; nil if it succeeded.
    static func unlock(_ outcome: UnlockOutcome) -> Sentence? {
        switch outcome {
        case .unlocked:
            nil
        case .wrong(let triesLeft):
            Sentence(
                "The password is not right.",
                triesLeft == 1
                    ? "Try again; one more wrong password signs you out."
                    : "Try again; \(triesLeft) tries are left."
            )
        case .signedOut:
            Sentence(
                "There were too many wrong passwords, and you were signed out.",
                "Sign in again."
            )
        }
    }

    /// Returns the sentence for a draft that cannot be reviewed, in the terms of its audience.
    static func draft(_ problem: DraftProblem, for audience: AudienceWords) -> Sentence {
        switch problem {
        case .amountNotPositive:
            Sentence("The amount is not more than zero.", "Enter a larger amount.")
        case .sameAccount:
            Sentence("Both sides are the same account.", "Choose another account to pay to.")
        case .currencyMismatch:
            Sentence(
                "The two accounts are in different currencies.",
                "Choose accounts of one currency."
            )
        case .fromNotUsable:
            Sentence(noMoneyFromHere, "Choose another account to pay from.")
        case .toNotUsable:
            notPayable
        case .notEnoughAvailable:
            notEnough(keepsMinimum: false, for: audience)
        case .referenceInvalid:
            Sentence(
                "The reference is too long or holds characters that cannot be sent.",
                "Use letters, digits and plain punctuation, and not more than \(referenceLimit)."
            )
        case .roleNotAllowed:
            roleMovesNoMoney
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

    /// The user may not pay from the account.
    static let noMoneyFromHere = "You cannot move money from this account."

    /// The account to pay to cannot be paid.
    static let notPayable = Sentence(
        "The account to pay to is closed, or you may not pay into it.",
        "Choose another one."
    )

    /// The user's role may never move money.
    static let roleMovesNoMoney = Sentence(
        "Your role never moves money.",
        "Ask the customer or a teller to do it."
    )

    /// Maximum number of characters of a typed reference; one takes at most four bytes of UTF-8.
    static let referenceLimit = ReviewedTransfer.referenceLimit / 4

    /// Returns the sentence for a code that did not authorise a transfer.
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
            Sentence("The code was typed too long ago. No money has moved.", "Enter a fresh code.")
        case .mustWait:
            Sentence(
                "Too many codes were refused. No money has moved.",
                "Wait a few minutes, then enter a fresh code."
            )
        }
    }

    /// The bank ended the session.
    static let sessionEnded = Sentence("The bank ended your session.", "Sign in again.")

    /// Returns the sentence for the end of a session, with the fate of the queue and of a draft.
    static func ended(_ sentence: Sentence, keepsQueue: Bool, losesDraft: Bool) -> Sentence {
        var advice = [sentence.advice]
        if keepsQueue { advice.append("What was queued is still queued.") }
        if losesDraft {
            advice.append("The transfer that you had begun is gone; nothing of it was sent.")
        }
        return Sentence(sentence.happened, advice.filter { !$0.isEmpty }.joined(separator: " "))
    }

    /// Returns the sentence for a query that could not be answered, for an audience.
    static func unreadable(_ query: any RecordQuery.Type, for audience: AudienceWords) -> Sentence {
        unreadable(query.subject(for: audience))
    }

    /// Returns the sentence for shared data that could not be read or changed.
    static func failed(_ load: FailedLoad) -> Sentence {
        switch load {
        case .accounts: unreadable("The accounts")
        case .activity: unreadable("The recent activity")
        case .payees: unreadable("The payees")
        case .outbox: unreadable("The outbox")
        case .cancel:
            Sentence(
                "The transfer could not be taken back: the outbox could not be changed.",
                "It stays in the outbox, and may still be sent. Try again."
            )
        case .acknowledge:
            Sentence(
                "The outbox could not be changed.",
                "The decision stays on the list. Try again."
            )
        }
    }

    /// The user's access to an account ended while the account was on the screen.
    static let accountNotShown = Sentence(
        "This account is no longer shown to you.",
        "Ask the bank if you still need it."
    )

    private static func unreadable(_ what: String) -> Sentence {
        Sentence(
            "\(what) could not be read on this machine.",
            "Refresh to try again; where that cannot be done, sign out and in."
        )
    }

    /// Advice for a record that has not been fetched and so has no time.
    static let notFetched = "Your record has not been fetched yet; this console goes on trying."

    /// Returns the sentence for the bank's decision, for an audience.
    static func decision(_ decision: IntentDecision, for audience: AudienceWords) -> Sentence {
        switch decision.outcome {
        case .posted:
            Sentence("The bank posted it: the money has moved.", "")
        case .refused(let number):
            refusal(number, for: audience)
        }
    }

    /// A transfer, or another code for it, could not be stored.
    static let notStored = Sentence(
        "This could not be stored on this machine, so nothing was sent. No money has moved.",
        "Check the disk and this console's folder, then try again with a fresh code; if it goes on,"
            + " sign out and in, and make it anew."
    )

    /// Returns a wait in words that change only once a minute if it is long.
    static func wait(_ seconds: Int64) -> String {
        switch seconds {
        case ..<1: "a moment"
        case 1: "1 second"
        case 2..<120: "\(seconds) seconds"
        default: "\((seconds + 59) / 60) minutes"
        }
    }
}

extension Sentences {
    /// Returns the sentence for a new condition of the demo's link.
    static func line(_ command: LineCommand) -> Sentence {
        switch command {
        case .cut:
            Sentence("The line is cut.", "Transfers wait until it is mended. \(mending)")
        case .mend:
            Sentence("The line is mended.", "Transfers that wait are sent when the bank answers.")
        case .slow:
            Sentence("The line is slow.", "Every answer takes more than a second. \(mending)")
        case .loseReplies:
            Sentence(
                "Replies are lost from now on.",
                "What is sent arrives, and its answer does not. \(mending)"
            )
        }
    }

    /// Advice with the name of the command, for typed lines, and with its keys.
    private static let mending = "Mend the line (D m) ends that."
}
