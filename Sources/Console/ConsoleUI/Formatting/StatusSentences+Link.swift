import ClientService
import CoreVocabulary
import SyncCore

extension StatusSentences {
    /// Returns the sentence for the gravest problem of record or link; nil if there is none.
    static func link(
        _ status: SyncStatus,
        on kind: ScreenKind = .overview,
        words: FreshnessWords
    ) -> Sentence? {
        if let notice = status.notice { return self.notice(notice, on: kind) }
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
                silence(status.cause)
                    + " since \(words.dates.moment(lastContact, now: words.now))"
                    + (words.showsAges
                        ? " (\(DateWords.age(seconds: words.now.seconds(since: lastContact))))."
                        : ".") + reason(status.cause),
                status.hasRecord
                    ? "Figures are as of then unless they say otherwise; transfers wait."
                    : Sentences.notFetched
            )
        case .down(nil):
            Sentence(
                "\(silence(status.cause)) yet." + reason(status.cause),
                status.statedFreshness.map {
                    "Figures are \(words.short($0)) unless they say otherwise; transfers wait."
                }
                    ?? (status.hasRecord
                        ? "Each figure says as of when it is; transfers wait."
                        : Sentences.notFetched)
            )
        }
    }

    /// Returns the sentence for the cause of a link failure.
    static func link(_ cause: LinkCause) -> Sentence {
        switch cause {
        case .lineDown:
            Sentence("The bank cannot be reached.", "Check the network and try again.")
        case .hostUnknown:
            Sentence(
                "The name of the bank's host has no address.",
                "Check the name that this console was given, and the network."
            )
        case .connectionRefused:
            Sentence(
                "Nobody listens at the bank's address.",
                "Check the address and the port; if they are right, the bank is not running."
            )
        case .timedOut:
            Sentence(
                "The bank did not answer in time.",
                "Try again; if it goes on, check the network."
            )
        case .proxyFailed:
            Sentence(
                "The proxy cannot be reached, or does not let this console through to the bank.",
                "Check the proxy that this console was given, or ask whoever runs it."
            )
        case .answerUnreadable:
            Sentence(
                "The answer did not come from a bank that this console understands.",
                "Check the address; a network with a sign-in page of its own may have answered."
            )
        case .bankBusy:
            Sentence(
                "The bank answers, but serves no more requests from here right now.",
                "Wait a minute, then try again."
            )
        case .bankFailed:
            Sentence(
                "Something went wrong at the bank.",
                "Try again; if it goes on, tell the bank."
            )
        case .requestRefused:
            Sentence(
                "The bank does not accept what this console asks for.",
                "Update this console; if it is up to date, tell the bank."
            )
        case .notTLS, .certificateUntrusted, .certificateExpired, .certificateNotYetValid,
            .hostNameWrong, .terminalCertificateRefused, .tlsFailed, .socketUntrusted:
            trust(cause)
        }
    }

    /// Returns the message that the bank no longer sends news.
    static func lineWentDown(_ cause: LinkCause?, hasRecord: Bool = true) -> Sentence {
        guard let cause, cause.isToldByBank else {
            return Sentence(
                "The bank does not answer." + reason(cause),
                hasRecord
                    ? "Figures are as of when it last did; transfers wait." : Sentences.notFetched
            )
        }
        return Sentence(
            link(cause).happened,
            hasRecord
                ? "Figures are as of when the bank last told of them; transfers wait."
                : Sentences.notFetched
        )
    }

    /// Returns a clause about the bank's silence while the link is down, without its start.
    ///
    /// The bank either does not answer, or answers without any news.
    static func silence(_ cause: LinkCause?) -> String {
        cause?.isToldByBank == true ? "The bank has told nothing new" : "The bank has not answered"
    }

    /// Returns a further sentence on the cause of a link failure; empty if there is nothing to add.
    static func reason(_ cause: LinkCause?) -> String {
        switch cause {
        case nil, .lineDown, .timedOut: ""
        case .some(let cause): " " + link(cause).happened
        }
    }

    /// Returns the sentence for a failure of trust that prevented the connection.
    private static func trust(_ cause: LinkCause) -> Sentence {
        switch cause {
        case .notTLS:
            Sentence(
                "What listens at the bank's address does not speak TLS.",
                "Check the port. Nothing is ever sent without TLS."
            )
        case .certificateUntrusted:
            Sentence(
                "The bank's certificate is not from the authority that this console trusts.",
                "Check the authority's file that this console was given (--ca); if it is right,"
                    + " somebody may be in between."
            )
        case .certificateExpired:
            Sentence(
                "The bank's certificate has expired.",
                "Check this machine's clock; if it is right, tell the bank."
            )
        case .certificateNotYetValid:
            Sentence(
                "The bank's certificate is not valid yet.",
                "Check this machine's clock; if it is right, tell the bank."
            )
        case .hostNameWrong:
            Sentence(
                "The bank's certificate is for another host.",
                "Use the name that it is for; if this is that name, somebody may be in between."
            )
        case .terminalCertificateRefused:
            Sentence(
                "The bank asks for a terminal's certificate, and got none that it accepts.",
                "Give it with --cert and --key, or in the profile; if you did, ask the bank for a"
                    + " new one."
            )
        case .socketUntrusted:
            Sentence(
                "A user of this machine listens at the bank's socket who may not be the bank.",
                "Ask whoever runs the bank; somebody may have taken its place."
            )
        default:
            Sentence(
                "No protected line to the bank could be made.",
                "Check the address and the certificates; it takes TLS 1.2 or later."
            )
        }
    }
}
