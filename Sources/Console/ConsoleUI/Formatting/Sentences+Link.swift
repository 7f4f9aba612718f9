import ClientService

extension Sentences {
    /// What is the matter with the line to the bank.
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
                "Check the address and the port; if they are right, the bank does not run now."
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
                "What answered is no bank that this console understands.",
                "Check the address; a network that wants to be signed in to may have answered."
            )
        case .notTLS, .certificateUntrusted, .certificateExpired, .certificateNotYetValid,
            .hostNameWrong, .terminalCertificateRefused, .tlsFailed:
            trust(cause)
        }
    }

    /// What to add to the news that the line is down; empty where there is nothing to add.
    static func reason(_ cause: LinkCause?) -> String {
        switch cause {
        case nil, .lineDown, .timedOut: ""
        case .some(let cause): " " + link(cause).happened
        }
    }

    /// Why one side does not trust the other, so that nothing was said between them.
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
                "Check the file given with --ca; if it is right, somebody may be in between."
            )
        case .certificateExpired:
            Sentence(
                "The time of the bank's certificate is over.",
                "Check this machine's clock; if it is right, tell the bank."
            )
        case .certificateNotYetValid:
            Sentence(
                "The time of the bank's certificate has not come.",
                "Check this machine's clock; if it is right, tell the bank."
            )
        case .hostNameWrong:
            Sentence(
                "The bank's certificate is for another host.",
                "Use the name that it is for; if this is that name, somebody may be in between."
            )
        case .terminalCertificateRefused:
            Sentence(
                "The bank wants a certificate of this terminal, and got none that it takes.",
                "Give it with --cert and --key; if you did, ask the bank for a new one."
            )
        default:
            Sentence(
                "No protected line to the bank could be made.",
                "Check the address and the certificates; it takes TLS 1.2 or later."
            )
        }
    }
}
